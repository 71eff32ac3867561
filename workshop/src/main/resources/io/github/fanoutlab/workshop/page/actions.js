// What can happen to whom, as faults of a run string. `./fanout faults` lists them all; these are the ones that teach something.

/** @param at when, as a run string writes it: `3.25s` */
export function actionsFor(lane, run, at) {
  const has = connection => lane.connections.includes(connection);
  switch (lane.role) {
    case 'MASTER':
    case 'WORKER':
      return [
        ['Kill it for a second', `kill:${lane.name}@${at}+1s`],
        ['Kill it, for the rest of the scenario', `kill:${lane.name}@${at}`],
        ['Freeze it for two seconds', `pause:${lane.name}@${at}+2s`],
        ...has('sub') ? [['Cut what it hears from Redis', `cut:${lane.name}.sub@${at}+1s`]] : [],
        ...has('pub') ? [['Cut what it says to Redis', `cut:${lane.name}.pub@${at}+1s`]] : [],
        ...has('sub') ? [['Make it deaf to Redis, and nobody is told', `silence:${lane.name}.sub@${at}+3s`]] : [],
        ['Its machine loses power', `crash:${lane.name}@${at}+2s`],
      ];
    case 'REDIS':
      return [
        ['Restart it, empty', `restart:redis@${at}+300ms`],
        ['Freeze it for a second', `pause:redis@${at}+1s`],
        ['Let a replica take over', `failover:redis@${at}+300ms`],
        ['Let it refuse new connections', `full:redis@${at}+1s`],
      ];
    case 'CLIENT':
      return [
        ['It leaves, and comes back after a second', `leave:${lane.name}@${at}+1s`],
        ...workersOf(lane, run).slice(0, 1).flatMap(worker => [
          ['Its connection breaks', `cut:${worker}.${lane.name}@${at}+1s`],
          ['Its connection dies, and nobody is told', `silence:${worker}.${lane.name}@${at}+3s`],
          ['Its connection stalls for a second', `stall:${worker}.${lane.name}@${at}+1s`],
        ]),
      ];
    default:
      return [];
  }
}

function workersOf(lane, run) {
  const workers = new Set();
  for (const message of run.messages) {
    if (message.from.lane === lane.name && run.laneOf.get(message.to.lane)?.role === 'WORKER') workers.add(message.to.lane);
  }
  return [...workers];
}

/** The time of a fault, from the first step: `3.25s`. */
export function timeOf(micros) {
  return `${Number((Math.max(0, micros) / 1e6).toFixed(3))}s`;
}

/** The fields of a run string after the scenario: its faults, and the rest. */
export function parts(string) {
  const [scenario, ...fields] = string.split(';');
  const isFault = field => /^[a-z]+:/.test(field);
  return {scenario, faults: fields.filter(isFault), rest: fields.filter(field => !isFault(field))};
}

export function join({scenario, rest, faults}) {
  return [scenario, ...rest, ...faults].join(';');
}

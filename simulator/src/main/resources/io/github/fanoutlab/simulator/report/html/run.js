// A run as the page draws it, and the clock that all runs on the page share.
import {look} from './words.js';

/** The looks of moments that people want to see though they belong to no emit. */
export const NEWS = new Set(['FAULT', 'DEATH', 'CONNECTED', 'DISCONNECTED', 'START']);
/** At most so many seconds for a run, at speed 1. */
const LONGEST = 90;

/** When a life ends that does not: the largest `long` of Java. */
const ALIVE = 2 ** 63;
const GREETING = 'connected to worker: ';

/** One run: what was played, sorted so that any moment of it is found at once. */
export class Run {
  constructor(json) {
    Object.assign(this, json);
    countFrom(json.begunMicros, this);
    this.laneOf = new Map(this.lanes.map(lane => [lane.name, lane]));
    /** It is told from the first step, unless a fault comes before: how everybody gets connected is no news. */
    this.toldFrom = json.string.startsWith('museum:') || json.faults.some(({atMicros}) => atMicros < json.begunMicros) ? -Infinity : 0;
    const isTold = moment => moment.timeMicros < this.endMicros;
    this.emits = this.emits.filter(isTold);
    nameEmits(this.emits);
    this.arrows = json.messages.filter(json.string.startsWith('museum:') ? () => true : isTellable).map(message => this.arrow(message)).filter(arrow => arrow.from >= this.toldFrom && arrow.from < this.endMicros);
    this.paths = this.arrows.filter(arrow => arrow.emits.length > 0).sort((a, b) => a.to - b.to);
    this.news = this.moments.filter(moment => isTold(moment)
      && (NEWS.has(moment.look) || moment.look === 'EMIT') && !(moment.look === 'START' && this.laneOf.get(moment.lane).role === 'CLIENT'));
    for (const {fault, atMicros} of json.faults.filter(each => each.fault.startsWith('first:') && each.hits > 0)) {
      this.news.push({look: 'TURN', lane: fault.slice('first:'.length).split('.')[0], timeMicros: atMicros - json.begunMicros, lines: [], emits: []});
    }
    this.news.sort((a, b) => a.timeMicros - b.timeMicros);
    /** When the scenario's own emits and faults are over, and all that came of them. */
    this.settledMicros = [...this.emits.map(emit => emit.timeMicros), ...json.faults.map(({atMicros}) => atMicros - json.begunMicros),
      ...this.paths.filter(arrow => arrow.arrived >= 0).map(arrow => arrow.to)].reduce((a, b) => Math.max(a, b), -Infinity);
    const deliveries = this.moments.filter(moment => isTold(moment) && moment.look === 'DELIVERY' && !moment.lines.every(line => line.includes(GREETING)));
    this.delivered = new Map(this.lanes.filter(lane => lane.role === 'CLIENT').map(lane => [lane.name,
      deliveries.filter(moment => moment.lane === lane.name).flatMap(eventsIn)]));
    this.counters = [
      ['emits', 'emit', this.emits.map(emit => emit.timeMicros)],
      [this.arrows.some(arrow => arrow.name === 'XADD') ? 'XADD' : 'PUBLISH', 'command', this.arrows.filter(arrow => arrow.look === 'command').map(arrow => arrow.to)],
      ['Redis to nodes', 'published', this.arrows.filter(arrow => arrow.medium === 'PUBLISHED' && arrow.fate !== 'LOST').map(arrow => arrow.to)],
      ['own echoes', 'echo', this.arrows.filter(arrow => arrow.look === 'echo' || arrow.look === 'again').map(arrow => arrow.to)],
      ['delivered', 'frame', [...this.delivered.values()].flat()],
      ['lost', 'lost', this.arrows.filter(arrow => arrow.look === 'lost').map(arrow => arrow.to)],
    ].filter(([title, , times]) => title !== 'emits' || times.length > 0).map(([title, look, times]) => ({title, look, times: [...times].sort((a, b) => a - b)}));
  }

  arrow(message) {
    const sent = this.moments[message.sent];
    const arrived = message.arrived >= 0 ? this.moments[message.arrived] : undefined;
    return {...message, look: look(message), from: sent.timeMicros, to: (arrived ?? this.moments.at(-1)).timeMicros,
      source: message.from, target: message.to};
  }

  /** The times at which something is to be seen. */
  times() {
    return [...this.news.map(moment => moment.timeMicros), ...this.arrows.flatMap(arrow => [arrow.from, arrow.to])]
      .filter(micros => micros >= this.toldFrom);
  }

  /** Whether its first life is still to come. */
  isToStart(lane, micros) {
    return this.laneOf.get(lane).lives[0]?.fromMicros > micros;
  }

  isAlive(lane, micros) {
    return this.laneOf.get(lane).lives.some(life => life.fromMicros <= micros && micros < life.untilMicros);
  }

  /** How many events a client has got by then; the greeting of its worker is not counted. */
  got(client, micros) {
    return countUntil(this.delivered.get(client) ?? [], micros);
  }

  /** Whether a client that was connected once has lost its connections; some exhibits have clients that only send requests. */
  isAway(client, micros) {
    return micros >= 0 && this.connections(client, micros) === 0 && this.connections(client, Infinity) + this.connections(client, 0) > 0;
  }

  /** How many connections of a client are up by then. */
  connections(client, micros) {
    const up = new Set();
    for (const moment of this.news) {
      if (moment.timeMicros > micros) break;
      if (moment.lane !== client) continue;
      for (const line of moment.lines) {
        const [, lost, peer] = /^is (no longer )?connected to ([^,:]+)/.exec(line) ?? [];
        if (peer && lost) up.delete(peer);
        else if (peer) up.add(peer);
      }
    }
    return up.size;
  }

  /** This run's own of the same emit. */
  emitOf({key}) {
    return this.emits.find(emit => emit.key === key);
  }

  /** The arrows that belong to the emit of that number, or to any, in the order of arriving. */
  path(number) {
    return number === undefined ? this.paths : this.paths.filter(arrow => arrow.emits.includes(number));
  }
}

/** The same emit has the same key in each generation, though its number may be another one: who emits what, for which time. */
function nameEmits(emits) {
  const times = new Map();
  for (const emit of emits) {
    const words = `${emit.lane} ${emit.name} ${emit.text}`;
    times.set(words, (times.get(words) ?? 0) + 1);
    emit.key = `${words} ${times.get(words)}`;
  }
}

/**
 * Counts all times from the first step, at which the clocks of both generations agree. A run with faults is told until every node
 * emits once more, which is for those who judge it.
 */
function countFrom(begun, run) {
  const since = all => all.map(thing => ({...thing, timeMicros: thing.timeMicros - begun}));
  run.moments = since(run.moments);
  run.emits = since(run.emits);
  run.lanes = run.lanes.map(lane => ({...lane,
    lives: lane.lives.map(life => ({fromMicros: life.fromMicros - begun, untilMicros: life.untilMicros === ALIVE ? Infinity : life.untilMicros - begun}))}));
  run.endMicros = run.probedMicros ? run.probedMicros - begun : Infinity;
}

/**
 * What people tell of a run: what was published, what Redis hands on, what reaches a client, and all that is lost. An exhibit of the
 * museum is about other messages, too.
 */
function isTellable(message) {
  if (message.medium === 'COMMAND') return message.name.endsWith('PUBLISH') || message.name === 'XADD';
  return message.medium === 'PUBLISHED' || message.fate === 'DELIVERED' || (message.fate === 'LOST' && message.emits.length > 0);
}

function eventsIn(moment) {
  const told = moment.lines.filter(line => line.startsWith('delivers to the application'));
  const events = told.length > 0 ? told.filter(line => !line.includes(GREETING)).length : 1;
  return Array(events).fill(moment.timeMicros);
}

/** How many of the sorted `times` are not later than `micros`. */
export function countUntil(times, micros) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= micros) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Time as it is told. A message takes a millisecond and a beat a second, so nobody could watch both. What is short is told slowly,
 * and what is long is told fast: half a second for a time in which nothing happens. Time 0 is that of the first step.
 */
export class Clock {
  constructor(runs) {
    this.times = [...new Set([0, ...runs.flatMap(run => run.times())])].sort((a, b) => a - b);
    const gaps = this.times.map((time, i) => i === 0 ? 0 : Math.min(0.5, 0.02 + 0.16 * Math.sqrt((time - this.times[i - 1]) / 1000)));
    const length = gaps.reduce((sum, gap) => sum + gap, 0);
    const pace = Math.min(1, LONGEST / length);
    this.told = [];
    gaps.reduce((sum, gap) => (this.told.push(sum + gap * pace), sum + gap * pace), 0);
    this.end = this.told.at(-1) + 0.7;
  }

  toTold(micros) {
    return between(this.times, this.told, micros);
  }

  toMicros(told) {
    return between(this.told, this.times, told);
  }

  /** The first time after `told` at which something happens. */
  next(told) {
    return this.told[Math.min(this.told.length - 1, countUntil(this.told, told + 1e-6))];
  }

  previous(told) {
    return this.told[Math.max(0, countUntil(this.told, told - 1e-6) - 1)];
  }
}

function between(xs, ys, x) {
  const i = countUntil(xs, x);
  if (i === 0) return ys[0];
  if (i === xs.length) return ys.at(-1);
  const share = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
  return ys[i - 1] + share * (ys[i] - ys[i - 1]);
}

/** Things that last from one told time to another, found by the time at which they are to be seen. */
export class Slots {
  constructor(things, from, to) {
    this.width = 0.25;
    this.slots = [];
    for (const thing of things) {
      for (let slot = Math.floor(from(thing) / this.width); slot <= Math.floor(to(thing) / this.width); slot++) {
        (this.slots[slot] ??= []).push(thing);
      }
    }
  }

  at(told) {
    return this.slots[Math.floor(told / this.width)] ?? [];
  }

  within(from, to) {
    const found = new Set();
    for (let slot = Math.max(0, Math.floor(from / this.width)); slot <= Math.floor(to / this.width); slot++) {
      for (const thing of this.slots[slot] ?? []) found.add(thing);
    }
    return found;
  }
}

// How things are called on the page.

/** `3.251 s` since the first step; before it, with a minus. */
export function seconds(micros) {
  return `${(micros / 1e6).toFixed(3)} s`.replace('-', '−');
}

/** `Worker 2` of `W2`. */
export function name(lane) {
  const worker = /^W(\d+)$/.exec(lane);
  const client = /^([CN]\d+)$/.exec(lane);
  if (worker) return `Worker ${worker[1]}`;
  if (client) return `Client ${client[1]}`;
  return lane === 'redis' ? 'Redis' : lane.charAt(0).toUpperCase() + lane.slice(1);
}

/** What happens in a moment that is news by itself. */
export function news({look, lane, label, lines}) {
  const what = {FAULT: `fault: ${label}`, DEATH: 'dies', START: label || 'starts', CONNECTED: 'is connected', DISCONNECTED: 'is disconnected'};
  return `${name(lane)} ${what[look] ?? lines.find(line => line.startsWith('emits')) ?? lines[0]}`;
}

/** Which of the page's colours and marks a message has. */
export function look(message) {
  switch (message.fate) {
    case 'LOST': return 'lost';
    case 'ECHO_DROPPED': case 'ECHO_DELIVERED': return 'echo';
    case 'NO_CLIENTS': return 'nobody';
    default: return {COMMAND: 'command', PUBLISHED: 'published'}[message.medium] ?? 'frame';
  }
}

/** What a fault of a run string does, for a person. */
export function fault(text) {
  const [, kind, target, when] = /^([a-z]+):([^@]+)@(.*)$/.exec(text) ?? [null, text, '', ''];
  return `${kind} ${target} at ${when}`.replace('+', ' for ');
}

/** `1 event`, `4 events`. */
export function count(number, thing) {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

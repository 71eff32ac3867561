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
  const what = {FAULT: `fault: ${label}`, DEATH: 'dies', START: label || 'starts', TURN: 'has its turn first, as chosen', CONNECTED: 'is connected', DISCONNECTED: 'is disconnected'};
  return `${name(lane)} ${what[look] ?? lines.find(line => line.startsWith('emits')) ?? lines[0]}`;
}

/** The fate of a message whose room, by the name of its channel, has no member at the server. */
export const UNKNOWN_ROOM = 'UNKNOWN_ROOM';

/** Which of the page's colors and marks a message has. */
export function look(message) {
  switch (message.fate) {
    case 'LOST': return 'lost';
    case 'ECHO_DROPPED': return 'echo';
    case 'ECHO_DELIVERED': return 'again';
    case 'NO_CLIENTS': case UNKNOWN_ROOM: return 'nobody';
    default: return {COMMAND: 'command', PUBLISHED: 'published'}[message.medium] ?? 'frame';
  }
}

/** What a fault of a run string does, for a person. */
export function fault(text) {
  const [, kind, target, when] = /^([a-z]+):([^@]+)@(.*)$/.exec(text) ?? [null, text, '', ''];
  if (kind === 'first') return `${route(target)} first, ${moment(when)}`;
  return `${kind} ${target} at ${when}`.replace('+', ' for ');
}

/** What a part of a run string keeps of its scenario, or how it is played, for a person: `only W1, W2`. */
export function part(text) {
  const [key, value] = text.split('=');
  return {seed: `seed ${value}`, nodes: `only ${value}`, clients: `only ${value}`, steps: `steps ${value}`,
    beats: value === '1' ? '1 emit each' : `${value} emits each`}[key]?.replaceAll(',', ', ') ?? `${key} ${value}`;
}

/** `Worker 1 → Redis` of `redis.W1.pub`: whose message it is that has its turn first. */
function route(target) {
  const [receiver, link] = target.split('.');
  const sender = /^(pub|sub|redis)$/.test(link) ? 'redis' : link;
  return `${name(sender)} → ${name(receiver)}`;
}

/** `1.2 ms after W1#3` of `W1#3,1200us`. */
function moment(when) {
  const [, emit, micros] = /^(.*),(\d+)us$/.exec(when) ?? [null, '', ''];
  return micros ? `${micros / 1000} ms after ${emit}` : `at ${when}`;
}

/** `1 event`, `4 events`. */
export function count(number, thing) {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** Why a message came to be, or came to nothing: a sentence, and which lines of the server did it. */
export function why(arrow) {
  const from = name(arrow.source.lane);
  const to = name(arrow.target.lane);
  if (arrow.look === 'lost') return {sentence: `What ${from} sent to ${to} never arrives: ${arrow.reason}.`};
  if (arrow.name === 'XADD') {
    return {sentence: `${from} adds the event to the end of the stream. Redis keeps the event there, with an id, and each reader reads on from its own place.`};
  }
  if (arrow.look === 'command') {
    return {part: 'emit', sentence: `${from} publishes the event once. Redis knows nothing about clients and rooms. It sends a copy to `
      + `everybody who subscribes to the channel, ${count(arrow.receivers, 'subscriber')} here.`};
  }
  if (arrow.fate === 'ECHO_DELIVERED') return {part: 'receive', sentence: `${to} does not recognize its own message when it comes back, and delivers it again.`};
  if (arrow.look === 'echo') {
    return {part: 'receive', sentence: `Redis sends the message to all subscribers, and the sender is one of them. ${to} finds its own id in the message, and drops it.`};
  }
  if (arrow.fate === UNKNOWN_ROOM) {
    return {part: 'unknownRoom', sentence: `${to} is subscribed to all rooms of the namespace, so Redis sends it the message. The channel's name says which room the message is for. `
      + `None of ${to}'s clients is in that room, so ${to} drops the message without reading who published it.`};
  }
  if (arrow.look === 'nobody') return {part: 'receive', sentence: `${to} is subscribed like the others, so Redis sends it the message. The message is for none of its clients, so ${to} sends nothing.`};
  if (arrow.medium === 'PUBLISHED') return {part: 'receive', sentence: `${to} is subscribed, so Redis sends it the message. ${to} has not delivered it yet, so it sends it to its own clients that should get it.`};
  return {part: 'emit', sentence: `${from} sends the event to ${to}, over their own connection.`};
}

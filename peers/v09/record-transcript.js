// Records what a server of socket.io with a RedisStore does, step by step, as a golden transcript for the Java tests:
//
//   npm ci --ignore-scripts && node record-transcript.js REDIS_PORT            0.9.19, to transcript.json
//   node record-transcript.js REDIS_PORT . polling                             0.9.19, to transcript-polling.json
//   node record-transcript.js REDIS_PORT . htmlfile                            0.9.19, to transcript-htmlfile.json
//   (cd ../v0916 && npm ci --ignore-scripts)
//   node record-transcript.js REDIS_PORT ../v0916                              0.9.16, to transcript-0.9.16.json
//
// in ../../legacy-store/src/test/resources/vectors. A step is one thing done to the server; recorded
// with it are the commands that reached Redis, by connection; the packets that each client got, and which clients the server left;
// the lines of the log; and the tables of the server when they changed. Session ids are written <A>, <B>; the data of a
// handshake as the list of its keys.
// Whoever replays the steps needs the same application: application.js, and its twin RefereeApplication.java.

'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const fs = require('fs');
const http = require('http');
const path = require('path');
const peer = require('module').createRequire(path.resolve(process.argv[3] || __dirname, 'package.json'));
const redis = peer('redis');
const sio = peer('socket.io');
const application = require('./application');
const wire = require('./wire');

const version = peer('socket.io/package.json').version;

const redisPort = Number(process.argv[2]);
const story = process.argv[4]; // polling, htmlfile: the steps of polling-steps.js, … instead of those below
const transports = {
  polling: ['websocket', 'xhr-polling', 'jsonp-polling'],
  htmlfile: ['websocket', 'htmlfile', 'xhr-polling', 'jsonp-polling']
}[story] || ['websocket'];
const STRANGER = 99; // the nodeId of the other node, which this script plays
const QUIET_MILLIS = 40;

const steps = story ? require('./' + story + '-steps') : [
  // what is asked over HTTP
  ['get', '/'], ['get', '/socket.io/'], ['get', '/socket.io'], ['get', '/socket.io/x/'], ['get', '/socket.io/0/'],
  ['get', '/socket.io/2/'], ['get', '/socket.io/x/websocket/id'], ['get', '/socket.io/1/a/b/c'],
  ['get', '/socket.iox'],
  ['handshake', 'U', '/socket.io/1'], ['handshake', 'V', '/socket.io/1/?t=1&jsonp=0'],
  ['handshake', 'W', '/socket.io/1.0/websocket'],
  ['handshake', 'Y', '/socket.io/1/?jsonp=x'],
  ['get', '/socket.io/1/carrier-pigeon/unknown'], ['get', '/socket.io/1/websocket/unknown'],
  ['get', '/socket.io/1/websocket/unknown?disconnect'],
  // one client
  ['handshake', 'A', '/socket.io/1/?t=1&room=1'], ['open', 'A'],
  ['say', 'A', '5:::{"name":"whisper","args":["hush"]}'], ['say', 'A', '5:1::{"name":"whisper","args":["receipt"]}'],
  ['say', 'A', '5:2+::{"name":"echo","args":[1,"two",{"three":[3.0,1e21,"\\ud83d\\ude00"]},null]}'],
  ['say', 'A', '5:3+::{"name":"join","args":["r1"]}'], ['say', 'A', '5:4+::{"name":"join","args":["r1"]}'],
  ['say', 'A', '5:5+::{"name":"keep","args":["colour","blue"]}'],
  ['say', 'A', '5:::{"name":"ask"}'], ['say', 'A', '6:::1+["because"]'], ['say', 'A', '6:::1+["again"]'],
  ['say', 'A', '6:::9+["what"]'],
  ['say', 'A', '5:::{"name":"ask-receipt"}'], ['say', 'A', '6:::2'], ['say', 'A', '6:::nonsense'],
  ['say', 'A', '5:::{"name":"send"}'], ['say', 'A', '6:::3'],
  ['say', 'A', '3:::hello'], ['say', 'A', '3:6+::hello'], ['say', 'A', '3:7::hello'],
  ['say', 'A', '4:::{"b":1,"a":[true]}'], ['say', 'A', '3:::'],
  ['say', 'A', '4:::{broken'], ['say', 'A', '5:::{broken'], ['say', 'A', '5:8::{broken'],
  ['say', 'A', '5:9+::{"name":"echo","args":{"no":"array"}}'],
  ['say', 'A', '5:::{"name":"disconnect","args":["forged"]}'], ['say', 'A', '5:::{"name":"nobody listens"}'],
  ['say', 'A', '2::'], ['say', 'A', '8::'], ['say', 'A', '7:::1+0'], ['say', 'A', '9:10::x'], ['say', 'A', 'nonsense'],
  ['say', 'A', ''],
  ['say', 'A', '1::'], ['say', 'A', '5:11::/nowhere:{"name":"x"}'], ['say', 'A', '1::/nowhere'],
  ['say', 'A', '0::/nowhere'],
  ['server', 'everyone'], ['server', 'room'], ['server', 'except'], ['server', 'volatile'], ['server', 'send'],
  ['server', 'json'], ['server', 'chat'],
  // another client, and namespaces
  ['handshake', 'B', '/socket.io/1/'], ['open', 'B'],
  ['say', 'B', '1::/chat:?a=b'], ['say', 'B', '5:1+:/chat:{"name":"room","args":["r1"]}'], ['say', 'A', '1::/chat'],
  ['server', 'chat'], ['server', 'chat-room'],
  ['say', 'B', '5:::{"name":"shout","args":["ho"]}'], ['say', 'B', '5:::{"name":"shout-in","args":["r1","ho"]}'],
  ['say', 'B', '5:::{"name":"shout-volatile"}'], ['say', 'B', '5:::{"name":"shout-in","args":["nobody","ho"]}'],
  ['say', 'B', '5:::{"name":"to-room-without-broadcast"}'],
  ['say', 'B', '1::/locked'], ['say', 'B', '1::/failing'], ['say', 'B', '1::/late'], ['server', 'except'],
  ['server', 'room'],
  ['say', 'B', '0::/chat'], ['say', 'B', '0::/chat'], ['server', 'chat'], ['say', 'A', '5::/chat:{"name":"kick me"}'],
  ['server', 'chat'],
  ['say', 'A', '5:::{"name":"leave","args":["r1"]}'], ['say', 'A', '5:::{"name":"leave","args":["r1"]}'],
  ['server', 'room'],
  // the other node speaks
  ['publish', 'handshake', ['foreign', { headers: {} }]], ['publish', 'connect', ['foreign']],
  ['publish', 'open', ['foreign']],
  ['publish', 'join', ['foreign', '']], ['publish', 'join', ['foreign', '/r1']], ['server', 'everyone'],
  ['server', 'direct'],
  ['publish', 'close', ['foreign']], ['server', 'everyone'], ['server', 'direct'], ['server', 'volatile'],
  ['publish', 'leave', ['foreign', '/r1']], ['publish', 'leave', ['foreign', '/unknown']],
  ['publish', 'dispatch', ['', '5:::{"name":"from afar"}', null, []]],
  ['publish', 'dispatch', ['', '5:::{"name":"from afar"}', null, ['<A>']]],
  ['publish', 'dispatch', ['', '5:::{"name":"from afar"}', true, []]],
  ['publish', 'dispatch', ['/unknown', '3:::x', null, []]],
  ['publish', 'dispatch-remote', ['<A>', '5:::{"name":"for A"}']],
  ['publish', 'dispatch-remote', ['<A>', '5:::{"name":"for A"}', true]],
  ['publish', 'dispatch-remote', ['foreign', '5:::{"name":"for foreign"}', null]],
  ['publish', 'dispatch-remote', ['unknown', '3:::x']],
  ['publish', 'message-remote', ['<A>', { type: 'event', endpoint: '', name: 'whisper', args: ['from afar'] }]],
  ['publish', 'message-remote', ['<A>', { type: 'event', endpoint: '', id: '77', ack: 'data', name: 'echo', args: [1] }]],
  ['publish', 'message-remote', ['foreign', { type: 'event', endpoint: '', name: 'whisper', args: ['nobody'] }]],
  ['publish', 'message-remote', ['foreign', { type: 'connect', endpoint: '/chat', qs: '' }]],
  ['publish', 'message-remote', ['foreign', { endpoint: '/nowhere' }]], ['publish', 'heartbeat-clear', ['<A>']],
  ['publish', 'heartbeat-clear', ['unknown']],
  ['publish', 'disconnect', ['foreign']], ['publish', 'disconnect-force', ['unknown']],
  ['publish', 'disconnect-remote', ['unknown', 'why']],
  // ends of every kind
  ['say', 'A', '5:::{"name":"bye"}'], ['open', 'A'],
  ['close', 'B'],
  ['handshake', 'C', '/socket.io/1/'], ['open', 'C'], ['vanish', 'C'],
  ['handshake', 'D', '/socket.io/1/'], ['open', 'D'], ['say', 'D', '0::'],
  ['handshake', 'E', '/socket.io/1/'], ['open', 'E'], ['publish', 'disconnect-force', ['<E>']],
  ['handshake', 'F', '/socket.io/1/'], ['open', 'F'], ['publish', 'disconnect-remote', ['<F>', 'their reason']],
  ['handshake', 'G', '/socket.io/1/'], ['open', 'G'], ['publish', 'disconnect-remote', ['<G>']],
  ['say', 'G', '3:::too late'],
  ['handshake', 'H', '/socket.io/1/'], ['open', 'H'], ['get', '/socket.io/1/websocket/<H>?disconnect'],
  ['handshake', 'I', '/socket.io/1/'], ['open', 'I'], ['get', '/socket.io/1/websocket/<I>'],
  // a session that moves: to another transport here, and to the other node
  ['handshake', 'J', '/socket.io/1/'], ['open', 'J'], ['open-again', 'J2', '<J>'],
  ['say', 'J2', '5:::{"name":"whisper","args":["new"]}'],
  ['say', 'J', '5:1::{"name":"whisper","args":["old"]}'], ['vanish', 'J'], ['server', 'everyone'], ['close', 'J2'],
  ['handshake', 'K', '/socket.io/1/'], ['open', 'K'], ['publish', 'open', ['<K>']], ['server', 'everyone'],
  ['say', 'K', '2::'],
  ['say', 'K', '5:1::{"name":"whisper","args":["moved"]}'], ['say', 'K', '3:2+::moved'],
  ['say', 'K', '4:::{"moved":true}'], ['say', 'K', '6:::1+[1]'],
  ['publish', 'close', ['<K>']], ['server', 'everyone'], ['server', 'volatile'], ['open-again', 'K2', '<K>'],
  ['say', 'K', '0::'], ['say', 'K2', '0::'],
  ['open-again', 'X', 'unknown'],
  // heartbeats
  ['set', 'heartbeat interval', 0.4], ['set', 'heartbeat timeout', 0.8],
  ['handshake', 'L', '/socket.io/1/'], ['open', 'L'], ['wait', 500], ['say', 'L', '2::'], ['wait', 500],
  ['wait', 1000],
  ['set', 'heartbeats', false], ['handshake', 'M', '/socket.io/1/'], ['open', 'M'], ['wait', 500], ['say', 'M', '2::'],
  ['set', 'client store expiration', 'never'], ['close', 'M'], ['set', 'heartbeats', true],
  ['set', 'heartbeat interval', 25], ['set', 'heartbeat timeout', ''],
  // who may come in
  ['set', 'origins', 'good.example:*'], ['handshake', 'N', '/socket.io/1/'],
  ['handshake', 'N', '/socket.io/1/', { origin: 'http://bad.example' }],
  ['handshake', 'N', '/socket.io/1/', { origin: 'http://good.example:8080' }], ['open', 'N'],
  ['open', 'N', { origin: 'http://good.example' }],
  ['set', 'origins', '*:*'], ['authorize', 'yes'], ['handshake', 'O', '/socket.io/1/'], ['authorize', 'no'],
  ['handshake', 'P', '/socket.io/1/'],
  ['authorize', 'error'], ['handshake', 'P', '/socket.io/1/'], ['handshake', 'P', '/socket.io/1/?jsonp=3'],
  ['set', 'authorization', false],
  // quieter
  ['set', 'log level', 1], ['handshake', 'Q', '/socket.io/1/'], ['get', '/socket.io/1/carrier-pigeon/x'],
  ['set', 'log level', 0], ['get', '/socket.io/1/carrier-pigeon/x']
];

// Where clients have channels of their own, what is said on five shared channels is said there, without the id.
const OWN = {
  'message-remote': 'message',
  'disconnect-remote': 'disconnect',
  'dispatch-remote': 'dispatch',
  'heartbeat-clear': 'heartbeat-clear',
  'disconnect-force': 'disconnect-force'
};
const speak = (channel, args) =>
  version === '0.9.16' && OWN[channel] ? [OWN[channel] + ':' + args[0], args.slice(1)] : [channel, args];

let happened; // what the present step led to
let lastActivity = 0;
const touch = () => { lastActivity = Date.now(); };
const ids = {};
const clients = {};

const named = text => Object.keys(ids).reduce((all, name) => all.split(ids[name]).join('<' + name + '>'), text);
const real = text => Object.keys(ids).reduce((all, name) => all.split('<' + name + '>').join(ids[name]), text);
const record = (what, line) => { touch(); (happened[what] = happened[what] || []).push(named(line)); };

const logger = {};
['error', 'warn', 'info', 'debug'].forEach((level, index) => {
  logger[level] = (...words) => {
    if (index <= logger.level && logger.enabled) record('log', level + ' ' + words.join(' '));
  };
});

const onCommand = words => {
  const command = words[0].toUpperCase();
  if (command === 'PUBLISH') {
    const message = JSON.parse(words[2]);
    if (message.nodeId === STRANGER) return;
    if (words[1] === 'handshake' && message.args[1]) {
      message.args[1] = Object.keys(message.args[1]);
      words[2] = JSON.stringify(message);
    }
    record('publishes', words.slice(1).join(' '));
  } else if (['HSET', 'HGET', 'HDEL', 'HEXISTS', 'EXPIRE', 'DEL', 'SUBSCRIBE', 'UNSUBSCRIBE'].includes(command)) {
    record('commands', [command].concat(words.slice(1)).join(' '));
  }
};

const run = async () => {
  happened = {};
  await wire.monitor(redisPort, '127.0.0.1', onCommand);
  const stranger = redis.createClient(redisPort, '127.0.0.1');
  const server = http.createServer((req, res) => { res.writeHead(200); res.end('Welcome to socket.io.'); });
  const io = sio.listen(server, { logger, 'log colors': false, transports, 'browser client': false });
  io.set('store', new sio.RedisStore({
    nodeId: () => 7,
    redisPub: redis.createClient(redisPort, '127.0.0.1'),
    redisSub: redis.createClient(redisPort, '127.0.0.1'),
    redisClient: redis.createClient(redisPort, '127.0.0.1')
  }));

  const actions = application(io, line => record('log', 'app ' + line), () => ids.A);
  const authorizations = {
    yes: (data, decide) => { data.added = 1; decide(null, true); },
    no: (data, decide) => decide(null, false),
    error: (data, decide) => decide('of my own', false)
  };

  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const port = server.address().port;

  const handshakeId = body => (/([A-Za-z0-9_-]{20}):/.exec(body) || [])[1];
  const leaving = new Set();
  const open = async (client, id, headers) => {
    clients[client] = await wire.openWebSocket(port, '/socket.io/1/websocket/' + id,
      text => record('heard', client + ' ' + text),
      () => { if (!leaving.has(client)) record('ended', client); }, headers);
    if (!clients[client]) record('ended', client);
  };
  const verbs = {
    get: async target => { happened.response = await wire.request(port, 'GET', real(target)); },
    handshake: async (client, target, headers) => {
      happened.response = await wire.request(port, 'GET', target, headers);
      ids[client] = handshakeId(happened.response.body) || ids[client] || 'none';
      for (const what of Object.keys(happened)) {
        if (Array.isArray(happened[what])) happened[what] = happened[what].map(named);
      }
      happened.response.body = named(happened.response.body);
    },
    poll: (client, transport, query, headers) => {
      wire.request(port, 'GET', '/socket.io/1/' + transport + '/' + ids[client] + '?t=1' + (query || ''), headers)
        .then(({ status, type, body }) => record('heard', [client, status, type, body].join(' ')));
    },
    stream: async (client, as) => {
      clients[client] = { leave: await wire.stream(port, '/socket.io/1/htmlfile/' + (ids[as || client] || 'undefined') + '?t=1',
        text => record('heard', client + ' ' + text),
        () => { if (!leaving.has(client)) record('ended', client); }) };
    },
    leave: client => { leaving.add(client); clients[client].leave(); },
    post: async (client, transport, body, headers) => {
      const target = '/socket.io/1/' + transport + '/' + ids[client] + '?t=1';
      happened.response = await wire.request(port, 'POST', target, headers, body);
    },
    open: (client, headers) => open(client, ids[client], headers),
    'open-again': (client, id) => open(client, real(id)),
    say: (client, text) => clients[client].say(text),
    close: client => { leaving.add(client); clients[client].close(); },
    vanish: client => { leaving.add(client); clients[client].vanish(); },
    server: action => { actions[action](); },
    publish: (shared, all) => {
      const [channel, args] = speak(shared, all);
      stranger.publish(real(channel), real(JSON.stringify({ nodeId: STRANGER, args })));
    },
    set: (name, value) => { io.set(name, value); },
    authorize: how => { io.set('authorization', authorizations[how]); },
    wait: millis => new Promise(resolve => setTimeout(resolve, millis))
  };
  const quiet = async () => {
    touch();
    while (Date.now() - lastActivity < QUIET_MILLIS) await new Promise(resolve => setTimeout(resolve, 5));
  };
  const tables = () => named(JSON.stringify({
    handshaken: Object.keys(io.handshaken),
    connected: Object.keys(io.connected),
    open: Object.keys(io.open),
    closed: io.closed,
    rooms: io.rooms,
    roomClients: Object.fromEntries(Object.keys(io.roomClients).map(id => [id, Object.keys(io.roomClients[id])]))
  }));

  const parts = ['response', 'log', 'publishes', 'commands', 'heard', 'ended', 'tables'];
  const inOrder = (step, all) =>
    Object.assign({ step }, ...parts.filter(part => all[part]).map(part => ({ [part]: all[part] })));

  await quiet();
  const recorded = [inOrder(['start'], happened)];
  let before = tables();
  for (const step of steps) {
    happened = {};
    await verbs[step[0]](...step.slice(1));
    await quiet();
    const after = tables();
    if (after !== before) happened.tables = JSON.parse(after);
    recorded.push(inOrder(step, happened));
    before = after;
  }
  const name = ['transcript', story, version === '0.9.19' ? '' : version].filter(Boolean).join('-') + '.json';
  const file = path.join(__dirname, '../../legacy-store/src/test/resources/vectors', name);
  fs.writeFileSync(file, '{\n  "recordedFrom": ' + JSON.stringify('socket.io ' + version
    + ' with RedisStore, by peers/v09/record-transcript.js') + ',\n  "steps": [\n'
    + recorded.map(step => '    ' + JSON.stringify(step)).join(',\n') + '\n  ]\n}\n');
  console.log(recorded.length + ' steps recorded to ' + path.basename(file));
  process.exit(0);
};

run().catch(error => { console.error(error); process.exit(1); });

// Does one thing after the other to a server of 0.9, whoever wrote it, and shows what Redis's MONITOR saw of that server:
//
//   node monitor-story.js REDIS_PORT PACKAGES                 to Node's, which it starts: PACKAGES is . or ../v0916
//   node monitor-story.js REDIS_PORT PACKAGES record          the same, and keeps it as ../../legacy-store/src/test/resources/
//                                                             vectors/monitor-VERSION.json
//   node monitor-story.js REDIS_PORT PACKAGES somebody-else   to one that speaks alike: says "monitoring"; when that server is
//                                                             started, its port is to be told on standard input
//
// It says "commands" and, as JSON, what each of the server's three connections sent, in order: one connection, one order.
// Session ids are written <A>, <B>; the data of a handshake as the list of its keys. All nodes of the story have nodeId 7,
// and the application of application.js, or its twin RefereeApplication.java.

'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const fs = require('fs');
const http = require('http');
const path = require('path');
const readline = require('readline');
const application = require('./application');
const wire = require('./wire');

const [redisPort, packages, mode] = process.argv.slice(2);
const peer = require('module').createRequire(path.resolve(packages, 'package.json'));
const version = peer('socket.io/package.json').version;
const STRANGER = 99; // the nodeId of the other node, which this script plays

// [what, client or target, what else, whose turn it is then, what that one hears]: who hears it knows that the step is over.
// The one called redis is MONITOR.
const steps = [
  ['refused', 'nobody', '', 'redis', 'PUBLISH disconnect'],
  ['handshake', 'A'], ['open', 'A'],
  ['say', 'A', '5:1+::{"name":"join","args":["r1"]}', 'A', '6:::1+'],
  ['say', 'A', '5:2+::{"name":"join","args":["r1"]}', 'A', '6:::2+'],
  ['say', 'A', '5:3+::{"name":"keep","args":["colour","blue"]}', 'A', '6:::3+'],
  ['handshake', 'B'], ['open', 'B'],
  ['say', 'B', '1::/chat', 'B', '5::/chat:{"name":"welcome"'],
  ['say', 'B', '5:1+:/chat:{"name":"room","args":["r1"]}', 'B', '6::/chat:1+'],
  ['say', 'B', '5:::{"name":"shout","args":["é"]}', 'A', '5:::{"name":"shouted"'],
  ['say', 'B', '5:::{"name":"shout-in","args":["r1","ho"]}', 'A', '5:::{"name":"shouted"'],
  ['say', 'B', '5:::{"name":"shout-volatile"}', 'A', '5:::{"name":"shouted"'],
  ['say', 'A', '5:::{"name":"ask"}', 'A', '5:1+::{"name":"question"'],
  ['say', 'A', '6:::1+[{"b":1,"a":[1.5,null]}]', 'B', '5:::{"name":"answered"'],
  ['say', 'B', '0::/chat'], ['say', 'B', '5:2+::{"name":"echo","args":[1]}', 'B', '6:::2+'],
  ['say', 'A', '5:::{"name":"leave","args":["r1"]}'], ['say', 'A', '5:4+::{"name":"echo","args":[1]}', 'A', '6:::4+'],
  ['get', '/socket.io/1/websocket/unknown?disconnect'],
  // one that polls
  ['handshake', 'P'], ['poll', 'P', '1::'], ['post', 'P', '5:1+::{"name":"echo","args":["é"]}'], ['poll', 'P', '6:::1+'],
  ['post', 'P', '5:2+::{"name":"join","args":["r1"]}'], ['poll', 'P', '6:::2+'],
  ['post', 'P', '5:3::{"name":"leave","args":["r1"]}'], ['poll', 'P', '6:::3'],
  ['post', 'P', '0::', 'redis', 'EXPIRE <P>'],
  // one whose session goes on with the other node
  ['handshake', 'K'], ['open', 'K'], ['publish', 'open', ['<K>']],
  ['publish', 'dispatch', ['', '3:::tick', null, ['<K>']], 'A', '3:::tick'],
  ['say', 'K', '2::'], ['say', 'K', '5:1::{"name":"whisper","args":["moved"]}'],
  ['say', 'K', '4:2+::{"moved":[true]}'], ['say', 'K', '0::', 'redis', 'PUBLISH disconnect-force'],
  ['publish', 'disconnect-remote', ['<K>', 'their reason'], 'redis', 'EXPIRE <K>'],
  // ends
  ['say', 'B', '5:::{"name":"bye"}', 'redis', 'EXPIRE <B>'],
  ['close', 'A', '', 'redis', 'EXPIRE <A>'],
  ['handshake', 'Z'], ['open', 'Z'], ['say', 'Z', '5:::{"name":"ask"}', 'Z', '5:1+::{"name":"question"'],
  ['say', 'Z', '6:::1+["the end"]', 'redis', 'PUBLISH dispatch {"nodeId":7,"args":["","5:::{\\"name\\":\\"answered\\",\\"args\\":[\\"the end']
];

const PUB = ['PUBLISH'], SUB = ['SUBSCRIBE', 'UNSUBSCRIBE'], CLIENT = ['HSET', 'HGET', 'HDEL', 'HEXISTS', 'EXPIRE', 'DEL'];
const connections = { pub: PUB, sub: SUB, client: CLIENT };
const commands = { pub: [], sub: [], client: [] };
const addresses = { pub: new Set(), sub: new Set(), client: new Set() };
const ids = {};
const heard = { redis: [] };
const clients = {};
let wake = () => {};

const named = text => Object.keys(ids).reduce((all, name) => all.split(ids[name]).join('<' + name + '>'), text);
const real = text => Object.keys(ids).reduce((all, name) => all.split('<' + name + '>').join(ids[name]), text);
const hear = (who, text) => { heard[who].push(text); wake(); };

const onCommand = (words, from) => {
  const command = words[0].toUpperCase();
  const role = Object.keys(connections).find(each => connections[each].includes(command));
  if (!role) return; // what a client library says when it connects
  if (command === 'PUBLISH') {
    const message = JSON.parse(words[2]);
    if (message.nodeId === STRANGER) return;
    if (words[1] === 'handshake') message.args[1] = Object.keys(message.args[1]);
    words[2] = JSON.stringify(message);
  }
  const line = [command, ...words.slice(1)].join(' ');
  commands[role].push(line);
  addresses[role].add(from);
  hear('redis', line);
};

// Waits until who has heard a text that begins so; what came before it is passed over.
const until = async (who, beginning) => {
  for (;;) {
    while (heard[who].length) {
      if (named(heard[who].shift()).startsWith(beginning)) return;
    }
    await new Promise(resolve => { wake = resolve; });
  }
};

// Where clients have channels of their own, what is said on five shared channels is said there, without the id.
const speak = (channel, args) =>
  version === '0.9.16' && channel === 'disconnect-remote' ? ['disconnect:' + args[0], args.slice(1)] : [channel, args];

const verbs = (port, stranger) => ({
  handshake: async client => {
    const answer = await wire.request(port, 'GET', '/socket.io/1/?t=1');
    ids[client] = answer.body.split(':')[0];
    await until('redis', 'PUBLISH handshake {"nodeId":7,"args":["<' + client + '>"');
  },
  open: async client => {
    heard[client] = [];
    const target = '/socket.io/1/websocket/' + ids[client];
    clients[client] = await wire.openWebSocket(port, target, text => hear(client, text), () => {});
    await until(client, '1::');
  },
  refused: async id => {
    heard[id] = [];
    await wire.openWebSocket(port, '/socket.io/1/websocket/' + id, text => hear(id, text), () => {});
    await until(id, '7:::1+0');
  },
  say: (client, text) => clients[client].say(text),
  close: client => clients[client].close(),
  get: target => wire.request(port, 'GET', target),
  poll: async (client, beginning) => {
    const { body } = await wire.request(port, 'GET', '/socket.io/1/xhr-polling/' + ids[client] + '?t=1');
    if (!body.startsWith(beginning)) throw new Error(client + ' heard ' + body + ' instead of ' + beginning);
  },
  post: (client, body) => wire.request(port, 'POST', '/socket.io/1/xhr-polling/' + ids[client] + '?t=1', {}, body),
  publish: (shared, all) => {
    const [channel, args] = speak(shared, all);
    stranger.publish(real(channel), real(JSON.stringify({ nodeId: STRANGER, args })));
  }
});

const startNodes = () => new Promise(resolve => {
  const redis = peer('redis');
  const sio = peer('socket.io');
  const server = http.createServer();
  const io = sio.listen(server, { log: false, transports: ['websocket', 'xhr-polling'] });
  const client = () => redis.createClient(redisPort, '127.0.0.1');
  io.set('store', new sio.RedisStore({ nodeId: () => 7, redisPub: client(), redisSub: client(), redisClient: client() }));
  application(io, () => {}, () => '');
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
});

const startSomebodyElses = () => new Promise(resolve => {
  console.log('monitoring');
  readline.createInterface({ input: process.stdin }).once('line', port => resolve(Number(port)));
});

const run = async () => {
  await wire.monitor(redisPort, '127.0.0.1', onCommand);
  const port = await (mode === 'somebody-else' ? startSomebodyElses() : startNodes());
  await until('redis', 'SUBSCRIBE ' + (version === '0.9.16' ? 'disconnect' : 'disconnect-force'));
  const stranger = peer('redis').createClient(redisPort, '127.0.0.1');
  const does = verbs(port, stranger);
  for (const [verb, who, what, ...then] of steps) {
    await does[verb](who, what);
    if (then.length) await until(...then);
  }
  // Whatever the server wrote before, Redis has read by its next round.
  await new Promise(resolve => { stranger.ping(() => stranger.ping(resolve)); });
  for (const role in addresses) {
    if (addresses[role].size !== 1) throw new Error(role + ' came from ' + [...addresses[role]]);
  }
  if (new Set(Object.values(addresses).map(each => [...each][0])).size !== 3) throw new Error('not three connections');
  const all = {};
  for (const role in commands) all[role] = commands[role].map(named);
  console.log('commands ' + JSON.stringify(all));
  if (mode === 'record') record(all);
  process.exit(0);
};

const record = all => {
  const file = path.join(__dirname, '../../legacy-store/src/test/resources/vectors/monitor-' + version + '.json');
  const lines = list => list.map(each => '    ' + JSON.stringify(each)).join(',\n');
  fs.writeFileSync(file, '{\n  "recordedFrom": ' + JSON.stringify('socket.io ' + version + ', redis '
    + peer('redis/package.json').version + ', by peers/v09/monitor-story.js') + ',\n  "steps": [\n' + lines(steps) + '\n  ],\n'
    + Object.keys(all).map(role => '  "' + role + '": [\n' + lines(all[role]) + '\n  ]').join(',\n') + '\n}\n');
};

run().catch(error => { console.log('failed ' + error.stack); process.exit(1); });

// A server of socket.io 0.9 on a Redis, with the application of the tests:
//
//   node server.js REDIS_PORT NODE_ID              0.9.19
//   node server.js REDIS_PORT NODE_ID ../v0916     0.9.16
//   node server.js REDIS_PORT NODE_ID . msgpack    0.9.19 with the store's options pack and unpack
//
// It says "listening PORT", then does what it reads from standard input, a line each:
//
//   everyone, room, ...      an action of application.js
//   A ID                     from now on, that session is the actions' client A
//   tables                   says what it knows of the cluster's sessions
//   set ID KEY VALUE         in the data of that session's client; also get, has, del

'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const http = require('http');
const path = require('path');
const readline = require('readline');
const peer = require('module').createRequire(path.resolve(process.argv[4] || __dirname, 'package.json'));
const redis = peer('redis');
const sio = peer('socket.io');
const application = require('./application');

const [redisPort, nodeId] = process.argv.slice(2, 4).map(Number);
const server = http.createServer((req, res) => { res.writeHead(200); res.end('Welcome to socket.io.'); });
const io = sio.listen(server, { 'log level': 1, 'log colors': false, transports: ['websocket', 'xhr-polling', 'jsonp-polling'] });
const client = options => redis.createClient(redisPort, '127.0.0.1', options);
const packing = process.argv[5] && { pack: require('msgpack-lite').encode, unpack: require('msgpack-lite').decode };
const store = new sio.RedisStore(Object.assign({
  nodeId: () => nodeId,
  redisPub: client(),
  redisSub: client({ return_buffers: !!packing }), // else unpack would be given text
  redisClient: client()
}, packing));
io.set('store', store);
io.sockets.on('connection', socket => socket.emit('data', 'connected to worker: ' + nodeId));

let idOfA = '';
const actions = application(io, line => console.log(line), () => idOfA);
const data = verb => (id, ...words) => {
  io.sockets.socket(id)[verb](...words, (error, value) => console.log([verb, words[0], error || value].join(' ')));
};
const verbs = {
  A: id => { idOfA = id; },
  tables: () => console.log('tables ' + JSON.stringify({
    handshaken: Object.keys(io.handshaken), connected: Object.keys(io.connected), rooms: io.rooms
  })),
  set: data('set'),
  get: data('get'),
  has: data('has'),
  del: data('del')
};
readline.createInterface({ input: process.stdin }).on('line', line => {
  const [verb, ...words] = line.split(' ');
  (verbs[verb] || actions[verb])(...words);
}).on('close', () => process.exit(0));

const channels = peer('socket.io/package.json').version === '0.9.16' ? 8 : 13;
let subscribed = 0;
store.sub.on('subscribe', () => {
  if (++subscribed === channels) server.listen(0, '127.0.0.1', () => console.log('listening ' + server.address().port));
});

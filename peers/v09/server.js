// A server of socket.io 0.9.19 on a Redis, with the application of the tests:
//
//   node server.js REDIS_PORT NODE_ID
//
// It says "listening PORT", then does what it reads from standard input: the name of an action each line.

'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const http = require('http');
const readline = require('readline');
const redis = require('redis');
const sio = require('socket.io');
const application = require('./application');

const [redisPort, nodeId] = process.argv.slice(2).map(Number);
const server = http.createServer((req, res) => { res.writeHead(200); res.end('Welcome to socket.io.'); });
const io = sio.listen(server, { 'log level': 1, 'log colors': false, transports: ['websocket'] });
const client = () => redis.createClient(redisPort, '127.0.0.1');
const store = new sio.RedisStore({ nodeId: () => nodeId, redisPub: client(), redisSub: client(), redisClient: client() });
io.set('store', store);
io.sockets.on('connection', socket => socket.emit('data', 'connected to worker: ' + nodeId));

const actions = application(io, line => console.log(line), () => '');
readline.createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'tables') {
    console.log('tables ' + JSON.stringify({ handshaken: Object.keys(io.handshaken).length, rooms: io.rooms }));
  } else {
    actions[line]();
  }
}).on('close', () => process.exit(0));

let subscribed = 0;
store.sub.on('subscribe', () => {
  if (++subscribed === 13) server.listen(0, '127.0.0.1', () => console.log('listening ' + server.address().port));
});

// A server of `./fanout bench`: node bench.js worker|master REDIS_PORT. It obeys ../pace.js.
'use strict';

process.EventEmitter = require('events'); // 0.9 expects it here; without it, it does not load on a Node.js of today
const http = require('http');
const redis = require('redis');
const sio = require('socket.io');
const { obey } = require('../pace');

const [role, redisPort] = process.argv.slice(2);
const server = http.createServer();
const io = sio.listen(server, { 'log level': 0, transports: ['websocket', 'xhr-polling'] });
const client = () => redis.createClient(Number(redisPort), '127.0.0.1');
const store = new sio.RedisStore({ redisPub: client(), redisSub: client(), redisClient: client() });
io.set('store', store);
io.sockets.on('connection', socket => socket.on('join', room => socket.join(room)));
obey((payload, room) => (room ? io.sockets.in(room) : io.sockets).emit('data', payload));
let subscribed = 0;
store.sub.on('subscribe', () => {
  if (++subscribed !== 13) return;
  if (role === 'master') return console.log('ready');
  server.listen(0, '127.0.0.1', () => console.log('listening ' + server.address().port));
});

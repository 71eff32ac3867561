// A Socket.IO 1.3 server, joined to others by socket.io-redis 0.1.4, and a socket.io-emitter 0.2: node server.js REDIS_PORT
"use strict";

require("./node-of-today");
const http = require("http").createServer();
const io = require("socket.io")(http);
const redis = { host: "127.0.0.1", port: process.argv[2] };
io.adapter(require("socket.io-redis")(redis));
require("../older-dialects").serve(http, io, { emitter: require("socket.io-emitter")(redis) });

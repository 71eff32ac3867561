// A Socket.IO 2.5 server, joined to others by socket.io-redis 5.4, and a socket.io-emitter 3.2: node server.js REDIS_PORT
"use strict";

const http = require("http").createServer();
const io = require("socket.io")(http);
const redis = { host: "127.0.0.1", port: process.argv[2] };
io.adapter(require("socket.io-redis")({ ...redis, requestsTimeout: 15000 }));
const adapter = io.of("/").adapter;
adapter.customHook = (data, answer) => answer({ node: data });
const ask = (name, ...args) =>
  new Promise((done, fail) => adapter[name](...args, (error, answer) => (error ? fail(error) : done(answer))));
require("../older-dialects").serve(http, io, { ask, emitter: require("socket.io-emitter")(redis) });

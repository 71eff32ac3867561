// A Socket.IO 4.8 server, joined to others by the sharded adapter of @socket.io/redis-adapter 8.3 on a Redis 7:
// node sharded-server.js REDIS_URL MODE, a mode of subscription (static, dynamic, dynamic-private).
"use strict";

const { createServer } = require("http");
const { Server } = require("socket.io");
const { createClient } = require("redis");
const { createShardedAdapter } = require("@socket.io/redis-adapter");
const { obey } = require("./lines");

async function main() {
  const pub = createClient({ url: process.argv[2] });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);
  const http = createServer();
  const io = new Server(http, { adapter: createShardedAdapter(pub, sub, { subscriptionMode: process.argv[3] }) });
  const chat = io.of("/chat");
  io.on("connection", (socket) => socket.emit("data", "connected to worker: node"));
  for (const namespace of [io, chat]) {
    namespace.on("connection", (socket) => {
      socket.on("join", (room, ack) => {
        socket.join(room);
        ack("ok");
      });
    });
  }
  io.on("hello", (...args) => {
    const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
    console.log("hello " + JSON.stringify(args));
    ack("hello from node");
  });
  http.listen(0, "127.0.0.1", () => console.log("listening " + http.address().port));
  obey({ io, chat });
}

main();

// Socket.IO 4.8 servers, joined to each other and to others by @socket.io/redis-adapter 8.3 or @socket.io/redis-streams-adapter 0.3.1, and
// one @socket.io/redis-emitter 5:
//   node servers.js REDIS_URL COUNT [streams]
// It prints the ports. All but the first answer on the channels of those who ask. What the servers do for their clients, those of MixedClusterTest do, too.
"use strict";

const { createServer } = require("http");
const { Server } = require("socket.io");
const { createClient } = require("redis");
const { createAdapter } = require("@socket.io/redis-adapter");
const streams = require("@socket.io/redis-streams-adapter");
const { Emitter } = require("@socket.io/redis-emitter");
const { obey } = require("./lines");

const url = process.argv[2];

async function connect() {
  const client = createClient({ url });
  await client.connect();
  return client;
}

async function serve(name, publishOnSpecificResponseChannel) {
  const http = createServer();
  const options = { requestsTimeout: 20_000, publishOnSpecificResponseChannel };
  const adapter = process.argv[4]
    ? streams.createAdapter(await connect())
    : createAdapter(await connect(), await connect(), options);
  const io = new Server(http, { adapter });
  for (const namespace of [io, io.of("/chat")]) {
    namespace.on("connection", (socket) => {
      const { index } = socket.handshake.auth;
      socket.data.server = name;
      socket.join(["all", "r" + index, index % 2 ? "odd" : "even"]);
    });
  }
  io.told = [];
  io.on("hello", (...args) => {
    const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
    io.told.push(args);
    ack({ hello: name });
  });
  await new Promise((listening) => http.listen(0, "127.0.0.1", listening));
  return { io, port: http.address().port };
}

async function main() {
  const servers = [];
  for (let i = 0; i < Number(process.argv[3]); i++) servers.push(await serve("node " + (i + 1), i > 0));
  console.log("listening " + servers.map((server) => server.port).join(" "));
  obey({ io: servers.map((server) => server.io), emitter: new Emitter(await connect()) });
}

main();

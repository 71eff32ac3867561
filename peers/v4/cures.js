// What cures the defects of the museum, in Node: node cures.js URL. It runs each cure over the Redis 7 at URL, and prints what came of it.
"use strict";

const { createServer } = require("http");
const { createAdapter, createShardedAdapter } = require("@socket.io/redis-adapter");
const { createAdapter: createStreamsAdapter } = require("@socket.io/redis-streams-adapter");
const { Emitter } = require("@socket.io/redis-emitter");
const { createClient } = require("redis");
const { Server } = require("socket.io");
const { io: connect } = require("socket.io-client");

const redisUrl = process.argv[2];
const clients = [];

async function redis() {
  const client = createClient({ url: redisUrl });
  await client.connect();
  clients.push(client);
  return client;
}

/** A server that listens, and a client of it that says what it hears. */
async function pair(name, io, join) {
  const http = createServer();
  io.attach(http);
  io.on("connection", (socket) => socket.join("room"));
  const port = await new Promise((listening) => http.listen(0, () => listening(http.address().port)));
  const socket = join("http://127.0.0.1:" + port);
  socket.on("tick", (text) => console.log(`${name} hears ${text}`));
  socket.on("disconnect", (reason) => console.log(`${name} is disconnected: ${reason}`));
  await new Promise((connected) => socket.on("connect", connected));
  return socket;
}

function overWebSocket(url) {
  const io = connect;
  // region websocket
  const socket = io(url, { transports: ["websocket"] });
  // endregion
  return socket;
}

function once(socket, show) {
  // region once
  const seen = new Set(); // the ids that the sender gave
  socket.on("data", (event) => {
    if (seen.has(event.id)) return;
    seen.add(event.id);
    show(event);
  });
  // endregion
}

function ticking(io) {
  // region local
  setInterval(() => io.local.emit("tick", "tock"), 1000); // in each worker: to its own clients
  // endregion
}

function emitter(redisClient) {
  // region emitter
  const emitter = new Emitter(redisClient); // subscribes to nothing
  emitter.to("room").emit("tick", "of an emitter");
  // endregion
}

function disconnecting(io) {
  // region disconnect
  io.in("room").disconnectSockets(true);
  // endregion
}

async function asking(io) {
  // region ask
  try {
    console.log((await io.fetchSockets()).length + " sockets");
  } catch (error) {
    console.log("not all nodes have responded: " + error.message); // do without, or ask again
  }
  // endregion
}

function sharded(pub, sub) {
  // region sharded
  const io = new Server({ adapter: createShardedAdapter(pub, sub, { subscriptionMode: "dynamic-private" }) });
  // endregion
  return io;
}

function recovering(redisClient) {
  // region streams
  const io = new Server({ adapter: createStreamsAdapter(redisClient), connectionStateRecovery: {} });
  // endregion
  return io;
}

async function main() {
  const shardedIo = sharded(await redis(), await redis());
  await pair("sharded", shardedIo, overWebSocket);
  shardedIo.to("room").emit("tick", "of the sharded adapter");

  const streamsIo = recovering(await redis());
  await pair("streams", streamsIo, overWebSocket);
  streamsIo.emit("tick", "of the stream");

  const io = new Server({ adapter: createAdapter(await redis(), await redis()) });
  const socket = await pair("adapter", io, overWebSocket);
  once(socket, ({ text }) => console.log("shown " + text));
  io.emit("data", { id: 1, text: "first" });
  io.emit("data", { id: 1, text: "again" });
  io.emit("data", { id: 2, text: "second" });
  emitter(await redis());
  await asking(io);
  ticking(io);
  setTimeout(() => disconnecting(io), 1500);
  setTimeout(() => console.log("done"), 2000);
}

main();

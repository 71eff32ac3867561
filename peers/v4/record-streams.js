// Records what @socket.io/redis-streams-adapter 0.3.1 does on Redis, byte for byte.
// Usage, after `npm ci --ignore-scripts`:
//   node record-streams.js > ../../adapter/src/test/resources/golden/streams.json
"use strict";

const { encode } = require("@msgpack/msgpack");
const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-streams-adapter");
const { hex, print, versions } = require("../older-dialects");

/** A Redis client as redis 4 shapes it, that writes down what it is asked; two servers are subscribed, as it says. */
class Recorder {
  constructor(commands, listeners) {
    this.commands = commands;
    this.listeners = listeners;
  }
  duplicate() {
    return this;
  }
  on() {}
  async connect() {}
  xRead() {
    return new Promise(() => {});
  }
  async xAdd(stream, id, fields, { TRIM }) {
    const words = Object.entries(fields).flat().join(" ");
    this.commands.push(`XADD ${stream} ${TRIM.strategy} ${TRIM.strategyModifier} ${TRIM.threshold} ${id} ${words}`);
    return "1-1";
  }
  async publish(channel, payload) {
    this.commands.push(`PUBLISH ${channel} ${hex(payload)}`);
  }
  subscribe(channels, listener) {
    for (const channel of channels) {
      this.commands.push(`SUBSCRIBE ${channel}`);
      this.listeners[channel] = listener;
    }
  }
  async sPublish(channel, payload) {
    this.commands.push(`SPUBLISH ${channel} ${hex(payload)}`);
  }
  sSubscribe(channel, listener) {
    this.commands.push(`SSUBSCRIBE ${channel}`);
    this.listeners[channel] = listener;
  }
  async set(key, value, { PX }) {
    this.commands.push(`SET ${key} ${value} PX ${PX}`);
  }
  async sendCommand(words) {
    this.commands.push(words.join(" "));
    return [words[2], "2"];
  }
}

const settle = () => new Promise((done) => setTimeout(done, 5));
const UID = "0123456789abcdef";

async function record(options) {
  const commands = [];
  const listeners = {};
  const io = new Server({
    adapter: createAdapter(new Recorder(commands, listeners), options),
    connectionStateRecovery: { maxDisconnectionDuration: 120_000 },
  });
  const main = io.of("/").adapter;
  const chat = io.of("/chat");
  await settle();
  const uids = [main.uid, chat.adapter.uid];
  const normal = () =>
    commands.map((c) => {
      for (const uid of uids) c = c.replaceAll(uid, UID).replaceAll(hex(Buffer.from(uid)), hex(Buffer.from(UID)));
      return c.replace(new RegExp(`(${hex(Buffer.from("requestId"))}b0)[0-9a-f]{32}`),
        (_, key) => key + hex(Buffer.from("REQUESTREQUESTID")));
    });
  const subscribed = normal();
  const steps = [];
  const tasks = {
    "emit": () => io.emit("data", "payload"),
    "emit to one room": () => io.to("r1").emit("x", 1),
    "emit to two rooms except": () => io.to("r1").to("r2").except("r3").emit("x", { a: [1, null, 1.5, "ü€😀"] }),
    "emit volatile": () => io.volatile.emit("x"),
    "emit local": () => io.local.emit("x"),
    "emit bytes": () => io.to("r1").emit("x", Buffer.from([1, 2, 3]), { deep: [Buffer.from([])] }, 1.5, -70000),
    "emit to a namespace": () => chat.to("r1").emit("x", "y"),
    "emit with ack": () => io.to("r1").timeout(1000).emit("x", 1, () => {}),
    "emit bytes with ack": () => io.timeout(1000).emit("x", Buffer.from([1]), () => {}),
    "sockets join": () => io.in("r1").socketsJoin(["r2", "r3"]),
    "sockets leave": () => io.except("r4").socketsLeave("r2"),
    "disconnect sockets": () => chat.disconnectSockets(true),
    "fetch sockets": () => void io.in("r1").fetchSockets(),
    "server-side emit": () => io.serverSideEmit("hello", 1, { a: "b" }),
    "server-side emit of bytes": () => io.serverSideEmit("hello", Buffer.from([1])),
    "server-side emit with ack": () => io.serverSideEmit("hello", 1, () => {}),
    "a session is kept": () =>
      main.persistSession({ sid: "abcdefghijklmnopqrst", pid: "bcdefghijklmnopqrstu", rooms: ["abcdefghijklmnopqrst", "r1"], data: { user: "alice" } }),
  };
  for (const [step, task] of Object.entries(tasks)) {
    commands.length = 0;
    task();
    await settle();
    steps.push({ step, commands: normal() });
  }
  io.on("ping", (ack) => ack("pong", 2));
  io.on("silent", (ack) => ack());
  io.on("bytes", (ack) => ack(Buffer.from([7])));
  const data = (...packet) => ({ requestId: "0011223344556677", packet });
  const opts = { rooms: [], except: [], flags: {} };
  const responses = [];
  for (const message of [
    { type: 7, data: { opts, requestId: "0011223344556677" } },
    { type: 9, data: data("ping") },
    { type: 9, data: data("silent") },
    { type: 9, data: data("bytes") },
    { type: 9, data: { packet: ["nobody listens", 1] } },
    { type: 3, data: { packet: { type: 2, data: ["q"] }, requestId: "0011223344556677", opts: { ...opts, flags: { timeout: 100 } } } },
  ]) {
    commands.length = 0;
    const payload = Buffer.from(encode({ ...message, uid: "fedcba9876543210", nsp: "/" }));
    listeners["socket.io#/#"](payload);
    await settle();
    responses.push({ request: hex(payload), commands: normal() });
  }
  return { subscribed, steps, responses };
}

async function main() {
  const golden = {
    recordedBy: "peers/v4/record-streams.js",
    versions: versions(__dirname, ["socket.io", "socket.io-adapter", "@socket.io/redis-streams-adapter", "@msgpack/msgpack"]),
    ...(await record({})),
    sharded: await record({ useShardedPubSub: true, streamName: "s", streamCount: 4, maxLen: 50, sessionKeyPrefix: "k:" }),
  };
  print(golden);
}

main();

// Records what createShardedAdapter of @socket.io/redis-adapter 8.3 does on Redis, byte for byte, in each subscription mode.
// Usage, after `npm ci --ignore-scripts`:
//   node record-sharded.js > ../../adapter/src/test/resources/golden/sharded.json
"use strict";

const notepack = require("notepack.io");
const { Server } = require("socket.io");
const { createShardedAdapter } = require("@socket.io/redis-adapter");
const { hex, print, versions } = require("../older-dialects");

/** A Redis client as redis 4 shapes it, that writes down what it is asked; two servers are subscribed, as it says. */
class Recorder {
  constructor(commands) {
    this.commands = commands;
  }
  async sPublish(channel, payload) {
    this.commands.push(`SPUBLISH ${channel} ${hex(typeof payload === "string" ? Buffer.from(payload) : payload)}`);
  }
  async sSubscribe(channel) {
    this.commands.push(`SSUBSCRIBE ${channel}`);
  }
  async sUnsubscribe(channel) {
    this.commands.push(`SUNSUBSCRIBE ${channel}`);
  }
  async sendCommand(words) {
    this.commands.push(words.join(" "));
    return [words[2], "2"];
  }
}

const settle = () => new Promise((done) => setTimeout(done, 5));
const UID = "0123456789abcdef";
const SOCKET_ID = "abcdefghijklmnopqrst";

async function record(mode) {
  const commands = [];
  const redis = new Recorder(commands);
  const io = new Server({ adapter: createShardedAdapter(redis, redis, { subscriptionMode: mode }) });
  const main = io.of("/").adapter;
  const chat = io.of("/chat");
  const uids = [main.uid, chat.adapter.uid];
  const normal = () =>
    commands.map((c) => {
      for (const uid of uids) c = c.replaceAll(uid, UID).replaceAll(hex(Buffer.from(uid)), hex(Buffer.from(UID)));
      return c.replace(new RegExp(`(${hex(Buffer.from("requestId\""))}3a22|${hex(Buffer.from("requestId"))}b0)[0-9a-f]{32}`),
        (_, key) => key + hex(Buffer.from("REQUESTREQUESTID")));
    });
  const subscribed = normal();
  const vectors = [];
  const tasks = {
    "emit": () => io.emit("data", "payload"),
    "emit to one room": () => io.to("r1").emit("x", 1),
    "emit to one socket": () => io.to(SOCKET_ID).emit("x", 1),
    "emit to two rooms except": () => io.to("r1").to("r2").except("r3").emit("x", { a: [1, null] }),
    "emit volatile": () => io.volatile.emit("x"),
    "emit local": () => io.local.emit("x"),
    "emit bytes": () => io.to("r1").emit("x", Buffer.from([1, 2, 3])),
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
    "a socket comes": () => main.addAll(SOCKET_ID, new Set([SOCKET_ID])),
    "it joins": () => main.addAll(SOCKET_ID, new Set(["r1", "r2"])),
    "another comes and joins": () => main.addAll("bcdefghijklmnopqrstu", new Set(["r1"])),
    "the first leaves one": () => main.del(SOCKET_ID, "r2"),
    "the first goes": () => main.delAll(SOCKET_ID),
    "the other goes": () => main.delAll("bcdefghijklmnopqrstu"),
  };
  for (const [step, task] of Object.entries(tasks)) {
    commands.length = 0;
    task();
    await settle();
    vectors.push({ step, commands: normal() });
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
    { type: 4, data: { opts, rooms: ["r"] } },
    { type: 99, data: {} },
  ]) {
    commands.length = 0;
    const payload = Buffer.from(JSON.stringify({ ...message, uid: "fedcba9876543210", nsp: "/" }));
    main.onRawMessage(payload, Buffer.from("socket.io#/#"));
    await settle();
    responses.push({ request: hex(payload), commands: normal() });
  }
  return { subscribed, steps: vectors, responses };
}

async function main() {
  const golden = {
    recordedBy: "peers/v4/record-sharded.js",
    versions: versions(__dirname, ["socket.io", "socket.io-adapter", "@socket.io/redis-adapter", "notepack.io"]),
  };
  for (const mode of ["static", "dynamic", "dynamic-private"]) {
    const { subscribed, steps, responses } = await record(mode);
    golden[mode] = steps;
    golden.subscribed = subscribed;
    golden.responses = responses;
  }
  print(golden);
}

main();

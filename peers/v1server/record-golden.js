// Records what socket.io-redis 0.1.4 and socket.io-emitter 0.2.0 do on Redis, byte for byte: `Dialect.V0_1`.
// Usage, after `npm ci --ignore-scripts`:
//   node record-golden.js > ../../adapter/src/test/resources/golden/redis-v0_1.json
"use strict";

require("./node-of-today");
const { hex, Recorder, steps, emitted, codec, VALUES, print, versions } = require("../older-dialects");
const msgpack = require("msgpack-js");
const redisAdapter = require("socket.io-redis");

async function main() {
  const commands = [];
  const redis = new Recorder(commands);
  const io = require("socket.io")({ adapter: redisAdapter({ pubClient: redis, subClient: redis }) });
  const subscribed = [...commands];
  const chat = io.of("/chat");
  const adapter = io.of("/").adapter;
  const vectors = await steps(commands, {
    "emit": () => io.emit("data", "payload"),
    "emit to one room": () => io.to("r1").emit("x", 1),
    "emit to two rooms": () => io.to("r1").to("r2").emit("x", { a: [1, null] }),
    "emit volatile": () => adapter.broadcast({ type: 2, data: ["x"] }, { rooms: undefined, flags: { volatile: true } }),
    "emit to a namespace": () => chat.to("r1").emit("x", "y"),
    "emit to others": () => adapter.broadcast({ type: 2, data: ["x"] }, { except: ["sid1"], rooms: ["r1"], flags: undefined }),
  });
  // Local delivery took the bytes out of the packet before it was published: a defect of these versions, kept as a fact.
  const bytesLost = await steps(commands, { "emit bytes": () => io.emit("x", Buffer.from([1, 2, 3])) });
  const withoutUid = ({ step, commands }) =>
    ({ step, commands: commands.map((c) => c.replace(/^PUBLISH socket\.io#\S{6} /, "PUBLISH socket.io#UIDUID ")) });
  print({
    recordedBy: "peers/v1server/record-golden.js",
    versions: versions(__dirname, ["socket.io", "socket.io-redis", "socket.io-adapter", "msgpack-js", "socket.io-emitter"]),
    subscribed,
    codec: codec(msgpack, VALUES),
    bytes: { hex: hex(msgpack.encode([Buffer.from([1, 2]), undefined, { a: undefined, b: 1 }])) },
    broadcasts: vectors.map(withoutUid),
    bytesLost: bytesLost.map(withoutUid),
    emitter: await steps(commands, emitted(require("socket.io-emitter")(redis))),
  });
}

main();

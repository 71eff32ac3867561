// Records what socket.io-redis 5.4 and socket.io-emitter 3.2 do on Redis, byte for byte: `Dialect.V5`.
// Usage, after `npm ci --ignore-scripts`:
//   node record-golden.js > ../../adapter/src/test/resources/golden/redis-v5.json
"use strict";

const { hex, Recorder, steps, emitted, codec, VALUES, print, versions } = require("../older-dialects");
const msgpack = require("notepack.io");
const redisAdapter = require("socket.io-redis");

const settle = () => new Promise((done) => setTimeout(done, 5));

async function main() {
  const commands = [];
  const redis = new Recorder(commands);
  const io = require("socket.io")({ adapter: redisAdapter({ pubClient: redis, subClient: redis }) });
  const subscribed = [...commands];
  const chat = io.of("/chat");
  const adapter = io.of("/").adapter;
  const normal = (vectors) =>
    vectors.map(({ step, commands }) => ({
      step,
      commands: commands.map((c) => c.replaceAll(hex(Buffer.from(adapter.uid)), hex(Buffer.from("UIDUID")))
        .replace(/(7b22726571756573746964223a22)[0-9a-f]{12}(22)/, `$1${hex(Buffer.from("REQUID"))}$2`)),
    }));

  const broadcasts = normal(await steps(commands, {
    "emit": () => io.emit("data", "payload"),
    "emit to one room": () => io.to("r1").emit("x", 1),
    "emit to two rooms": () => io.to("r1").to("r2").emit("x", { a: [1, null] }),
    "emit volatile": () => io.volatile.emit("x"),
    "emit compress volatile": () => io.compress(false).volatile.emit("x"),
    "emit local": () => io.local.emit("x"),
    "emit bytes": () => io.emit("x", Buffer.from([1, 2, 3])),
    "emit to a namespace": () => chat.to("r1").emit("x", "y"),
    "emit to others": () => adapter.broadcast({ type: 2, data: ["x"] }, { except: ["sid1"], rooms: ["r1"], flags: {} }),
  }));

  const requests = normal(await steps(commands, {
    "clients": () => adapter.clients(() => {}),
    "clients in rooms": () => adapter.clients(["r1", "r2"], () => {}),
    "client rooms": () => adapter.clientRooms("sid1", () => {}),
    "all rooms": () => adapter.allRooms(() => {}),
    "remote join": () => adapter.remoteJoin("sid1", "r1", () => {}),
    "remote leave": () => adapter.remoteLeave("sid1", "r1", () => {}),
    "remote disconnect": () => adapter.remoteDisconnect("sid1", true, () => {}),
    "custom request": () => adapter.customRequest({ a: [1, "two"] }, () => {}),
    "custom request of nothing": () => adapter.customRequest(() => {}),
  }, settle));

  const received = [
    { requestid: "req001", type: 0, rooms: [] },
    { requestid: "req002", type: 0, rooms: ["nobody"] },
    { requestid: "req003", type: 1, sid: "unknown" },
    { requestid: "req004", type: 2 },
    { requestid: "req005", type: 3, sid: "unknown", room: "r1" },
    { requestid: "req006", type: 4, sid: "unknown", room: "r1" },
    { requestid: "req007", type: 6, sid: "unknown", close: true },
    { requestid: "req008", type: 5, data: { a: 1 } },
    { requestid: "req009", type: 99 },
  ];
  const responses = [];
  for (const request of received) {
    const payload = Buffer.from(JSON.stringify(request));
    commands.length = 0;
    adapter.onrequest("socket.io-request#/#", payload);
    await settle();
    responses.push({ request: hex(payload), commands: [...commands] });
  }
  adapter.customHook = (data, answer) => answer({ heard: data });
  const custom = Buffer.from(JSON.stringify({ requestid: "req010", type: 5, data: { a: 1 } }));
  commands.length = 0;
  adapter.onrequest("socket.io-request#/#", custom);
  responses.push({ request: hex(custom), hook: true, commands: [...commands] });

  print({
    recordedBy: "peers/v2server/record-golden.js",
    versions: versions(__dirname, ["socket.io", "socket.io-redis", "socket.io-adapter", "notepack.io", "socket.io-emitter", "@socket.io/redis-emitter"]),
    subscribed,
    codec: codec(msgpack, VALUES),
    bytes: { hex: hex(msgpack.encode([Buffer.from([1, 2]), undefined, { a: undefined, b: 1 }])) },
    broadcasts,
    requests,
    responses,
    emitter: await steps(commands, emitted(require("socket.io-emitter")(redis))),
    // Of Socket.IO 4, before @socket.io/redis-adapter 8: the same as @socket.io/redis-emitter 5 to the byte.
    emitterOfRedisEmitter4: await steps(commands, emitted(new (require("@socket.io/redis-emitter").Emitter)(redis))),
  });
}

main();

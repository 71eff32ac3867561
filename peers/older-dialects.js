// What the recordings and servers of the older dialects of the Redis adapter (v1server, v2server) have in common.
"use strict";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** A Redis client as redis 0.10 to 3 shape it, that writes down what it is asked. */
class Recorder {
  constructor(commands) {
    this.commands = commands;
    this.subscribers = 1;
  }
  publish(channel, payload) {
    this.commands.push(`PUBLISH ${channel} ${hex(typeof payload === "string" ? Buffer.from(payload) : payload)}`);
  }
  psubscribe(pattern) {
    this.commands.push(`PSUBSCRIBE ${pattern}`);
  }
  subscribe(channels) {
    this.commands.push(`SUBSCRIBE ${channels.join(" ")}`);
  }
  send_command(name, args, done) {
    this.commands.push([name.toUpperCase(), args[0].toUpperCase(), args[1]].join(" "));
    done(null, [args[1], String(this.subscribers)]);
  }
  on() {}
  /** By this the emitters know a client from options. */
  hset() {}
}

/** Runs each step and tells what it asked Redis for; `settle` waits until a step is through. */
async function steps(commands, tasks, settle = async () => {}) {
  const vectors = [];
  for (const [step, task] of Object.entries(tasks)) {
    commands.length = 0;
    task();
    await settle();
    vectors.push({ step, commands: [...commands] });
  }
  return vectors;
}

/** What an emitter of any age can say. */
const emitted = (emitter) => ({
  "emit": () => emitter.emit("data", "payload"),
  "emit to one room": () => emitter.to("r1").emit("x", 1),
  "emit to two rooms": () => emitter.to("r1").to("r2").emit("x", { a: [1, null] }),
  "emit volatile": () => emitter.volatile.emit("x"),
  "emit to a namespace": () => emitter.of("/chat").to("r1").emit("x", "y"),
  "emit bytes": () => emitter.emit("x", Buffer.from([1, 2, 3])),
});

/** Values as they go through a codec: hex when written; what is read again as JSON. */
const codec = (msgpack, values) =>
  values.map((value) => ({ json: JSON.stringify(value), hex: hex(msgpack.encode(value)), read: JSON.stringify(msgpack.decode(msgpack.encode(value))) }));

const VALUES = [
  null, true, false, 0, 1, 127, 128, 255, 256, 65535, 65536, 2147483647, 2147483648, 4294967296, 9007199254740991, -1, -32, -33,
  -128, -129, -32768, -32769, -2147483648, -2147483649, 0.5, -0.5, 3.141592653589793,
  "", "a", "x".repeat(31), "x".repeat(32), "x".repeat(255), "x".repeat(256), "ü€😀", "€".repeat(20),
  [], [1], Array(15).fill(0), Array(16).fill(0), {}, { a: 1 }, { a: { b: [null] } },
  Object.fromEntries(Array.from({ length: 16 }, (_, i) => ["k" + i, i])),
];

/** Prints the recording: one vector a line. */
function print(golden) {
  const lines = Object.entries(golden).map(([key, value]) =>
    Array.isArray(value)
      ? `${JSON.stringify(key)}: [\n  ${value.map((v) => JSON.stringify(v)).join(",\n  ")}\n]`
      : `${JSON.stringify(key)}: ${JSON.stringify(value, null, 1)}`);
  process.stdout.write(`{\n${lines.join(",\n")}\n}\n`, () => process.exit(0));
}

const versions = (directory, names) =>
  Object.fromEntries(names.map((name) =>
    [name, JSON.parse(require("fs").readFileSync(`${directory}/node_modules/${name}/package.json`)).version]));

/** What a server of these versions does in the mixed clusters; `name` is what it calls itself. */
function serve(http, io, scope) {
  for (const namespace of [io.of("/"), io.of("/chat")]) {
    namespace.on("connection", (socket) => {
      socket.on("join", (room, ack) => socket.join(room, () => ack("ok")));
      socket.on("tell others", (...args) => socket.broadcast.emit(...args));
    });
  }
  http.listen(0, "127.0.0.1", () => console.log("listening " + http.address().port));
  require("./v4/lines").obey({ io, chat: io.of("/chat"), ...scope });
}

/** What a client of these versions does: it prints what it gets, and obeys. */
function listen(socket) {
  const chat = socket.io.socket("/chat");
  for (const [prefix, each] of [["event ", socket], ["event in chat ", chat]]) {
    const onevent = each.onevent;
    each.onevent = function (packet) {
      console.log(prefix + JSON.stringify(packet.data));
      onevent.call(this, packet);
    };
  }
  socket.on("connect", () => console.log("connected"));
  chat.on("connect", () => console.log("connected to chat"));
  socket.on("disconnect", (reason) => console.log("disconnect " + reason));
  const join = (room) => new Promise((done) => socket.emit("join", room, done));
  require("./v4/lines").obey({ socket, chat, join });
}

module.exports = { hex, Recorder, steps, emitted, codec, VALUES, print, versions, serve, listen };

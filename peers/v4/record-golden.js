// Records what the real packages do, byte for byte, into the golden vectors that plain `mvn test` holds our code to.
// Usage, after `npm ci --ignore-scripts`:
//   node record-golden.js > ../../adapter/src/test/resources/golden/v4.json
// Bytes in values are written as {"$bytes": "hex"}.
"use strict";

const parser = require("socket.io-parser");
const notepack = require("notepack.io");
// The adapter's own uid is set below; what it still draws are the ids of its requests.
require.cache[require.resolve("uid2")] = { exports: () => "REQUID" };
const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-adapter");
const { Emitter } = require("@socket.io/redis-emitter");

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function tagged(value) {
  if (Buffer.isBuffer(value)) return { $bytes: hex(value) };
  if (Array.isArray(value)) return value.map(tagged);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tagged(v)]));
  return value;
}

const frame = (f) => (typeof f === "string" ? f : `<${hex(f)}>`);
const unframe = (f) => (/^<[0-9a-f]*>$/.test(f) ? Buffer.from(f.slice(1, -1), "hex") : f);

// --- packets ---------------------------------------------------------------------------------------------------------

const LONG = "x".repeat(31);
const PACKETS = [
  { type: 0, nsp: "/", data: { sid: "abc" } },
  { type: 0, nsp: "/chat", data: { sid: "abc" } },
  { type: 1, nsp: "/" },
  { type: 1, nsp: "/chat" },
  { type: 2, nsp: "/", data: ["x"] },
  { type: 2, nsp: "/", data: ["x", 1, "two", null, true, false, 0.5, -1, [], {}, [[1]], { a: { b: 2 } }] },
  { type: 2, nsp: "/", id: 0, data: ["x"] },
  { type: 2, nsp: "/chat", id: 123456, data: ["x", "y"] },
  { type: 2, nsp: "/", data: [1, "numeric name"] },
  { type: 2, nsp: "/", data: ["text", 'quote " slash \\ / tab \t nl \n cr \r bs \b ff \f nul \u0000 us \u001f del \u007f'] },
  { type: 2, nsp: "/", data: ["text", "ü € 😀 \u2028 \ud800 lone \udc00", { "ké\n": 1 }] },
  { type: 3, nsp: "/", id: 7, data: [] },
  { type: 3, nsp: "/chat", id: 7, data: ["ok", 1] },
  { type: 4, nsp: "/nope", data: { message: "Invalid namespace" } },
  { type: 2, nsp: "/", data: ["b", Buffer.from([1, 2, 3])] },
  { type: 2, nsp: "/chat", id: 5, data: ["b", { a: [Buffer.from([]), 1], b: Buffer.from([255]) }, "z"] },
  { type: 3, nsp: "/", id: 9, data: [Buffer.from("hi")] },
];

const encoded = PACKETS.map((packet) => ({
  packet: tagged(packet),
  frames: new parser.Encoder().encode(structuredCloneWithBuffers(packet)).map(frame),
}));

function structuredCloneWithBuffers(value) {
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(structuredCloneWithBuffers);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, structuredCloneWithBuffers(v)]));
  return value;
}

const FRAMES = [
  ["0"], ["0{}"], ['0{"token":"t"}'], ["0/chat"], ["0/chat,"], ['0/chat,{"a":1}'], ["0/chat?a=1,"],
  ["1"], ["1/chat,"], ["2"], ['2["x"]'], ['2["x",1,[2,{"a":null}]]'], ['20["x"]'], ['2/chat,12["x"]'], ["2[1]"],
  ["3"], ["30[]"], ['3/chat,7["ok"]'], ['4"no"'], ['4{"message":"no"}'], ['2["x",1.0,-0,1e3,1e400]'],
  ['51-["b",{"_placeholder":true,"num":0}]', "<010203>"],
  ['52-/chat,4["b",{"a":[{"_placeholder":true,"num":1}]},{"_placeholder":true,"num":0}]', "<01>", "<02>"],
  ['61-9[{"_placeholder":true,"num":0}]', "<>"],
  // malformed
  ["9"], ["x"], ["-"], ["0[]"], ['0"x"'], ["01"], ["1{}"], ["1[]"], ["2{}"], ["2[]"], ["2[null]"], ["2[{}]"],
  ['2["connect"]'], ['2["connect_error"]'], ['2["disconnect"]'], ['2["disconnecting"]'], ['2["newListener"]'],
  ['2["removeListener"]'], ['2["x"'], ['2["x"]]'], ["2['x']"], ['2["x",]'], ['2["x",NaN]'], ["3{}"], ['3"x"'], ["4[]"],
  ["41"], ["5"], ["5-"], ["5[]"], ["50-[]"], ['5-1-["x"]'], ['511-["x"]'], ['51.5-["x"]'], ['5x-["x"]'],
  ['51-["b",{"_placeholder":true,"num":1}]', "<01>"], ['51-["b",{"_placeholder":true,"num":-1}]', "<01>"],
  ['51-["b",{"_placeholder":true,"num":"0"}]', "<01>"], ['51-["b",{"_placeholder":true}]', "<01>"],
  ['51-["b",{"_placeholder":true,"num":0}]', '2["x"]'], ["<01>"],
];

const decoded = FRAMES.map((frames) => {
  const decoder = new parser.Decoder();
  let packet = null;
  decoder.on("decoded", (p) => (packet = p));
  try {
    frames.forEach((f) => decoder.add(unframe(f)));
    return { frames, packet: tagged(packet) };
  } catch (e) {
    return { frames, error: e.message };
  }
});

// --- numbers and MessagePack -----------------------------------------------------------------------------------------

function doubles() {
  const list = [0, -0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1e21, 1e20, 123456789012345680000, 1e-6, 1e-7, 1.5e-7, 5e-324,
    1.7976931348623157e308, 2.2250738585072014e-308, 2.225073858507201e-308, 9007199254740993, 4.35, 1e23, 2e23, 9.5e-3,
    5.684341886080802e-14, 1e15, 1e16, 123456.789, -1.25, 4294967295.5, 2e-3, 1.0e5, 100, 1e17, 12345678901234567];
  for (let exponent = -60; exponent < 80; exponent++) list.push(2 ** exponent); // unlike neighbours on both sides
  let state = 42n; // a linear congruential generator, so that the file does not change from one recording to the next
  for (let i = 0; i < 400; i++) {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, state);
    const value = view.getFloat64(0);
    if (Number.isFinite(value)) list.push(value, Number(value.toPrecision(1 + (i % 17))));
  }
  return list.map((value) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return { bits: view.getBigUint64(0).toString(16).padStart(16, "0"), json: JSON.stringify(value) };
  });
}

const VALUES = [
  null, true, false, 0, 1, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, 9007199254740991, -1, -32, -33, -128,
  -129, -32768, -32769, -2147483648, -2147483649, -9007199254740991, 0.5, -0.5, 3.141592653589793,
  "", "a", LONG, LONG + "x", "x".repeat(255), "x".repeat(256), "ü€😀", "€".repeat(20),
  [], [1], Array(15).fill(0), Array(16).fill(0), {}, { a: 1 }, { a: { b: [null] } },
  Object.fromEntries(Array.from({ length: 15 }, (_, i) => ["k" + i, i])),
  Object.fromEntries(Array.from({ length: 16 }, (_, i) => ["k" + i, i])),
  Buffer.from([]), Buffer.from([1, 2]), Buffer.alloc(255), Buffer.alloc(256),
];

const BIG = [["x", 65535], ["x", 65536]].map(([c, n]) => ({ char: c, count: n, head: hex(notepack.encode(c.repeat(n)).subarray(0, 5)) }));

const READ = [
  "ca3fc00000", "cb3ff0000000000000", "cf0020000000000000", "d3ffe0000000000001", "c50001ff", "c600000001ff",
  "dc0001c0", "dd00000001c0", "de0001a16101", "df00000001a16101", "d9016f", "da00016f", "db000000016f",
  "d6ff5b6f8f00", "d7ff000000005b6f8f00", "d7ff77359400586f8f00", "c70cff00000000000000005b6f8f00", "c70cff1dcd6500ffffffffffffffff",
  "91d40000", "d700000001400a3c2d00", "c70200aabb", "d405aa", "c70205aabb", "d505aabb", "8101c0", "e0", "ff",
];

const msgpack = VALUES.map((value) => ({ value: tagged(value), hex: hex(notepack.encode(value)) }));
const msgpackRead = READ.map((h) => ({ hex: h, json: JSON.stringify(bytesAsBuffers(notepack.decode(Buffer.from(h, "hex")))) }));

function bytesAsBuffers(value) {
  return value instanceof ArrayBuffer ? Buffer.from(value) : value;
}

// --- the adapter and the emitter on Redis ------------------------------------------------------------------------------

/** A Redis client as the redis package shapes it, that writes down what it is asked. */
class Recorder {
  constructor(commands) {
    this.commands = commands;
  }
  publish(channel, payload) {
    this.commands.push(`PUBLISH ${channel} ${hex(typeof payload === "string" ? Buffer.from(payload) : payload)}`);
  }
  pSubscribe(pattern) {
    this.commands.push(`PSUBSCRIBE ${pattern}`);
  }
  subscribe(channels) {
    this.commands.push(`SUBSCRIBE ${channels.join(" ")}`);
  }
  sSubscribe() {}
  on() {}
  off() {}
  listenerCount() {
    return 1;
  }
}

function recorded(task, commands) {
  commands.length = 0;
  task();
  return [...commands];
}

function adapterVectors(opts) {
  const commands = [];
  const redis = new Recorder(commands);
  const io = new Server({ adapter: createAdapter(redis, redis, opts) });
  const subscribed = commands.map((c) => c.replaceAll(io.of("/").adapter.uid, "UIDUID"));
  const chat = io.of("/chat");
  io.of("/").adapter.uid = chat.adapter.uid = "UIDUID";
  const steps = {
    "emit": () => io.emit("data", "payload"),
    "emit to one room": () => io.to("r1").emit("x", 1),
    "emit to two rooms": () => io.to("r1").to("r2").emit("x", 1),
    "emit except": () => io.except("r2").emit("x"),
    "emit to one room except two": () => io.to("r1").except(["r2", "r3"]).emit("x", { a: [1, null] }),
    "emit volatile": () => io.volatile.emit("x"),
    "emit compress volatile": () => io.compress(false).volatile.emit("x"),
    "emit local": () => io.local.emit("x"),
    "emit bytes": () => io.emit("x", Buffer.from([1, 2, 3])),
    "emit to a namespace": () => chat.to("r1").emit("x", "y"),
    "sockets join": () => io.in("r1").socketsJoin(["r2", "r3"]),
    "sockets leave": () => io.in("r1").except("r4").socketsLeave("r2"),
    "disconnect sockets": () => chat.disconnectSockets(true),
    "server-side emit": () => io.serverSideEmit("hello", 1, { a: "b" }),
  };
  return {
    subscribed,
    steps: Object.entries(steps).map(([step, task]) => ({ step, commands: recorded(task, commands) })),
  };
}

async function responseVectors() {
  const commands = [];
  const redis = new Recorder(commands);
  const io = new Server({ adapter: createAdapter(redis, redis) });
  const adapter = io.of("/").adapter;
  io.on("ping", (cb) => cb("pong", 2));
  io.on("silent", (cb) => cb());
  const requests = [
    { uid: "OTHERS", requestId: "req001", type: 0, rooms: [] },
    { uid: "OTHERS", requestId: "req002", type: 0, rooms: ["nobody"] },
    { uid: "OTHERS", requestId: "req003", type: 1 },
    { uid: "OTHERS", requestId: "req005", type: 5, opts: { rooms: [], except: [] } },
    { uid: "OTHERS", requestId: "req006", type: 6, data: ["ping"] },
    { uid: "OTHERS", requestId: "req007", type: 6, data: ["silent"] },
    { uid: "OTHERS", type: 6, data: ["nobody listens", 1] },
    { uid: "OTHERS", type: 2, opts: { rooms: [], except: [] }, rooms: ["r"] },
    { uid: "OTHERS", requestId: "req008", sid: "unknown", type: 2, room: "r" },
    { uid: "OTHERS", requestId: "req009", type: 99 },
  ];
  const vectors = [];
  for (const request of requests) {
    commands.length = 0;
    await adapter.onrequest("socket.io-request#/#", Buffer.from(JSON.stringify(request)));
    vectors.push({ request: hex(Buffer.from(JSON.stringify(request))), commands: [...commands] });
  }
  const broadcast = notepack.encode({ uid: "OTHERS", requestId: "req010", type: 7,
    packet: { type: 2, data: ["q"], nsp: "/" }, opts: { rooms: [], except: [], flags: { timeout: 100 } } });
  commands.length = 0;
  await adapter.onrequest("socket.io-request#/#", broadcast);
  vectors.push({ request: hex(broadcast), commands: [...commands] });
  return vectors;
}

/**
 * What a node requests, and what it makes of the responses for its program. There are two others. In responses REQUID stands for the
 * id of the request.
 */
async function requestVectors() {
  const commands = [];
  class Counting extends Recorder {
    sendCommand(words) {
      this.commands.push(words.join(" "));
      return Promise.resolve([words[2], "3"]);
    }
  }
  const redis = new Counting(commands);
  const io = new Server({ adapter: createAdapter(redis, redis, { requestsTimeout: 50 }) });
  const adapter = io.of("/").adapter;
  adapter.uid = "UIDUID";
  const found = { id: "SOCKET", handshake: { headers: { host: "h" }, time: "t", address: "a", xdomain: false, secure: true, issued: 5,
    url: "/u", query: { EIO: "4" }, auth: { token: "t" } }, rooms: ["SOCKET", "r"], data: { name: "bob" } };
  let remote;
  io.fetchSockets().then(([socket]) => (remote = socket));
  await settled();
  adapter.onresponse("", Buffer.from(JSON.stringify({ requestId: "REQUID", sockets: [found] })));
  adapter.onresponse("", Buffer.from(JSON.stringify({ requestId: "REQUID", sockets: [] })));
  await settled();

  const outcomeOf = (promise) => promise.then((value) => ({ value }), (e) => ({ error: e.message, value: e.responses ?? null }));
  const describe = (all) => all.map((s) => [s.id, [...s.rooms], s.data, s.handshake]);
  const json = (...responses) => responses.map((r) => hex(Buffer.from(JSON.stringify({ requestId: "REQUID", ...r }))));
  const packed = (...responses) => responses.map((r) => hex(notepack.encode({ requestId: "REQUID", ...r })));
  const requests = {
    "fetch sockets": [() => io.in("r1").except("r2").fetchSockets().then(describe), json({ sockets: [found] }, { sockets: [] })],
    "fetch sockets, one response is no list": [() => io.fetchSockets().then(describe), json({ sockets: 1 }, { sockets: [found] })],
    "fetch sockets, one keeps silent": [() => io.fetchSockets().then(describe), json({ sockets: [found] })],
    "fetch local sockets": [() => io.local.fetchSockets().then(describe), []],
    "all rooms": [() => adapter.allRooms().then((rooms) => [...rooms]), json({ rooms: ["a", "b"] }, { rooms: ["b", "c"] })],
    "all rooms, both keep silent": [() => adapter.allRooms().then((rooms) => [...rooms]), []],
    "server count": [() => adapter.serverCount(), []],
    "server-side emit": [() => io.serverSideEmitWithAck("hello", 1, { a: "b" }), json({ type: 6, data: "one" }, { type: 6, data: { two: 2 } })],
    "server-side emit, one keeps silent": [() => io.serverSideEmitWithAck("hello"), json({ type: 6, data: "one" })],
    "server-side emit, responses to others and too many": [() => io.serverSideEmitWithAck("hello"),
      json({ requestId: "OTHERS", type: 6, data: 0 }, { type: 6, data: 1 }, { type: 6, data: 2 }, { type: 6, data: 3 })],
    "broadcast": [() => io.to("r1").except(["r2"]).timeout(1000).emitWithAck("q", 1),
      [...json({ type: 8, clientCount: 2 }), ...packed({ type: 9, packet: "one" }), ...json({ type: 8, clientCount: 0 }), ...packed({ type: 9, packet: [2] })]],
    "broadcast bytes": [() => io.timeout(1000).emitWithAck("q", Buffer.from([1, 2])),
      [...packed({ type: 9, packet: Buffer.from([3]) }), ...json({ type: 8, clientCount: 1 }, { type: 8, clientCount: 0 })]],
    "broadcast, answered with JSON": [() => io.volatile.timeout(1000).emitWithAck("q"),
      json({ type: 8, clientCount: 1 }, { type: 9, packet: { a: 1 } }, { type: 8, clientCount: 0 })],
    "broadcast to nobody": [() => io.timeout(1000).emitWithAck("q"), json({ type: 8, clientCount: 0 }, { type: 8, clientCount: 0 })],
    "broadcast, one client keeps silent": [() => io.timeout(30).emitWithAck("q"),
      [...json({ type: 8, clientCount: 2 }, { type: 8, clientCount: 0 }), ...packed({ type: 9, packet: "one" })]],
    "broadcast, one server keeps silent": [() => io.timeout(30).emitWithAck("q"), json({ type: 8, clientCount: 0 })],
    "remote emit": [() => Promise.resolve(remote.emit("x", 1)), []],
    "remote emit with ack": [() => remote.timeout(1000).emitWithAck("q"),
      [...json({ type: 8, clientCount: 1 }, { type: 8, clientCount: 0 }), ...packed({ type: 9, packet: "one" })]],
    "remote join": [() => Promise.resolve(void remote.join(["a", "b"])), []],
    "remote leave": [() => Promise.resolve(void remote.leave("a")), []],
    "remote disconnect": [() => Promise.resolve(void remote.disconnect(true)), []],
  };
  const vectors = [];
  for (const [request, [send, responses]] of Object.entries(requests)) {
    commands.length = 0;
    const outcome = outcomeOf(send());
    await settled();
    for (const response of responses) await adapter.onrequest("socket.io-response#/#", Buffer.from(response, "hex"));
    const { error, value } = await outcome;
    vectors.push({ request, responses, commands: [...commands], error, value: value === undefined ? undefined : tagged(value) });
  }
  return vectors;
}

const settled = () => new Promise((done) => setTimeout(done, 5));

function emitterVectors() {
  const commands = [];
  const emitter = new Emitter(new Recorder(commands));
  const steps = {
    "emit": () => emitter.emit("data", "payload"),
    "emit to one room": () => emitter.to("r1").emit("x", 1),
    "emit to two rooms except volatile": () => emitter.to(["r1", "r2"]).except("r3").volatile.emit("x", Buffer.from([1])),
    "emit to a namespace": () => emitter.of("chat").emit("x"),
    "sockets join": () => emitter.in("r1").socketsJoin("r2"),
    "sockets leave": () => emitter.socketsLeave(["r2", "r3"]),
    "disconnect sockets": () => emitter.of("/chat").except("r1").disconnectSockets(),
    "server-side emit": () => emitter.serverSideEmit("hello", 1),
  };
  return Object.entries(steps).map(([step, task]) => ({ step, commands: recorded(task, commands) }));
}

// --- the client's files ------------------------------------------------------------------------------------------------

/** What a browser that asks for the client gets. */
async function clientFileVectors() {
  const io = new Server({ cors: { origin: "http://a.example" } });
  io.listen(0);
  const { version } = require("socket.io/package.json");
  const names = require("fs").readdirSync(`${__dirname}/node_modules/socket.io/client-dist`);
  const asked = [
    ...names.map((name) => ["/socket.io/" + name, {}]),
    ["/socket.io/socket.io.js?v=1", {}],
    ["/socket.io/socket.io.js", { "accept-encoding": "gzip" }],
    ["/socket.io/socket.io.js", { "accept-encoding": "gzip;q=0" }],
    ["/socket.io/socket.io.js", { "if-none-match": `"${version}"` }],
    ["/socket.io/socket.io.js.map", { "if-none-match": `W/"${version}"` }],
    ["/socket.io/socket.io.js", { "if-none-match": '"1.0.0"' }],
    ["/socket.io/other.js", {}],
    ["/socket.io", {}],
  ];
  const vectors = [];
  for (const [target, headers] of asked) vectors.push(await ask(io.httpServer.address().port, target, headers));
  return vectors;
}

function ask(port, target, headers) {
  const zlib = require("zlib");
  return new Promise((done) =>
    require("http").get({ port, path: target, headers, agent: false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const sent = Buffer.concat(chunks);
        const body = response.headers["content-encoding"] === "gzip" ? zlib.gunzipSync(sent) : sent;
        const told = Object.entries(response.headers).filter(([name]) => !/^(date|connection|keep-alive|content-length|transfer-encoding)$/.test(name));
        done({ target, headers, status: response.statusCode, told: told.map((pair) => pair.join(": ")).sort(),
          sha256: require("crypto").createHash("sha256").update(body).digest("hex") });
      });
    }));
}

// --- the log -----------------------------------------------------------------------------------------------------------

/** Lines of ours that Node has none of, and the reverse: how bytes leave differs, what is told in which order does not. */
const PLUMBING = /no middleware to apply|writing headers|readyState updated|executing batch|flushing buffer|with opts|binding to/;

function debugStory() {
  const { FRAMES } = require("./debug-story");
  const env = { ...process.env, DEBUG: "engine*,socket.io*" };
  const { stderr } = require("child_process").spawnSync(process.execPath, ["debug-story.js"], { cwd: __dirname, env, encoding: "utf8" });
  const lines = stderr.trim().split("\n").map((line) => line.replace(/^\S+Z /, "")).filter((line) => !PLUMBING.test(line));
  const engineId = /handshaking client "([^"]+)"/.exec(stderr)[1];
  const socketId = /join room (\S{20})/.exec(stderr)[1];
  return { frames: FRAMES, lines: lines.map((line) => line.replaceAll(engineId, "ENGINE").replaceAll(socketId, "SOCKET")) };
}

async function main() {
  const versions = {};
  for (const name of ["socket.io", "engine.io", "socket.io-parser", "socket.io-adapter", "notepack.io", "@socket.io/redis-adapter",
    "@socket.io/redis-emitter"]) {
    versions[name] = JSON.parse(require("fs").readFileSync(`${__dirname}/node_modules/${name}/package.json`)).version;
  }
  const golden = {
    recordedBy: "peers/v4/record-golden.js",
    versions,
    encoded,
    decoded,
    numbers: doubles(),
    msgpack,
    msgpackBig: BIG,
    msgpackRead,
    adapter: adapterVectors({}),
    adapterWithKey: adapterVectors({ key: "other" }).subscribed,
    responses: await responseVectors(),
    requests: await requestVectors(),
    emitter: emitterVectors(),
    clientFiles: await clientFileVectors(),
    debug: debugStory(),
    engine: await require("./engine-stories").record(),
    engine3: await require("./engine-stories").record(require("./engine3-stories").STORIES),
  };
  // One vector a line: a file that people can read and git can compare.
  const lines = Object.entries(golden).map(([key, value]) =>
    Array.isArray(value)
      ? `${JSON.stringify(key)}: [\n  ${value.map((v) => JSON.stringify(v)).join(",\n  ")}\n]`
      : `${JSON.stringify(key)}: ${JSON.stringify(value, null, 1)}`);
  process.stdout.write(`{\n${lines.join(",\n")}\n}\n`, () => process.exit(0));
}

main();

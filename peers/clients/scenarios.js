// What a client expects of a server, as scenarios; run by socket.io-client 4, 3 and 2 alike, each over every transport:
//   cd ../v2 && node ../clients/scenarios.js URL
// prints the plan, then one line of JSON for each scenario: {"transport","scenario","problem"}, problem null when all was well.
// The server is ScenarioServer (module adapter, tests): what it does for each event is written there.
"use strict";

const assert = require("assert");
const path = require("path");

const FOLDER = process.cwd();
const io = require(require.resolve("socket.io-client", { paths: [FOLDER] }));
const MAJOR = parseInt(require(path.join(FOLDER, "node_modules/socket.io-client/package.json")).version);
const URL_OF_SERVER = process.argv[2];
const PATIENCE_MILLIS = 25_000;

const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] };

/** Before 3.0 there was no auth: what a client has to say about itself goes into the query. */
const introducing = (credentials) => (MAJOR < 3 ? { query: credentials } : { auth: credentials });
const REFUSED = MAJOR < 3 ? "error" : "connect_error";

let clients = 0;

/** One run of one scenario, with the clients that it opened. */
class Run {
  constructor(transport) {
    this.transport = transport;
    this.sockets = [];
    this.name = `client ${++clients} of ${MAJOR}`;
  }

  open(credentials = {}, options = {}, namespace = "/") {
    const all = { transports: TRANSPORTS[this.transport], forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 50, ...options };
    return this.keep(io(URL_OF_SERVER + namespace, { ...all, ...introducing({ name: this.name, ...credentials }) }));
  }

  keep(socket) {
    this.sockets.push(socket);
    return socket;
  }

  async connected(...args) {
    const socket = this.open(...args);
    await next(socket, "connect");
    return socket;
  }

  end() {
    this.sockets.forEach((socket) => socket.disconnect());
  }
}

const next = (emitter, event) => new Promise((done) => emitter.once(event, (...args) => done(args.length < 2 ? args[0] : args)));
const ask = (socket, ...args) => new Promise((done) => socket.emit(...args, (...answer) => done(answer)));
const asked = (socket, ...args) => new Promise((done) => socket.emit(...args, (error, answer) => done(error || answer)));

const SCENARIOS = {
  "says who it is, and is greeted": async (run) => {
    const socket = run.open({ token: "s€cret" });
    assert.deepStrictEqual(await next(socket, "hello"), "s€cret");
    assert.match(socket.id, /^[A-Za-z0-9_-]{20}$/);
  },
  "is refused by middleware, with data": async (run) => {
    const refusal = await next(run.open({ refuse: "with data" }, { reconnection: false }), REFUSED);
    assert.deepStrictEqual(MAJOR < 3 ? { data: refusal } : { message: refusal.message, data: refusal.data },
      MAJOR < 3 ? { data: { code: 7 } } : { message: "not you", data: { code: 7 } });
  },
  "is refused by middleware, with words": async (run) => {
    const refusal = await next(run.open({ refuse: "with words" }, { reconnection: false }), REFUSED);
    assert.deepStrictEqual(MAJOR < 3 ? refusal : refusal.message, "not you");
  },
  "is told that a namespace does not exist": async (run) => {
    const refusal = await next(run.open({}, { reconnection: false }, "/nope"), REFUSED);
    assert.deepStrictEqual(refusal.message, "Invalid namespace");
  },
  "sends and gets JSON of every kind": async (run) => {
    const socket = await run.connected();
    const args = [1, -0.5, "ü€😀\u2028\n\"", true, null, [], {}, [[1, [2]]], { a: { b: [null, { c: 0 }] } }];
    socket.emit("echo", ...args);
    assert.deepStrictEqual(await next(socket, "echo"), args);
  },
  "says something before it is connected": async (run) => {
    const socket = run.open();
    socket.emit("echo", "early");
    assert.deepStrictEqual(await next(socket, "echo"), "early");
  },
  "gets acks and gives them": async (run) => {
    const socket = await run.connected();
    assert.deepStrictEqual(await ask(socket, "echo", "a", 1), ["a", 1]);
    assert.deepStrictEqual(await ask(socket, "echo"), []);
    socket.on("question", (number, ack) => ack("answer", number + 1));
    socket.emit("ask me", 41);
    assert.deepStrictEqual(await next(socket, "you said"), ["answer", 42]);
  },
  "waits for an ack no longer than it wants, and lets nobody wait longer": async (run) => {
    const socket = await run.connected();
    socket.emit("ask me, but not for long");
    assert.deepStrictEqual(await next(socket, "you said"), "nothing");
    if (!socket.timeout) return; // the client has it since 4.4
    assert.match((await asked(socket.timeout(20), "an event that nobody answers")).message, /timed out/);
    assert.deepStrictEqual(await asked(socket.timeout(PATIENCE_MILLIS), "echo", "quick"), "quick");
  },
  "sends and gets bytes, wherever they are": async (run) => {
    const socket = await run.connected();
    const args = [{ a: [Buffer.from([1, 2, 3]), { b: Buffer.from([0, 255]) }], text: "ü" }, Buffer.alloc(0), Buffer.alloc(5000, 7)];
    socket.emit("echo", ...args);
    assert.deepStrictEqual(await next(socket, "echo"), args);
  },
  "gets acks with bytes and gives them": async (run) => {
    const socket = await run.connected();
    assert.deepStrictEqual(await ask(socket, "echo", { deep: [Buffer.from("hi")] }), [{ deep: [Buffer.from("hi")] }]);
    socket.on("question", (bytes, ack) => ack({ reversed: Buffer.from(bytes).reverse() }));
    socket.emit("ask me", Buffer.from([1, 2]));
    assert.deepStrictEqual(await next(socket, "you said"), { reversed: Buffer.from([2, 1]) });
  },
  "says two hundred things and gets them back in order": async (run) => {
    const socket = run.open();
    const heard = [];
    socket.on("echo", (number) => heard.push(number));
    for (let i = 0; i < 100; i++) socket.emit("echo", i);
    await next(socket, "connect");
    for (let i = 100; i < 200; i++) socket.emit("echo", i);
    await ask(socket, "echo");
    assert.deepStrictEqual(heard, Array.from({ length: 200 }, (_, i) => i));
  },
  "sends and gets 300,000 characters": async (run) => {
    const socket = await run.connected();
    const long = "ü€😀x".repeat(60_000);
    assert.deepStrictEqual(await ask(socket, "echo", long), [long]);
  },
  "is in two namespaces over one connection": async (run) => {
    const main = await run.connected();
    const chat = run.keep(main.io.socket("/chat", introducing({ token: "for chat" })));
    assert.deepStrictEqual(await next(chat, "hello"), "for chat");
    assert.notStrictEqual(chat.id, main.id);
    assert.deepStrictEqual(await ask(chat, "where am I"), ["/chat"]);
    assert.deepStrictEqual(await ask(main, "where am I"), ["/"]);
    chat.disconnect();
    assert.deepStrictEqual(await ask(main, "where am I"), ["/"]);
  },
  "joins rooms, and hears what is for them alone": async (run) => {
    const [one, two] = [await run.connected(), await run.connected()];
    const heard = [];
    one.on("told", (...args) => heard.push(["one", ...args]));
    two.on("told", (...args) => heard.push(["two", ...args]));
    const [room, other] = [run.name + " a", run.name + " b"];
    await ask(one, "join", room, other);
    await ask(two, "join", room);
    await ask(two, "tell", room, 1);
    await ask(two, "tell the others in", room, 2);
    await ask(two, "tell", other, 3);
    await ask(one, "leave", room);
    await ask(two, "tell", room, 4);
    await Promise.all([ask(one, "echo"), ask(two, "echo")]);
    assert.deepStrictEqual(heard.filter(([who]) => who === "one"), [["one", 1], ["one", 2], ["one", 3]]);
    assert.deepStrictEqual(heard.filter(([who]) => who === "two"), [["two", 1], ["two", 4]]);
  },
  "makes a namespace whose name a pattern wants": async (run) => {
    const socket = await run.connected({}, {}, "/room-7");
    assert.deepStrictEqual(await ask(socket, "where am I"), ["/room-7"]);
  },
  "answers a question for a whole room": async (run) => {
    const [one, two] = [await run.connected(), await run.connected()];
    one.on("question", (number, ack) => ack(number + 1));
    two.on("question", (number, ack) => ack(Buffer.from([number])));
    for (const socket of [one, two]) await ask(socket, "join", run.name);
    one.emit("ask all in", run.name, 5);
    const answers = await next(one, "all said");
    assert.deepStrictEqual(answers.sort((a, b) => typeof a > typeof b ? 1 : -1), [6, Buffer.from([5])]);
  },
  "gets a volatile event when it keeps up": async (run) => {
    const socket = await run.connected();
    for (let heard = false; !heard; ) {
      const fleeting = next(socket, "fleeting").then(() => (heard = true));
      await ask(socket, "say something fleeting");
      await Promise.race([fleeting, new Promise((done) => setTimeout(done, 50))]);
    }
  },
  "leaves": async (run) => {
    const [socket, witness] = [await run.connected(), await run.connected({ name: run.name + " witness" })];
    const left = next(socket, "disconnect");
    socket.disconnect();
    assert.deepStrictEqual(reasonOf(await left), "io client disconnect");
    assert.deepStrictEqual(await ask(witness, "why did it leave", run.name), ["client namespace disconnect"]);
  },
  "is sent out of its namespace": async (run) => {
    const [socket, witness] = [await run.connected(), await run.connected({ name: run.name + " witness" })];
    socket.emit("send me out", false);
    assert.deepStrictEqual(reasonOf(await next(socket, "disconnect")), "io server disconnect");
    assert.deepStrictEqual(await ask(witness, "why did it leave", run.name), ["server namespace disconnect"]);
  },
  "loses its connection at the server's word": async (run) => {
    const [socket, witness] = [await run.connected(), await run.connected({ name: run.name + " witness" })];
    socket.emit("send me out", true);
    assert.deepStrictEqual(reasonOf(await next(socket, "disconnect")), "io server disconnect");
    assert.deepStrictEqual(await ask(witness, "why did it leave", run.name), ["server namespace disconnect"]);
  },
  "loses its connection and comes back by itself": async (run) => {
    const [socket, witness] = [await run.connected(), await run.connected({ name: run.name + " witness" })];
    await settled(run, socket);
    const before = socket.id;
    const back = next(socket, "connect");
    socket.io.engine.close();
    await back;
    assert.notStrictEqual(socket.id, before);
    assert.deepStrictEqual(await ask(socket, "echo", "again"), ["again"]);
    assert.deepStrictEqual(await ask(witness, "why did it leave", run.name), ["transport close"]);
  },
  "outlives heartbeats": async (run) => {
    const socket = await run.connected();
    await settled(run, socket);
    const fromServer = MAJOR < 3 ? "pong" : "ping"; // who asks and who answers has changed
    for (let beats = 0; beats < 2; ) if ((await next(socket.io.engine, "packet")).type === fromServer) beats++;
    assert.deepStrictEqual(await ask(socket, "echo", "alive"), ["alive"]);
  },
  "ends up with the transport that it wants": async (run) => {
    const socket = await run.connected();
    await settled(run, socket);
    assert.deepStrictEqual(await ask(socket, "echo", Buffer.from("x"), "x"), [Buffer.from("x"), "x"]);
    assert.deepStrictEqual(socket.io.engine.transport.name, run.transport === "polling" ? "polling" : "websocket");
  },
};

const reasonOf = (heard) => (Array.isArray(heard) ? heard[0] : heard);

/** Waits for the upgrade, if there will be one. */
async function settled(run, socket) {
  while (run.transport === "upgrade" && socket.io.engine.transport.name === "polling")
    await new Promise((done) => setTimeout(done, 5));
}

async function play(transport, scenario) {
  const run = new Run(transport);
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error("nothing more happened")), PATIENCE_MILLIS)));
  let problem = null;
  try {
    await Promise.race([SCENARIOS[scenario](run), late]);
  } catch (e) {
    problem = e.stack;
  }
  clearTimeout(timer);
  run.end();
  console.log(JSON.stringify({ transport, scenario, problem }));
}

async function main() {
  const transports = Object.keys(TRANSPORTS);
  console.log(JSON.stringify({ plan: transports.flatMap((transport) => Object.keys(SCENARIOS).map((scenario) => ({ transport, scenario }))) }));
  await Promise.all(transports.map(async (transport) => {
    for (const scenario of Object.keys(SCENARIOS)) await play(transport, scenario);
  }));
  process.exit(0);
}

main();

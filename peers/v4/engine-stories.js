// What engine.io answers, request by request: short stories of one client that polls, speaks WebSocket, or moves from one
// to the other. record-golden.js records them; EngineStoriesTest tells them to our server.
//
// A step and what it does; NAME is free and names the request or WebSocket in what is heard:
//   {as: NAME, method, target, headers, body}   an HTTP request; "SID" in the target is the session's id; hex instead of body: bytes
//                                               with unfinished: true the body goes on with
//   {more: NAME, body}, {finish: NAME, body}    and ends with the second
//   {leave: NAME}                               the client gives the request up
//   {ws: NAME, target}, {say: NAME, text}, {drop: NAME}   a WebSocket opens, says something (hex instead of text: bytes), breaks
//   {server: "emit" | "bytes" | "long" | "nearly long" | "disconnect"}   the server does something
//   {wait: MILLIS}
"use strict";

const http = require("http");
const zlib = require("zlib");
const { Server } = require("socket.io");
const WebSocket = require("ws");

const OPEN = "/socket.io/?EIO=4&transport=polling";
const SESSION = OPEN + "&sid=SID";
const WS = "/socket.io/?EIO=4&transport=websocket";
const WS_SESSION = WS + "&sid=SID";
const SEPARATOR = "\x1e";

const get = (as, headers = {}, target = SESSION) => ({ as, method: "GET", target, headers, body: "" });
const post = (as, body, headers = {}) => ({ as, method: "POST", target: SESSION, headers, body });
const begin = (as, body) => ({ ...post(as, body), unfinished: true });
const more = (name, body) => ({ more: name, body });
const finish = (name, body) => ({ finish: name, body });
const other = (as, method, target = SESSION, headers = {}) => ({ as, method, target, headers, body: "" });
const open = (headers) => get("open", headers, OPEN);
const ws = (name, target = WS_SESSION) => ({ ws: name, target });
const say = (name, text) => ({ say: name, text });
const server = (what) => ({ server: what });
const wait = (millis) => ({ wait: millis });
const GZIP = { "accept-encoding": "gzip, br" };
const connected = (...steps) => [open(), post("connect", "40"), get("connected"), ...steps];
const probing = (...steps) => connected(ws("w"), say("w", "2probe"), ...steps);

const PAYLOADS = ["x", "", "2", "b%", "4" + SEPARATOR + "x", "44", "1", "0", "3", "5", "6", "2probe", "7", SEPARATOR, "b",
  "3" + SEPARATOR, ["3", "1", '42["echo",2]'].join(SEPARATOR), ["3", "x", '42["echo",2]'].join(SEPARATOR), '42["echo","ü€😀"]',
  "41", "40"];

const ENCODINGS = ["gzip, deflate", "deflate, gzip", "deflate", "gzip;q=0.5, deflate", "deflate;q=0.5, gzip;q=0.4", "*", "deflate, *",
  "gzip;q=0, *", "*;q=0.5, gzip;q=0.1", "*, gzip;q=0, deflate;q=0", "br, zstd, identity", "identity, deflate;q=0.1", "GZIP;Q=0.1", "deflate;q=x", ""];

const FROM = { origin: "http://a.example" };
const FROM_ELSEWHERE = { origin: "http://b.example" };
const PREFLIGHT = { ...FROM, "access-control-request-method": "POST", "access-control-request-headers": "x-one,x-two" };
const corsSteps = [open(), open(FROM), open(FROM_ELSEWHERE), other("preflight", "OPTIONS", OPEN, PREFLIGHT),
  other("bare preflight", "OPTIONS", OPEN), get("refused", FROM, "/socket.io/?EIO=4&transport=none")];

/** Each: [title, name of the options, steps]. */
const STORIES = [
  ["a handshake", "default", [open()]],
  ["a poll waits until there is something", "default", connected(get("poll"), server("emit"), get("next"))],
  ["what is said between two polls comes together", "default", connected(server("emit"), server("bytes"), server("emit"), get("poll"))],
  ["a poll that waits gets the first packet alone", "default", connected(get("poll"), server("bytes"), get("next"))],
  ["a payload of several packets, binary in base64", "default",
    connected(post("say", ['42["echo",1]', '451-["echo",{"_placeholder":true,"num":0}]', "bAQID"].join(SEPARATOR)), get("poll"))],
  ...PAYLOADS.map((payload) => ["the payload " + JSON.stringify(payload), "default",
    connected(get("poll"), post("say", payload), get("next"))]),
  ["two polls at a time", "default", connected(get("first"), get("second"), get("third"))],
  ["a client that leaves while its poll waits", "default", connected(get("poll"), { leave: "poll" }, get("next"))],
  ["a body of bytes", "default", connected(post("say", "40", { "content-type": "application/octet-stream" }), get("next"))],
  ["other methods", "default", connected(other("put", "PUT"), other("delete", "DELETE"), other("options", "OPTIONS"), server("emit"), get("next"))],
  ["a body that is too long", "small", connected(post("long", "4" + "x".repeat(100)), post("say", '42["echo",1]'), get("next"))],
  ["a body that comes in pieces", "default", connected(get("poll"), begin("say", '42["ec'), more("say", 'ho",'), finish("say", "1]"), get("next"))],
  ["a body that becomes too long", "small", connected(begin("long", "4" + "x".repeat(50)), more("long", "x".repeat(50)), post("say", '42["echo",1]'), get("next"))],
  ["two POSTs at a time", "default", connected(begin("first", '42["ec'), post("second", '42["echo",2]'), get("next"))],
  ["two POSTs at a time while a poll waits", "default", connected(get("poll"), begin("first", '42["ec'), begin("second", '42["ec'), get("next"))],
  ["a POST after another one", "default", connected(begin("first", '42["ec'), finish("first", 'ho",1]'), post("second", '42["echo",2]'), get("poll"))],
  ["a client that leaves in the middle of a POST", "default", connected(get("poll"), begin("say", '42["ec'), { leave: "say" }, get("next"))],
  ["the server disconnects in the middle of a POST", "default", connected(get("poll"), begin("say", '42["ec'), server("disconnect"), get("next"))],
  ["an upgrade in the middle of a POST", "default", probing(begin("say", '42["ec'), say("w", "5"), server("emit"))],
  ["answers are compressed as the client likes best", "default", connected(...ENCODINGS.flatMap((encoding) => [server("long"),
    get("poll " + encoding, { "accept-encoding": encoding })]))],
  ["long answers are compressed for who takes that", "default", connected(get("poll", GZIP), server("nearly long"), get("next", GZIP), server("long"),
    get("plain"), server("long"), get("not so", { "accept-encoding": "gzip;q=0" }), server("long"), get("open again", GZIP, OPEN))],
  ["long answers are never compressed", "no compression", connected(get("poll", GZIP), server("long"))],
  ["Internet Explorer", "default", [open({ "user-agent": "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko" })]],
  ["a session that does not exist", "default", [get("poll", {}, OPEN + "&sid=abc"), ws("w", WS + "&sid=abc")]],
  ["another revision than that of the session", "default", connected(get("poll", {}, "/socket.io/?EIO=3&transport=polling&sid=SID"),
    ws("w", "/socket.io/?EIO=3&transport=websocket&sid=SID"), server("emit"), get("next"))],
  ["a plain request for the WebSocket of a session that polls", "default", connected(get("poll", {}, WS_SESSION))],
  ["the server disconnects while a poll waits", "default", connected(get("poll"), server("disconnect"), get("next"), get("after"))],
  ["the server disconnects between polls", "default", connected(server("disconnect"), get("poll"), get("next"), get("after"))],
  ["the server disconnects, and the client does not come back", "default", connected(server("disconnect"), post("say", '42["echo",1]'))],

  ["an upgrade", "default", probing(get("poll"), wait(100), say("w", "5"), server("emit"), server("bytes"), say("w", '42["echo",1]'),
    get("late"), ws("second"))],
  ["while it is tried out, the first transport goes on", "default", probing(server("emit"), get("poll"), post("say", '42["echo",1]'),
    get("next"), wait(100), say("w", "5"), server("emit"))],
  ["what waits goes to the new transport, in order", "default", probing(server("emit"), server("bytes"), server("emit"), say("w", "5"))],
  ["an upgrade that does not wait for the poll", "default", connected(get("poll"), ws("w"), say("w", "5"), server("emit"))],
  ["a probe that says something else", "default", connected(ws("w"), say("w", '42["echo",1]'), server("emit"), get("poll"))],
  ["a probe that is no packet", "default", connected(ws("w"), say("w", "x"), server("emit"), get("poll"))],
  ["a probe that breaks, and a second one", "default", probing({ drop: "w" }, ws("v"), say("v", "2probe"), say("v", "5"), server("emit"))],
  ["two probes at a time", "default", probing(ws("v"), say("w", "5"), server("emit"))],
  ["a session that ends while it is tried out", "default", probing(get("poll"), post("say", "1"))],
  ["a session that is closed while it is tried out", "default", probing(server("disconnect"), say("w", "5"))],
  ["a client that does not finish in time", "default", probing(wait(400), server("emit"), get("poll"), say("w", "5"))],
  ["a WebSocket after a WebSocket", "default", [ws("v", WS), say("v", "40"), ws("w"), say("w", "2probe"), say("w", "5"), server("emit")]],
  ["an upgrade request for polling", "default", [ws("w", OPEN)]],

  ["only polling", "polling only", [...connected(server("emit"), get("poll")), ws("w", WS)]],
  ["only WebSocket", "websocket only", [open(), ws("w", WS)]],
  ["no upgrades offered", "no upgrades", [open()]],
  ["a cookie", "cookie", connected()],
  ["a cookie of one's own", "own cookie", [open()]],
  ["refused by allowRequest", "refusing", [open(), ws("w", WS)]],
  ["refused by allowRequest with words", "refusing with words", [open(), ws("w", WS)]],
  ["headers of one's own", "headers", connected(post("say", '42["echo",1]'), get("poll", GZIP), server("long"), other("put", "PUT"),
    get("none", {}, OPEN + "&sid=abc"), get("first"), get("second"))],
  ["cors: any origin", "cors any", corsSteps],
  ["cors: one origin", "cors one", corsSteps],
  ["cors: some origins, with credentials", "cors some", connected(get("poll", FROM), server("emit"), ...corsSteps)],
  ["cors: everything said", "cors full", corsSteps],
];

const OPTIONS = {
  "default": {},
  "eio3": { allowEIO3: true },
  "eio3, short heartbeat": { allowEIO3: true, pingInterval: 1000, pingTimeout: 1000 },
  "small": { maxHttpBufferSize: 100 },
  "no compression": { httpCompression: false },
  "polling only": { transports: ["polling"] },
  "websocket only": { transports: ["websocket"] },
  "no upgrades": { allowUpgrades: false },
  "cookie": { cookie: true },
  "own cookie": { cookie: { name: "lb", path: "/x", httpOnly: false, sameSite: "none", secure: true, domain: "a.example", maxAge: 60 } },
  "refusing": { allowRequest: (req, callback) => callback(null, false) },
  "refusing with words": { allowRequest: (req, callback) => callback('not "you"', false) },
  "headers": {},
  "cors any": { cors: { origin: "*" } },
  "cors one": { cors: { origin: "http://a.example" } },
  "cors some": { cors: { origin: ["http://a.example", "http://c.example"], credentials: true } },
  "cors full": { cors: { origin: "http://a.example", methods: ["GET", "POST"], allowedHeaders: ["x-one"],
    exposedHeaders: ["x-three", "x-four"], credentials: true, maxAge: 7 } },
};

const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const masked = (text) => text.replace(/sid(\\?":\\?")[^"\\]+/g, "sid$1…").replace(/(io|lb)=[A-Za-z0-9_-]{20}/g, "$1=…");
const OPEN_PACKET = /^[^|]*\| (?:___eio\[\d+\]\(")?(?:\d+:)?0\{\\?"sid\\?":\\?"([^"\\]+)/;
const UNTOLD = /^(date|connection|keep-alive|content-length|transfer-encoding)$/;

class Teller {
  constructor(options) {
    this.heard = [];
    this.requests = {};
    this.sockets = {};
    this.io = new Server({ upgradeTimeout: 400, serveClient: false, ...options });
    this.io.on("connection", (socket) => {
      socket.on("echo", (...args) => socket.emit("echo", ...args));
      socket.on("disconnect", (reason) => this.hear("ended: " + reason));
    });
    this.io.of("/chat").on("connection", (socket) => socket.emit("welcome", socket.id, socket.handshake.auth));
    this.io.of("/closed").use((socket, next) => next(Object.assign(new Error("not you"), { data: socket.handshake.auth.data })));
    this.io.listen(0);
    if (options === OPTIONS.headers) {
      this.io.engine.on("initial_headers", (headers) => (headers["x-first"] = "yes"));
      this.io.engine.on("headers", (headers) => (headers["x-all"] = "yes"));
    }
  }

  hear(line) {
    const sid = OPEN_PACKET.exec(line);
    if (sid) this.sid = sid[1];
    this.heard.push(masked(line).replaceAll("#" + this.sid, "#SID"));
  }

  async act(step) {
    const target = (step.target || "").replace("SID", this.sid);
    const port = this.io.httpServer.address().port;
    if (step.as) {
      const request = http.request({ host: "127.0.0.1", port, method: step.method, path: target, headers: step.headers, agent: false });
      request.on("response", (response) => this.tellResponse(step.as, response));
      request.on("error", () => step.unfinished && !request.answered && this.requests[step.as] && this.hear(step.as + " closed"));
      request.on("response", () => (request.answered = true));
      if (step.unfinished) request.write(step.body);
      else request.end(step.hex ? Buffer.from(step.hex, "hex") : step.body);
      this.requests[step.as] = request;
    } else if (step.leave) {
      this.requests[step.leave].destroy();
      delete this.requests[step.leave];
    } else if (step.more) {
      this.requests[step.more].write(step.body);
    } else if (step.finish) {
      this.requests[step.finish].end(step.body);
    } else if (step.ws) {
      const socket = (this.sockets[step.ws] = new WebSocket(`ws://localhost:${port}${target}`));
      socket.on("message", (data, binary) => this.hear(step.ws + " | " + (binary ? `<${data.toString("hex")}>` : data)));
      socket.on("unexpected-response", (_, response) => this.tellResponse(step.ws, response));
      socket.on("open", () => socket.on("close", () => this.hear(step.ws + " closed")));
      socket.on("error", () => {});
      await new Promise((decided) => socket.on("open", decided).on("unexpected-response", decided));
    } else if (step.say) {
      const socket = this.sockets[step.say];
      if (socket.readyState === WebSocket.OPEN) socket.send(step.text ?? Buffer.from(step.hex, "hex"));
    } else if (step.drop) {
      this.sockets[step.drop].removeAllListeners("close");
      this.sockets[step.drop].terminate();
    } else if (step.server) {
      ({ emit: () => this.io.emit("x", 1), long: () => this.io.emit("x", "x".repeat(1014)), "nearly long": () => this.io.emit("x", "x".repeat(1013)), bytes: () => this.io.emit("x", Buffer.from([1, 2, 3])),
        disconnect: () => this.io.disconnectSockets(true) })[step.server]();
    }
    await pause(step.wait || 0);
    for (let rounds = 0; rounds < 25; rounds++) await pause(1); // many turns of the loop, however slow the machine is
  }

  tellResponse(name, response) {
    const chunks = [];
    response.on("data", (chunk) => chunks.push(chunk));
    response.on("end", () => {
      const octets = response.headers["content-type"] === "application/octet-stream";
      const sent = Buffer.concat(chunks);
      const bytes = response.headers["content-encoding"] ? zlib.unzipSync(sent) : sent; // gzip or deflate, as it finds it
      const body = octets ? `<${bytes.toString("hex")}>` : bytes.toString();
      const headers = Object.entries(response.headers).filter(([key]) => !UNTOLD.test(key)).map(([key, value]) => `${key}: ${value}`);
      this.hear([name, response.statusCode, ...headers.sort()].join(" ; ") + " | " + body);
    });
  }

  /** What was heard since the last call, by the names of who heard it: connections have no order between them. */
  news() {
    const name = (line) => /^(.*?)( \||: | ;| closed)/.exec(line)[1];
    return this.heard.splice(0).sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  }

  end() {
    Object.values(this.sockets).forEach((socket) => socket.terminate());
    this.io.close();
    this.io.httpServer.closeAllConnections();
  }
}

async function tell([title, options, steps]) {
  const teller = new Teller(OPTIONS[options]);
  await pause(10);
  const told = [];
  for (const step of steps) {
    await teller.act(step);
    told.push({ ...step, hears: teller.news() });
  }
  teller.end();
  return { title, options, steps: told };
}

/** The stories, told to Node: their steps, each with what was heard after it. One at a time, for the sake of their timers. */
exports.record = async (stories = STORIES) => {
  const told = [];
  for (const story of stories) told.push(await tell(story));
  return told;
};

if (require.main === module) {
  exports.record().then((stories) => {
    console.log(JSON.stringify(stories, null, 1));
    process.exit(0);
  });
}

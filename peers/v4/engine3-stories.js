// What engine.io 6 with allowEIO3 answers to clients of Engine.IO 3 (and Socket.IO 1 and 2): more stories of the kind that
// engine-stories.js explains. The last ones poll with JSONP, which clients of either revision may do.
"use strict";

const OPEN = "/socket.io/?EIO=3&transport=polling";
const WS = "/socket.io/?EIO=3&transport=websocket";
const JSONP = OPEN + "&b64=1&j=7";
const SESSION = "&sid=SID";

const get = (as, target = OPEN + SESSION) => ({ as, method: "GET", target, headers: {}, body: "" });
const post = (as, body, target = OPEN + SESSION, headers = {}) => ({ as, method: "POST", target, headers, body });
const octets = (as, hex) => ({ as, method: "POST", target: OPEN + SESSION, headers: { "content-type": "application/octet-stream" }, hex });
const form = (as, d, target = JSONP) =>
  post(as, "d=" + encodeURIComponent(d), target + SESSION, { "content-type": "application/x-www-form-urlencoded" });
const ws = (name, target = WS) => ({ ws: name, target });
const say = (name, text) => ({ say: name, text });
const sayBytes = (name, hex) => ({ say: name, hex });
const server = (what) => ({ server: what });
const wait = (millis) => ({ wait: millis });

const payload = (...packets) => packets.map((packet) => packet.length + ":" + packet).join("");
const bytes = (text) => Buffer.from(text).toString("hex");
const piece = (kind, content) => kind + [...String(content.length / 2)].map((digit) => "0" + digit).join("") + "ff" + content;
const textPiece = (text) => piece("00", bytes(text));
const bytesPiece = (hex) => piece("01", hex);

const connected = (...steps) => [get("open", OPEN), get("connected"), ...steps];
const probing = (...steps) => connected(ws("w", WS + SESSION), say("w", "2probe"), ...steps);
const withWebSocket = (...steps) => [ws("w"), ...steps];

const ECHO_BYTES = '451-["echo",{"_placeholder":true,"num":0}]';
const PAYLOADS = ["", "x", "0:", "1:2", "1:3", "1:1", "1:0", "1:5", "1:6", "1:7", "2:2x", "3:2x", "2", ":2", "a:2", "-1:2", "01:2",
  "1:21:2", "1:2x", "1:2 ", "1:x1:2", "0:1:2", "2:b4", "1:b", "3:b9A", payload("2probe"), payload('42["echo",1]', "6", '42["echo",2]'),
  payload("2", "x", '42["echo",2]'), payload('42["echo","ü€😀"]'), payload("41"), payload("40"), payload("44"), payload(ECHO_BYTES, "b4AQID")];
const OCTETS = ["", textPiece("2"), textPiece("3"), textPiece("1"), textPiece("x"), textPiece('42["echo","ü€😀"]'),
  textPiece(ECHO_BYTES) + bytesPiece("04010203"), textPiece(ECHO_BYTES) + textPiece("b4AQID"), bytesPiece("02"), bytesPiece("09aa"), bytesPiece(""),
  textPiece("2") + textPiece("x") + textPiece("2"), piece("00", "32ff"), piece("05", "0402"), "00", "0001", "00ff"];

exports.STORIES = [
  ["not on request: refused", "default", [get("open", OPEN), get("no revision", "/socket.io/?transport=polling")]],
  ["a handshake, and the namespace / without being asked for", "eio3", connected()],
  ["a client that names no revision speaks this one", "eio3",
    [get("open", "/socket.io/?transport=polling"), get("connected", "/socket.io/?transport=polling&sid=SID")]],
  ["the other revision beside it", "eio3", [get("open", "/socket.io/?EIO=4&transport=polling"), get("other", OPEN + SESSION)]],
  ["another revision than that of the session", "eio3", connected(get("poll", "/socket.io/?EIO=4&transport=polling&sid=SID"))],
  ["what is said between two polls comes together", "eio3", connected(server("emit"), server("emit"), get("poll"))],
  ["bytes to a client that takes them", "eio3", connected(server("emit"), server("bytes"), get("poll"))],
  ["bytes to a client that does not", "eio3", [get("open", OPEN + "&b64=1"), get("connected"), server("emit"), server("bytes"), get("poll")]],
  ...PAYLOADS.map((text) => ["the payload " + JSON.stringify(text), "eio3", connected(get("poll"), post("say", text), get("next"))]),
  ...OCTETS.map((hex) => [`the bytes <${hex}>`, "eio3", connected(get("poll"), octets("say", hex), get("next"))]),
  ["a heartbeat that the client keeps up", "eio3, short heartbeat", connected(wait(1000), post("say", "1:2"), get("pong"), wait(1000), get("poll"),
    post("again", "1:2"))],
  ["a heartbeat that the client misses", "eio3, short heartbeat", connected(wait(2500))],
  ["the server disconnects while a poll waits", "eio3", connected(get("poll"), server("disconnect"), get("next"))],
  ["the server disconnects between polls", "eio3", connected(server("disconnect"), get("poll"), get("next"))],

  ["a WebSocket", "eio3", withWebSocket(say("w", '42["echo",1]'), say("w", "2"), server("emit"), say("w", "41"))],
  ["bytes over WebSocket", "eio3", withWebSocket(say("w", ECHO_BYTES), sayBytes("w", "04010203"), server("bytes"))],
  ["bytes as text over WebSocket", "eio3", [ws("w", WS + "&b64=1"), say("w", ECHO_BYTES), say("w", "b4AQID"), server("bytes")]],
  ["bytes as text over WebSocket in revision 4", "default", [ws("w", "/socket.io/?EIO=4&transport=websocket&b64=1"), say("w", "40"), server("bytes")]],
  ...["x", "", "3", "1", "b", "b9AA", "7"].map((text) => [`the frame ${JSON.stringify(text)}`, "eio3", withWebSocket(say("w", text), say("w", "2"))]),
  ...["", "02", "03", "09aa", "04"].map((hex) => [`the frame <${hex}>`, "eio3", withWebSocket(sayBytes("w", hex), say("w", "2"))]),
  ["an upgrade", "eio3", probing(get("poll"), wait(100), say("w", "5"), server("emit"), server("bytes"), say("w", "2"))],
  ["what waits goes to the new transport, in order", "eio3", probing(server("emit"), server("bytes"), server("emit"), say("w", "5"))],
  ["a client that polls without bytes, and takes them over WebSocket", "eio3", [get("open", OPEN + "&b64=1"), get("connected"), server("bytes"),
    get("poll"), ws("w", WS + SESSION), say("w", "2probe"), say("w", "5"), server("bytes")]],

  ["a namespace, its query as auth", "eio3", withWebSocket(say("w", "40/chat?token=a%20b&x=1&x=2,"), say("w", '42/chat,["nobody listens"]'))],
  ["a namespace without a query", "eio3", withWebSocket(say("w", "40/chat,"), say("w", "41/chat,"), say("w", "40/chat"))],
  ["a namespace that there is not", "eio3", withWebSocket(say("w", "40/nope?a=b,"), say("w", "2"))],
  ["a namespace that refuses", "eio3", withWebSocket(say("w", "40/closed,"), say("w", "40/closed?data=more,"), say("w", "2"))],
  ["the namespace / once more", "eio3", withWebSocket(say("w", "40"), say("w", "2"))],

  ["JSONP", "eio3", [get("open", JSONP), get("connected", JSONP + SESSION), get("poll", JSONP + SESSION), form("say", payload('42["echo","</script>\u2028"]')),
    server("bytes"), get("next", JSONP + SESSION)]],
  ["JSONP: line ends", "eio3", [get("open", JSONP), get("connected", JSONP + SESSION), form("say", payload('42["echo","a\\\\nb"]')),
    form("raw", '16:42["echo","a\\\\\\nb"]'), get("poll", JSONP + SESSION)]],
  ["JSONP: a form without a payload, and no form", "eio3", [get("open", JSONP), get("connected", JSONP + SESSION), post("say", "e=1", JSONP + SESSION),
    post("text", "1:2", JSONP + SESSION), form("ping", "1:2"), get("poll", JSONP + SESSION)]],
  ["JSONP: the callback's name is a number", "eio3", [get("open", OPEN + "&j=a1(b2"), get("poll", OPEN + SESSION + "&j=3")]],
  ["JSONP in revision 4", "default", [get("open", "/socket.io/?EIO=4&transport=polling&j=0"),
    form("say", "40", "/socket.io/?EIO=4&transport=polling&j=0"), get("poll", "/socket.io/?EIO=4&transport=polling&j=0&sid=SID")]],
];

if (require.main === module) {
  require("./engine-stories").record(exports.STORIES).then((stories) => {
    console.log(JSON.stringify(stories, null, 1));
    process.exit(0);
  });
}

// What DEBUG=* prints on standard error while one client tells its story; started by record-golden.js. Standard output gets
// the frames that the client sent.
"use strict";

const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-adapter");
const WebSocket = require("ws");

exports.FRAMES = ["40", '420["hi",42]', '430["r"]', '42["rooms"]', '42["nobody listens",{"a":1}]', "40/nope,", "439[]", "41"];

class SilentRedis {
  publish() {}
  pSubscribe() {}
  subscribe() {}
  on() {}
  listenerCount() {
    return 1;
  }
}

function start() {
  const redis = new SilentRedis();
  const io = new Server({ transports: ["websocket"], adapter: createAdapter(redis, redis) });
  io.on("connection", (socket) => {
    socket.on("hi", (number, ack) => {
      ack("ok", number);
      setImmediate(() => socket.emit("question", { a: 1 }, () => {}));
    });
    socket.on("rooms", () => {
      socket.join("r1");
      socket.join(["r2", "r3"]);
      socket.leave("r2");
      io.to("r1").emit("to r1", 1);
      setImmediate(() => socket.broadcast.emit("to others"));
    });
  });
  io.listen(0);
  io.httpServer.on("listening", () => tell(io.httpServer.address().port));
}

function tell(port) {
  const frames = [...exports.FRAMES];
  const client = new WebSocket(`ws://localhost:${port}/socket.io/?EIO=4&transport=websocket`);
  client.on("open", () => {
    setInterval(() => (frames.length ? client.send(frames.shift()) : process.exit(0)), 60);
  });
}

if (require.main === module) {
  start();
}

// A server of `./fanout bench`: node bench.js worker|master REDIS_PORT. It obeys ../pace.js.
"use strict";

const { createServer } = require("http");
const { Server } = require("socket.io");
const { createClient } = require("redis");
const { createAdapter } = require("@socket.io/redis-adapter");
const { obey } = require("../pace");

async function main(role, redisPort) {
  const pub = createClient({ url: "redis://127.0.0.1:" + redisPort });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);
  const http = createServer();
  const io = new Server(http, { adapter: createAdapter(pub, sub) });
  io.on("connection", (socket) => socket.on("join", (room) => socket.join(room)));
  obey((payload, room) => (room ? io.to(room) : io).emit("data", payload));
  if (role === "master") return console.log("ready");
  http.listen(0, "127.0.0.1", () => console.log("listening " + http.address().port));
}

main(...process.argv.slice(2));

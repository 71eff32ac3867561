// The Node worker of docs/beside-node.md: node worker.js REDIS_URL PORT, 0 for any free port. It obeys its standard input, too.
"use strict";

const { createServer } = require("http");
const { Server } = require("socket.io");
const { createClient } = require("redis");
const { createAdapter } = require("@socket.io/redis-adapter");
const { obey } = require("./lines");

async function main(url, port) {
  // region worker
  const pub = createClient({ url });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);

  const http = createServer();
  const io = new Server(http, { adapter: createAdapter(pub, sub) });
  io.on("connection", (socket) => {
    socket.emit("data", "connected to worker: node");
    socket.on("say", (text) => io.emit("said", text));
    socket.on("disconnect", (reason) => io.emit("left", reason));
  });
  http.listen(port, () => console.log("listening " + http.address().port));
  // endregion
  // region stop
  process.on("SIGTERM", async () => {
    await io.close();
    await Promise.all([pub.quit(), sub.quit()]);
    process.exit(0);
  });
  // endregion
  obey({ io });
}

main(process.argv[2], Number(process.argv[3]));

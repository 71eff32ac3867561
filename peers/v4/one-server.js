// What a Socket.IO 4.8 server of these folders does that is alone in its process, with an adapter of its caller's: it prints
// `listening PORT`, and `hello […]` when another server says so, and obeys its standard input.
"use strict";

const { createServer } = require("http");
const { Server } = require("socket.io");
const { obey } = require("./lines");

exports.serve = (adapter, options = {}) => {
  const http = createServer();
  const io = new Server(http, { adapter, ...options });
  const chat = io.of("/chat");
  io.on("connection", (socket) => socket.emit("data", "connected to worker: node"));
  for (const namespace of [io, chat]) {
    namespace.on("connection", (socket) => {
      socket.on("join", (room, ack) => {
        socket.join(room);
        ack("ok");
      });
    });
  }
  io.on("hello", (...args) => {
    const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
    console.log("hello " + JSON.stringify(args));
    ack("hello from node");
  });
  http.listen(0, "127.0.0.1", () => console.log("listening " + http.address().port));
  obey({ io, chat });
};

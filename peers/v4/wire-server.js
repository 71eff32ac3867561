// A socket.io 4.8 server without a Redis, for those who speak to it in bytes: node wire-server.js
// It prints its port, and how each client of it ended. The servers of PollingWireTest and OddRequestsTest are the same in Java.
"use strict";

const { createServer } = require("http");
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 1000 });
io.on("connection", (socket) => {
  socket.on("disconnect", (reason) => console.log("ended: " + reason));
  socket.on("leave", () => socket.disconnect(true));
});
http.listen(0, "127.0.0.1", () => console.log("listening " + http.address().port));

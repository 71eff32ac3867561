// A socket.io-client 4.8: node client.js URL [TRANSPORTS]. TRANSPORTS is "polling", "websocket", or both with a comma, which
// is the default of the client and moves from the first to the second. It prints what it gets; an event that asks for an ack
// is answered with "answer" and its own arguments.
"use strict";

const { io } = require("socket.io-client");
const { obey } = require("./lines");

const transports = (process.argv[3] || "websocket").split(",");
const socket = io(process.argv[2], { transports, auth: { token: "secret" }, reconnection: false });
// Said as soon as there is a transport: the upgrade may be over before the namespace is connected.
socket.io.on("open", () => socket.io.engine.on("upgrade", (transport) => console.log("upgraded to " + transport.name)));
socket.on("connect", () => console.log("connected " + socket.id));
socket.on("connect_error", (e) => console.log("connect_error " + e.message));
socket.on("disconnect", (reason) => console.log("disconnect " + reason));
socket.onAny((...args) => {
  const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
  console.log("event " + JSON.stringify(args));
  ack("answer", ...args.slice(1));
});
obey({ socket });

// The client of docs/beside-node.md: node worker-client.js URL…. With more than one URL, it comes back to the next one each time, as
// if a balancer had sent it there. It obeys its standard input, too.
"use strict";

const { io } = require("socket.io-client");
const { obey } = require("./lines");

const urls = process.argv.slice(2);
const url = urls[0];

// region client
const socket = io(url, { withCredentials: true }); // keeps the balancer's cookie
socket.on("data", (greeting) => console.log("data " + greeting));
socket.on("said", (text) => console.log("said " + text));
socket.on("left", (reason) => console.log("left " + reason));
socket.on("disconnect", (reason) => console.log("disconnect " + reason)); // it comes back by itself
// endregion

socket.on("disconnect", () => {
  urls.push(urls.shift());
  socket.io.uri = urls[0];
});
socket.on("connect_error", (e) => console.log("connect_error " + e.message));
obey({ socket });

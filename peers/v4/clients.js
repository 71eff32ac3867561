// Clients of socket.io-client 4.8, one for each URL, each in the namespaces / and /chat: node clients.js URL…
// It prints `connected` when all are. An event is answered with its own arguments, if it wants an answer and is not "silent".
// An event called "fence" ends what the clients have heard in one step of a test; one called "settled" is not counted.
"use strict";

const { io } = require("socket.io-client");
const { obey } = require("./lines");

const next = (socket, event) => new Promise((done) => socket.once(event, done));

class Client {
  constructor(url, index) {
    this.heard = [];
    const options = { auth: { index }, transports: ["websocket"], reconnection: false };
    this.socket = this.listen(io(url, options), "");
    this.chat = this.listen(this.socket.io.socket("/chat", options), "/chat ");
    this.both = [this.socket, this.chat];
  }

  listen(socket, prefix) {
    socket.onAny((name, ...args) => {
      const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
      this.heard.push([prefix + name, ...args]);
      if (name !== "silent") ack(args[0], "ignored");
      if (name === "fence" || name === "settled") this.onFence?.();
    });
    socket.on("disconnect", (reason) => this.heard.push([prefix + "disconnect", reason]));
    return socket;
  }

  connected() {
    return Promise.all(this.both.map((socket) => socket.connected || next(socket, "connect")));
  }

  /** What was heard before the fence. */
  async beforeFence() {
    const fence = () => this.heard.findIndex(([name]) => name === "fence");
    while (fence() < 0) await new Promise((done) => (this.onFence = done));
    const before = this.heard.slice(0, fence());
    this.heard.splice(0, fence() + 1);
    return before;
  }

  /** Has heard that its server has settled. */
  async settled() {
    const settled = () => this.heard.findIndex(([name]) => name === "settled");
    while (settled() < 0) await new Promise((done) => (this.onFence = done));
    this.heard.splice(settled(), 1);
  }

  /** Comes back after it was sent away, with or without its connection; tells what it has heard until then. */
  async back(connectionClosed) {
    if (this.socket.connected) await next(this.socket, "disconnect");
    const { engine } = this.socket.io;
    if (connectionClosed && engine.readyState !== "closed") await next(engine, "close");
    this.both.forEach((socket) => socket.connect());
    await this.connected();
    return this.heard.splice(0);
  }
}

async function main() {
  const clients = process.argv.slice(2).map((url, index) => new Client(url, index));
  await Promise.all(clients.map((client) => client.connected()));
  console.log("connected");
  obey({
    clients,
    beforeFence: () => Promise.all(clients.map((client) => client.beforeFence())),
    settled: () => Promise.all(clients.map((client) => client.settled())),
  });
}

main();

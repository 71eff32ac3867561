// A Socket.IO 4.8 server, joined to others by @socket.io/redis-streams-adapter 0.3.1, that lets clients recover:
//   node streams-server.js REDIS_URL
"use strict";

const { createClient } = require("redis");
const { createAdapter } = require("@socket.io/redis-streams-adapter");
const { serve } = require("./one-server");

async function main() {
  const redis = createClient({ url: process.argv[2] });
  await redis.connect();
  serve(createAdapter(redis), { connectionStateRecovery: {} });
}

main();

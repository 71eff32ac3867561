// A Socket.IO 4.8 server, joined to others by the sharded adapter of @socket.io/redis-adapter 8.3 on a Redis 7:
// node sharded-server.js REDIS_URL MODE, a mode of subscription (static, dynamic, dynamic-private).
"use strict";

const { createClient } = require("redis");
const { createShardedAdapter } = require("@socket.io/redis-adapter");
const { serve } = require("./one-server");

async function main() {
  const pub = createClient({ url: process.argv[2] });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);
  serve(createShardedAdapter(pub, sub, { subscriptionMode: process.argv[3] }));
}

main();

// A @socket.io/redis-emitter 5: node emitter.js REDIS_URL
"use strict";

const { createClient } = require("redis");
const { Emitter } = require("@socket.io/redis-emitter");
const { obey } = require("./lines");

async function main() {
  const redis = createClient({ url: process.argv[2] });
  await redis.connect();
  console.log("ready");
  obey({ emitter: new Emitter(redis) });
}

main();

// A Socket.IO 4.8 server, joined to others by @socket.io/redis-adapter 8.3 or its adapter of streams 0.3.1 on a Redis Cluster, as shown for the
// `redis` package: node cluster-server.js ADAPTER PREFIX HOST:PORT…, an adapter (classic, sharded, streams), and nodes of the cluster.
"use strict";

const { createCluster } = require("redis");
const { createAdapter, createShardedAdapter } = require("@socket.io/redis-adapter");
const streams = require("@socket.io/redis-streams-adapter");
const { serve } = require("./one-server");

async function main() {
  const [adapter, prefix, ...nodes] = process.argv.slice(2);
  const pub = createCluster({ rootNodes: nodes.map((address) => ({ url: "redis://" + address })) });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);
  serve({
    classic: () => createAdapter(pub, sub, { key: prefix, requestsTimeout: 20_000 }),
    sharded: () => createShardedAdapter(pub, sub, { channelPrefix: prefix }),
    streams: () => streams.createAdapter(pub, { channelPrefix: prefix, streamName: prefix }),
  }[adapter]());
}

main();

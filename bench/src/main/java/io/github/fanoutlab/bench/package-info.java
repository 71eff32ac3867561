/**
 * How fast and how small the servers are, compared with Node and netty-socketio: {@code ./fanout bench fanout} and the other
 * benches.
 *
 * <p>A {@link io.github.fanoutlab.bench.Cluster} is a Redis, a master and workers of one {@link io.github.fanoutlab.bench.Peer},
 * each a process of its own. {@link io.github.fanoutlab.bench.Load} is all of their clients, in one thread of this process.
 * {@link io.github.fanoutlab.bench.Usage} reads from the operating system what a process has cost, which works on Linux only.
 */
package io.github.fanoutlab.bench;

/**
 * How fast the servers are, and how small, beside Node and netty-socketio: {@code ./fanout bench fanout} and its kin.
 *
 * <p>A {@link io.github.fanoutlab.bench.Cluster} is a Redis, a master and workers of one {@link io.github.fanoutlab.bench.Peer}, each a
 * process of its own. {@link io.github.fanoutlab.bench.Load} is all of their clients, in one thread of this process. What a process has
 * cost is read from the operating system, as {@link io.github.fanoutlab.bench.Usage}. So this works on Linux only.
 */
package io.github.fanoutlab.bench;

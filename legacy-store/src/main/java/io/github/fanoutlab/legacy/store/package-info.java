/**
 * How the nodes of one cluster are connected, and where a client's own data is kept: in memory, or in Redis over three
 * connections.
 *
 * <p>A store publishes arguments on a {@link io.github.fanoutlab.legacy.store.Channel}, and delivers those of other nodes. It
 * does not know what they mean: see {@code StoreMessage} of the server.
 *
 * <p>The reference is npm's {@code socket.io} 0.9.19, {@code lib/store.js} and {@code lib/stores/}.
 */
package io.github.fanoutlab.legacy.store;

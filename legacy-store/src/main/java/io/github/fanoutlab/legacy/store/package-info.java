/**
 * What the nodes of one cluster tell each other, and where a client's own data is kept: in memory, or in Redis over
 * three connections.
 *
 * <p>The referee is npm's {@code socket.io} 0.9.19, {@code lib/store.js} and {@code lib/stores/}.
 */
package io.github.fanoutlab.legacy.store;

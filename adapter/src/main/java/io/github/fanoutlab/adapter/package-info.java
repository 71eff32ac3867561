/**
 * The Socket.IO 1.0+ server, scaled by a Redis adapter. The door is {@link io.github.fanoutlab.adapter.SocketIoServer}.
 *
 * <p>Dependencies run one way: {@code engine} (connections) &lt;- {@code protocol} (packets) &lt;- {@code server} (namespaces,
 * rooms) &lt;- {@code redis} (the adapter for many nodes, the emitter). {@code adapter/README.md} follows a broadcast from an emit to
 * the clients of every node.
 */
package io.github.fanoutlab.adapter;

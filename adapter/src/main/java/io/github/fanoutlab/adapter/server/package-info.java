/**
 * The Socket.IO server: namespaces, sockets, rooms, and the adapter that broadcasts go through.
 *
 * <p>In reading order: {@link io.github.fanoutlab.adapter.server.Namespaces} has the namespaces of a server; a {@code Client} is
 * one connection, with a {@link io.github.fanoutlab.adapter.server.Socket} in each {@link
 * io.github.fanoutlab.adapter.server.Namespace} that it is connected to; {@link
 * io.github.fanoutlab.adapter.server.BroadcastOperator} selects sockets; the {@link io.github.fanoutlab.adapter.server.Adapter}
 * of the namespace, such as {@link io.github.fanoutlab.adapter.server.MemoryAdapter}, knows their {@code Rooms} and delivers to
 * them.
 *
 * <p>All of it lives on the node's loop. Methods that send or change something may be called from any thread, and move to the
 * loop by themselves. Read the rest (rooms, data) on the loop, that is, in handlers. Peer: npm {@code socket.io} 4.8.
 */
package io.github.fanoutlab.adapter.server;

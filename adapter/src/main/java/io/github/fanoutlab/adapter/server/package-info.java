/**
 * The Socket.IO server: namespaces, sockets, rooms, and the adapter that broadcasts go through.
 *
 * <p>Everything here lives on the node's loop. What programs call to send or to change rooms may be called from any thread
 * and hops onto the loop by itself; what they read (rooms, data) is read on the loop, that is, in handlers. Peer: npm {@code
 * socket.io} 4.8.
 */
package io.github.fanoutlab.adapter.server;

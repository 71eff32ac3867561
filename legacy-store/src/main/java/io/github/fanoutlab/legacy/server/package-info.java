/**
 * The Socket.IO 0.9 server: handshakes, transports, namespaces, rooms, and the tables that every node keeps of every
 * session.
 *
 * <p>The referee is npm's {@code socket.io} 0.9.19; classes and methods carry the names they have there ({@code
 * lib/manager.js}, {@code lib/transport.js}, {@code lib/namespace.js}, {@code lib/socket.js}), so that both can be read
 * side by side.
 */
package io.github.fanoutlab.legacy.server;

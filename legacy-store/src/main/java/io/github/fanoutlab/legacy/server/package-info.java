/**
 * The Socket.IO 0.9 server: handshakes, transports, namespaces, rooms, and the tables that every node keeps of every
 * session. {@link io.github.fanoutlab.legacy.server.Manager} is the table of contents.
 *
 * <p>The reference is npm's {@code socket.io} 0.9.19. Classes and methods have the names they have there ({@code lib/manager.js},
 * {@code lib/transport.js}, {@code lib/namespace.js}, {@code lib/socket.js}), so that both can be read side by side.
 */
package io.github.fanoutlab.legacy.server;

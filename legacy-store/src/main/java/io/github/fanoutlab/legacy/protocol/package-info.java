/**
 * The Socket.IO 0.9 wire (protocol revision 1): packets and their text, and JSON as JavaScript reads it.
 *
 * <p>The reference is {@code lib/parser.js} of npm's {@code socket.io} 0.9.19. The tests compare this package with vectors that
 * were recorded from it.
 */
package io.github.fanoutlab.legacy.protocol;

/**
 * The Socket.IO 0.9 wire (protocol revision 1): packets and their text, and JSON as JavaScript reads it.
 *
 * <p>The referee is {@code lib/parser.js} of npm's {@code socket.io} 0.9.19; vectors recorded from it hold this package
 * in the tests.
 */
package io.github.fanoutlab.legacy.protocol;

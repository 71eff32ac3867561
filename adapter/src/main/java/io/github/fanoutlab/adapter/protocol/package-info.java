/**
 * Socket.IO packets, protocol revision 5, which travel in the messages of Engine.IO.
 *
 * <p>Payloads are Jackson trees, and are written as JavaScript's {@code JSON.stringify} writes them, byte for byte; bytes
 * travel as attachments. Peer: npm {@code socket.io-parser} 4.2.
 */
package io.github.fanoutlab.adapter.protocol;

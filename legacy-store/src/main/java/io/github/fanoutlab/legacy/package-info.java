/**
 * Socket.IO 0.9 as it was. {@link io.github.fanoutlab.legacy.LegacyServer} is the API, and {@link
 * io.github.fanoutlab.legacy.server.Manager} is the table of contents behind it.
 *
 * <p>{@code legacy-store/README.md} follows an emit through these classes, from the namespace of one node to the transports of another.
 */
package io.github.fanoutlab.legacy;

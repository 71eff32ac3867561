/**
 * Socket.IO 0.9 as it was. {@link io.github.fanoutlab.legacy.LegacyServer} is the API, and {@link
 * io.github.fanoutlab.legacy.server.Manager} is the table of contents behind it.
 *
 * <p>How an emit reaches every client of the cluster, class by class:
 *
 * <ol>
 *   <li>{@link io.github.fanoutlab.legacy.server.Namespace} and {@link io.github.fanoutlab.legacy.server.Broadcast}: the recipients,
 *       and the {@link io.github.fanoutlab.legacy.protocol.Packet}
 *   <li>{@link io.github.fanoutlab.legacy.protocol.PacketText}: the packet as text
 *   <li>{@link io.github.fanoutlab.legacy.server.StoreMessage.Dispatch}: the message to all nodes; first it is applied to this one
 *   <li>{@link io.github.fanoutlab.legacy.store.RedisStore} and {@link io.github.fanoutlab.legacy.store.Envelope}: bytes to Redis, by
 *       PUBLISH on the {@link io.github.fanoutlab.legacy.store.Channel} {@code dispatch}
 *   <li>the {@code RedisStore} and {@code Envelope} of another node: bytes from Redis; the node's own echo is dropped
 *   <li>{@code StoreMessage.Dispatch} there: looks for the room's members in {@link
 *       io.github.fanoutlab.legacy.server.SessionTables}
 *   <li>{@link io.github.fanoutlab.legacy.server.Sessions}: which of them have an open transport here
 *   <li>{@link io.github.fanoutlab.legacy.server.Transport}, such as {@link
 *       io.github.fanoutlab.legacy.server.WebSocketTransport}: bytes to the client
 * </ol>
 */
package io.github.fanoutlab.legacy;

/**
 * Engine.IO: one lasting connection to a client, whatever carries it.
 *
 * <p>A request is verified and becomes an {@link io.github.fanoutlab.adapter.engine.EngineSocket}; the socket pings its
 * client and hands on the messages. It knows nothing of Socket.IO. Protocol revision 4; peer: npm {@code engine.io} 6.6.
 * WebSocket only for now: a request for long-polling is answered as a Node server with {@code transports: ["websocket"]}
 * answers it, with "Transport unknown".
 */
package io.github.fanoutlab.adapter.engine;

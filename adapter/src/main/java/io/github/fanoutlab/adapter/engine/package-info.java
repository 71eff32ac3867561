/**
 * Engine.IO: one lasting connection to each client, whatever carries it.
 *
 * <pre>
 *   EngineServer    verifies requests and WebSocket upgrades (transport, origin, session, method, allowRequest, CORS)
 *      |            and makes for a client's first, or finds for its others, an
 *   EngineSocket    the session: heartbeat, buffer, closing
 *      |            which sends and receives packets through a
 *   Transport       PollingTransport (GET and POST, Jsonp), WebSocketTransport; UpgradeProbe moves from one to the other;
 *                   EngineRevision writes packets as frames and payloads
 * </pre>
 *
 * <p>It depends on no part of Socket.IO. It speaks revision 4 of the protocol, and 3 with {@link EngineOptions#allowEio3()}.
 * Peer: npm {@code engine.io} 6.6; recorded stories compare the two ({@code peers/v4/engine-stories.js}). Left out: compression
 * of WebSocket messages (off by default in Node) and WebTransport.
 */
package io.github.fanoutlab.adapter.engine;

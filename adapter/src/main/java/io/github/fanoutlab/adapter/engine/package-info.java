/**
 * Engine.IO: one lasting connection to a client, whatever carries it.
 *
 * <pre>
 *   EngineServer    verifies requests and WebSocket upgrades (transport, origin, session, method, allowRequest, CORS)
 *      |            and makes of the first of a client, or finds for its others,
 *   EngineSocket    the session: heartbeat, buffer, closing
 *      |            which sends and receives packets through
 *   Transport       PollingTransport (GET and POST, Jsonp), WebSocketTransport; UpgradeProbe moves from one to the other;
 *                   Revision writes packets as frames and payloads
 * </pre>
 *
 * <p>It knows nothing of Socket.IO. Revision 4 of the protocol, and 3 when {@link EngineOptions#allowEio3()}; peer: npm {@code
 * engine.io} 6.6, held to by recorded stories ({@code peers/v4/engine-stories.js}). Not here: compression of WebSocket messages
 * (which Node has, too, only on request), WebTransport.
 */
package io.github.fanoutlab.adapter.engine;

/**
 * Engine.IO: one lasting connection to a client, whatever carries it.
 *
 * <pre>
 *   EngineServer    verifies requests and WebSocket upgrades (transport, origin, session, method, allowRequest, CORS)
 *      |            and makes of the first of a client, or finds for its others,
 *   EngineSocket    the session: heartbeat, buffer, closing
 *      |            which sends and receives packets through
 *   Transport       PollingTransport (GET and POST), WebSocketTransport; UpgradeProbe moves from one to the other
 * </pre>
 *
 * <p>It knows nothing of Socket.IO. Protocol revision 4; peer: npm {@code engine.io} 6.6, held to by recorded stories
 * ({@code peers/v4/engine-stories.js}). Not here: revision 3 ({@code allowEIO3}), JSONP, compression, WebTransport.
 */
package io.github.fanoutlab.adapter.engine;

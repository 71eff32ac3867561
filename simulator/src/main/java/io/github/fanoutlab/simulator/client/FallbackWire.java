package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import java.net.URI;

/**
 * One session of 0.9 over the first transport that works, as {@code socket.io-client} 0.9.17 in {@code lib/socket.js} with {@code try
 * multiple transports}: WebSocket, then xhr-polling.
 *
 * <pre>
 *              the first frame
 *   WEBSOCKET -----------------&gt; over WebSocket from then on; its loss is the loss of the session
 *       |
 *       | nothing until the connect timeout, whether the WebSocket opened or not
 *       +----------------------&gt; over xhr-polling, within the same session
 * </pre>
 */
final class FallbackWire implements Wire, Wire.Listener {

    private final NodePorts ports;
    private final Listener listener;
    private final XhrPolling polling;
    private final Runnable onFallBack;
    private final WebSocketWire webSocket;
    private EventLoop.Timer timeout;
    private boolean works;
    private boolean fellBack;

    /** {@code onFallBack} runs when polling begins. */
    FallbackWire(NodePorts ports, URI base, String sessionId, Listener listener, Runnable onFallBack) {
        this.ports = ports;
        this.listener = listener;
        this.webSocket = new WebSocketWire(ports.network(), base, "/socket.io/1/websocket/" + sessionId, this);
        this.polling = new XhrPolling(ports, base, sessionId, listener);
        this.onFallBack = onFallBack;
    }

    @Override
    public void open() {
        webSocket.open();
        timeout = ports.loop().schedule(LegacyClient.FALLBACK_MILLIS, this::fallBack);
    }

    private void fallBack() {
        fellBack = true;
        webSocket.close();
        onFallBack.run();
        polling.open();
    }

    private Wire current() {
        return fellBack ? polling : webSocket;
    }

    @Override
    public void send(String frame) {
        current().send(frame);
    }

    @Override
    public void send(byte[] frame) {
        current().send(frame);
    }

    @Override
    public void close() {
        timeout.cancel();
        current().close();
    }

    @Override
    public void onText(String frame) {
        works = true;
        timeout.cancel();
        listener.onText(frame);
    }

    @Override
    public void onBinary(byte[] frame) {
        listener.onBinary(frame);
    }

    @Override
    public void onLost(String reason) {
        if (works) {
            listener.onLost(reason);
        }
    }
}

package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import java.net.URI;

/** Frames over a WebSocket. */
final class WebSocketWire implements Wire, WebSocketCallback, ClientConnection.Listener {

    private static final int NORMAL_CLOSURE = 1000;

    private final Network network;
    private final URI target;
    private final Listener listener;
    private final Runnable onOpen;
    private ClientConnection connection;
    private boolean closed;

    /** A WebSocket to {@code target} (path and query) of {@code base}. */
    WebSocketWire(Network network, URI base, String target, Listener listener) {
        this(network, base, target, listener, () -> {});
    }

    /** A WebSocket that calls {@code onOpen} when frames can be sent. */
    WebSocketWire(Network network, URI base, String target, Listener listener, Runnable onOpen) {
        String scheme = "https".equals(base.getScheme()) ? "wss://" : "ws://";
        this.network = network;
        this.target = URI.create(scheme + base.getAuthority() + target);
        this.listener = listener;
        this.onOpen = onOpen;
    }

    @Override
    public void open() {
        network.openWebSocket(target, this);
    }

    @Override
    public void send(String frame) {
        if (connection != null) {
            connection.send(frame);
        }
    }

    @Override
    public void send(byte[] frame) {
        if (connection != null) {
            connection.send(frame);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (connection != null) {
            connection.close(NORMAL_CLOSURE, "");
        }
    }

    @Override
    public void onOpen(ClientConnection opened) {
        connection = opened;
        connection.listen(this);
        if (closed) {
            connection.close(NORMAL_CLOSURE, "");
        } else {
            onOpen.run();
        }
    }

    @Override
    public void onRefused(String reason) {
        lost(reason);
    }

    @Override
    public void onText(String frame) {
        if (!closed) {
            listener.onText(frame);
        }
    }

    @Override
    public void onBinary(byte[] frame) {
        if (!closed) {
            listener.onBinary(frame);
        }
    }

    @Override
    public void onClose(int code, String reason) {
        lost("transport close");
    }

    private void lost(String reason) {
        if (!closed) {
            listener.onLost(reason);
        }
    }
}

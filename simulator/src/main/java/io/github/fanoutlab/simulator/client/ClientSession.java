package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One try of a client to be connected, over a WebSocket, from dialing to its end.
 *
 * <p>It ends once: by the client ({@link #leave}), by the server ({@link #endWith}), or by bad luck ({@link #loseTo}). After
 * that nothing that still arrives reaches the client.
 */
abstract class ClientSession implements WebSocketCallback, ClientConnection.Listener {

    private static final int NORMAL_CLOSURE = 1000;

    private final BaseClient client;
    private ClientConnection connection;
    private EventLoop.Timer silence;
    private boolean over;

    ClientSession(BaseClient client) {
        this.client = client;
    }

    /** Begins to dial. */
    abstract void begin();

    /** Sends an event; {@code ackId} is the number an answer is wanted under, or null. Only when joined. */
    abstract void emit(String event, List<JsonNode> args, Long ackId);

    /** Sends what the protocol has for a goodbye, if the connection came that far. */
    abstract void sayGoodbye();

    /** A text frame arrived, and the session is not over. */
    abstract void take(String frame);

    /** A binary frame arrived, and the session is not over. */
    abstract void take(byte[] frame);

    /** Opens the WebSocket at {@code target}, path and query, of {@code base}. */
    final void openWebSocket(URI base, String target) {
        String scheme = "https".equals(base.getScheme()) ? "wss://" : "ws://";
        client.ports.network().openWebSocket(URI.create(scheme + base.getAuthority() + target), this);
    }

    final boolean isOver() {
        return over;
    }

    final void send(String frame) {
        if (!over && connection != null) {
            connection.send(frame);
        }
    }

    final void send(byte[] frame) {
        if (!over && connection != null) {
            connection.send(frame);
        }
    }

    /** From now on the server has {@code millis} to say something; 0 for ever. */
    final void expectWordWithin(long millis, String reason) {
        if (silence != null) {
            silence.cancel();
        }
        if (millis > 0) {
            silence = client.ports.loop().schedule(millis, () -> loseTo(reason));
        }
    }

    final void leave() {
        sayGoodbye();
        stop();
    }

    /** The connection is no more, and nobody wanted that. */
    final void loseTo(String reason) {
        if (!over) {
            stop();
            client.lost(reason);
        }
    }

    /** The server wants it over. */
    final void endWith(String reason) {
        if (!over) {
            stop();
            client.ended(reason);
        }
    }

    private void stop() {
        over = true;
        if (silence != null) {
            silence.cancel();
        }
        if (connection != null) {
            connection.close(NORMAL_CLOSURE, "");
        }
    }

    @Override
    public final void onOpen(ClientConnection opened) {
        connection = opened;
        connection.listen(this);
        if (over) {
            connection.close(NORMAL_CLOSURE, "");
        }
    }

    @Override
    public final void onRefused(String reason) {
        loseTo(reason);
    }

    @Override
    public final void onText(String frame) {
        if (!over) {
            take(frame);
        }
    }

    @Override
    public final void onBinary(byte[] frame) {
        if (!over) {
            take(frame);
        }
    }

    @Override
    public final void onClose(int code, String reason) {
        loseTo("transport close");
    }
}

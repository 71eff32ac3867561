package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.DebugLog;
import java.util.List;

/** Packets over WebSocket: one frame each. */
final class WebSocketTransport implements Transport {

    static final String NAME = "websocket";

    private static final String DEBUG_NAMESPACE = "engine:ws";

    /** Ends with a close frame that has no code, as the close of {@code ws} 8 does (RFC 6455, 7.1.5). */
    private static final int NO_CODE = 1005;

    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF8 = 1007;
    private static final int TOO_BIG = 1009;

    private final ClientConnection connection;
    private final EngineRevision revision;
    private Listener listener = Listener.NONE;
    private boolean closed;

    /** Must be created in the turn in which the connection was handed over. */
    WebSocketTransport(ClientConnection connection, EngineRevision revision, DebugLog log) {
        this.connection = connection;
        this.revision = revision;
        connection.listen(new ClientConnection.Listener() {
            @Override
            public void onText(String text) {
                log.log(DEBUG_NAMESPACE, () -> "received \"" + text + "\"");
                receive(revision.decode(text));
            }

            @Override
            public void onBinary(byte[] binary) {
                log.log(DEBUG_NAMESPACE, () -> "received \"<" + binary.length + " bytes>\"");
                receive(revision.decode(binary));
            }

            private void receive(EnginePacket packet) {
                if (!closed) {
                    listener.onPacket(packet);
                }
            }

            @Override
            public void onWritable() {
                if (!closed) {
                    listener.onWritable();
                }
            }

            @Override
            public void onClose(int code, String reason) {
                if (!closed) {
                    closed = true;
                    listener.onClose(isOurComplaint(code) ? "transport error" : "transport close");
                }
            }
        });
    }

    /** Whether this end closed the connection because of what the client sent (RFC 6455, section 7.4.1). */
    private static boolean isOurComplaint(int code) {
        return code == PROTOCOL_ERROR || code == NOT_UTF8 || code == TOO_BIG;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public Backlog backlog() {
        return connection.backlog();
    }

    @Override
    public void send(List<EnginePacket> packets) {
        for (int i = 0; i < packets.size(); i++) {
            revision.send(packets.get(i), connection);
        }
    }

    @Override
    public void discard() {
        // A WebSocket does not wait when it closes.
    }

    @Override
    public void close(Runnable whenClosed) {
        if (!closed) {
            closed = true;
            connection.close(NO_CODE, "");
            whenClosed.run();
        }
    }
}

package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.real.jetty.JettyWebSocket.Message;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee11.websocket.jakarta.common.JakartaWebSocketSession;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/**
 * Hands what Jetty's threads learn of one WebSocket to the node's loop, in order.
 *
 * <p>When a peer sends faster than the loop handles, nothing more is read from it for a while ({@link ReceiveWindow}); no thread
 * waits for the loop. Public because Jakarta WebSocket requires it; not for use elsewhere.
 */
public final class JettyEndpoint extends Endpoint {

    /** Small messages are gathered up to this size for one write. */
    private static final int OUTPUT_BUFFER_BYTES = 32 << 10;

    private static final long ABANDONED_IDLE_MILLIS = 1_000;

    private final EventLoop loop;
    private final JettyWebSocket connection;
    private final int maxMessageBytes;
    private final Runnable whenOpen;
    private final Set<JettyEndpoint> living;
    private final ReceiveWindow window = new ReceiveWindow();
    private volatile Session session;
    private volatile boolean abandoned;

    /**
     * The endpoint of a WebSocket that is opening.
     *
     * @param whenOpen runs on the loop before anything else that happens on the connection
     * @param living contains the endpoint until the connection is over
     */
    JettyEndpoint(
            EventLoop loop,
            JettyWebSocket connection,
            int maxMessageBytes,
            Runnable whenOpen,
            Set<JettyEndpoint> living) {
        this.loop = loop;
        this.connection = connection;
        this.maxMessageBytes = maxMessageBytes;
        this.whenOpen = whenOpen;
        this.living = living;
        living.add(this);
    }

    /** A server's configuration for the upgrade to this endpoint: the first subprotocol that the client offers, as in {@code ws} 8; no extension. */
    ServerEndpointConfig config() {
        return ServerEndpointConfig.Builder.create(JettyEndpoint.class, "/")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(JettyEndpoint.this);
                    }

                    @Override
                    public String getNegotiatedSubprotocol(List<String> supported, List<String> offered) {
                        return offered.isEmpty() ? "" : offered.get(0);
                    }

                    @Override
                    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> asked) {
                        return List.of();
                    }
                })
                .build();
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxIdleTimeout(0);
        session.setMaxTextMessageBufferSize(maxMessageBytes);
        session.setMaxBinaryMessageBufferSize(maxMessageBytes);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::onText);
        session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) this::onBinary);
        var core = (WebSocketCoreSession) ((JakartaWebSocketSession) session).getCoreSession();
        core.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        window.govern(core);
        loop.execute(() -> connection.opened(core, whenOpen));
        this.session = session;
        if (abandoned) {
            abandon();
        }
    }

    /** The node's loop ends and will not close the connection any more; Jetty ends it when the peer falls silent. */
    void abandon() {
        abandoned = true;
        window.abandon();
        Session open = session;
        if (open != null) {
            open.setMaxIdleTimeout(ABANDONED_IDLE_MILLIS);
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        String words = reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase();
        ended(reason.getCloseCode().getCode(), words);
    }

    @Override
    public void onError(Session session, Throwable problem) {
        // Jetty closes the connection with the code that fits, and calls onClose.
    }

    /** The connection is over, or never opened. */
    void ended(int code, String reason) {
        living.remove(this);
        loop.execute(() -> connection.ended(code, reason));
    }

    private void onText(String text) {
        hand(new Message(text, null));
    }

    private void onBinary(byte[] binary) {
        hand(new Message(null, binary));
    }

    private void hand(Message message) {
        window.add(message);
        loop.execute(() -> {
            window.remove(message);
            connection.received(message);
        });
    }
}

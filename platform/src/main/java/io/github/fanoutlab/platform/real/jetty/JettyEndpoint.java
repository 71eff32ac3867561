package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.EventLoop;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.websocket.jakarta.common.JakartaWebSocketSession;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/**
 * The client's end of a WebSocket: hands what Jetty's threads learn of it to the node's loop, in order.
 *
 * <p>When a peer sends faster than the loop handles, nothing more is read from it for a while ({@link ReceiveWindow}); no thread
 * waits for the loop. Jakarta WebSocket has no words for this: its session reads the next frame as soon as a message handler has
 * returned. Therefore what asks Jetty's own session for the next frame asks the window first. Public because Jakarta WebSocket
 * requires it; not for use elsewhere.
 */
public final class JettyEndpoint extends Endpoint {

    /** Small messages are gathered up to this size for one write. */
    private static final int OUTPUT_BUFFER_BYTES = 32 << 10;

    private final EventLoop loop;
    private final JettyWebSocket connection;
    private final int maxMessageBytes;
    private final Runnable whenOpen;
    private volatile ReceiveWindow window;

    /** The endpoint of a WebSocket that is opening; {@code whenOpen} runs on the loop before anything else that happens on it. */
    JettyEndpoint(EventLoop loop, JettyWebSocket connection, int maxMessageBytes, Runnable whenOpen) {
        this.loop = loop;
        this.connection = connection;
        this.maxMessageBytes = maxMessageBytes;
        this.whenOpen = whenOpen;
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
        window = new ReceiveWindow(core.getConnection()::demand);
        core.getExtensionStack().setLastDemand(window::awaitRoom);
        loop.execute(() -> connection.opened(new CoreWire(core), whenOpen));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        String words = reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase();
        loop.execute(() -> connection.ended(reason.getCloseCode().getCode(), words));
    }

    @Override
    public void onError(Session session, Throwable problem) {
        // Jetty closes the connection with the code that fits, and calls onClose.
    }

    private void onText(String text) {
        hand(ClientMessage.of(text));
    }

    private void onBinary(byte[] binary) {
        hand(ClientMessage.of(binary));
    }

    private void hand(ClientMessage message) {
        window.add(message);
        loop.execute(() -> {
            window.remove(message);
            connection.received(message);
        });
    }

    /** Frames are written to Jetty's own session, since Jakarta WebSocket can gather messages only with a flush that blocks. */
    private record CoreWire(CoreSession session) implements JettyWebSocket.Wire {

        @Override
        public boolean write(List<ClientMessage> messages, Runnable whenWritten) {
            AtomicInteger steps = new AtomicInteger();
            Callback callback = Callback.from(
                    () -> {
                        if (steps.getAndIncrement() > 0) {
                            whenWritten.run();
                        }
                    },
                    broken -> {}); // Jetty then tells the endpoint too.
            int last = messages.size() - 1;
            for (int i = 0; i < last; i++) {
                session.sendFrame(frame(messages.get(i)), Callback.NOOP, true);
            }
            session.sendFrame(frame(messages.get(last)), callback, false);
            return steps.getAndIncrement() > 0;
        }

        private static Frame frame(ClientMessage message) {
            return message.text() != null
                    ? new Frame(OpCode.TEXT).setPayload(message.text())
                    : new Frame(OpCode.BINARY).setPayload(ByteBuffer.wrap(message.binary()));
        }

        @Override
        public void close(int code, String reason) {
            session.close(code, reason, Callback.NOOP);
        }

        @Override
        public void abort() {
            session.abort();
        }
    }
}

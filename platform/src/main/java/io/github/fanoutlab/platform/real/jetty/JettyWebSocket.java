package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Either end of a WebSocket on Jetty.
 *
 * <p>Jakarta WebSocket can gather messages only with a flush that blocks; Jetty's session behind it gathers without.
 */
final class JettyWebSocket extends EdgeConnection {

    private final PendingWrites leaving;
    private CoreSession session;

    /** What it writes is counted by {@code leaving}. */
    JettyWebSocket(EventLoop loop, DebugLog log, String remoteAddress, PendingWrites leaving) {
        super(loop, log, remoteAddress);
        this.leaving = leaving;
    }

    /** {@code first} runs before anything else, unless this end gave the connection up already. */
    void opened(CoreSession session, Runnable first) {
        this.session = session;
        if (isOver()) {
            abort();
        } else {
            first.run();
            opened();
        }
    }

    @Override
    void write(List<Message> messages, Runnable whenWritten) {
        int last = messages.size() - 1;
        for (int i = 0; i < last; i++) {
            session.sendFrame(frame(messages.get(i)), Callback.NOOP, true);
        }
        Runnable left = leaving.begin();
        Callback callback = Callback.from(
                () -> {
                    left.run();
                    whenWritten.run();
                },
                broken -> left.run()); // Jetty then tells the endpoint too.
        session.sendFrame(frame(messages.get(last)), callback, false);
    }

    @Override
    void writeClose(int code, String reason) {
        session.close(code, reason, Callback.from(leaving.begin()));
    }

    @Override
    void abort() {
        if (session != null) {
            session.abort();
        }
    }

    private static Frame frame(Message message) {
        return message.text() != null
                ? new Frame(OpCode.TEXT).setPayload(message.text())
                : new Frame(OpCode.BINARY).setPayload(ByteBuffer.wrap(message.binary()));
    }
}

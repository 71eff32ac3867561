package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.EventLoop;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.websocket.core.CloseStatus;

/** What the WebSockets of one port share. When Jetty stops gracefully, it lets them tell their peers, as Jakarta WebSocket's do. */
final class WebSockets implements Graceful {

    /** Messages of one turn up to this size together are written as one piece. */
    private static final int GATHER_BYTES = 64 << 10;

    final EventLoop loop;
    final PendingWrites pendingWrites;

    /** Where the loop puts together what it writes to one of them. */
    final ByteBuffer gather = ByteBuffer.allocateDirect(GATHER_BYTES);

    private final Function<String, ClientMessage> messageOf = this::messageOf;
    private ClientMessage latest = ClientMessage.of("");
    private final Set<FrameConnection> living = ConcurrentHashMap.newKeySet();
    private volatile boolean abandoned;
    private volatile boolean shutDown;

    WebSockets(EventLoop loop, PendingWrites pendingWrites) {
        this.loop = loop;
        this.pendingWrites = pendingWrites;
    }

    /** A connection of the client at {@code remoteAddress}, which is opening. */
    JettyWebSocket newConnection(Backlogs backlogs, String remoteAddress) {
        return new JettyWebSocket(loop, backlogs, remoteAddress, messageOf);
    }

    /** A broadcast sends the same text to one client after the other, and for all of them it is the same message, with one frame. */
    private ClientMessage messageOf(String text) {
        if (latest.text() != text) {
            latest = ClientMessage.of(text);
        }
        return latest;
    }

    /** The connection has opened. */
    void add(FrameConnection connection) {
        living.add(connection);
        if (abandoned) {
            connection.abandon();
        }
    }

    /** The connection is over. */
    void remove(FrameConnection connection) {
        living.remove(connection);
    }

    /** The loop ends: each of them ends when its peer falls silent. From any thread. */
    void abandon() {
        abandoned = true;
        living.forEach(FrameConnection::abandon);
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        shutDown = true;
        if (abandoned) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        loop.execute(() -> {
            living.forEach(connection -> connection.end(CloseStatus.SHUTDOWN, "Container being shut down"));
            told.complete(null);
        });
        return told;
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }
}

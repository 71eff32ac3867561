package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.platform.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;

/**
 * The adapter of a server that is alone and lets clients recover ({@link ConnectionStateRecovery}).
 *
 * <p>Each event that can be sent again (no ack, not volatile) is kept as long as a client may be away, and carries its own id, the
 * <em>offset</em>, as its last argument. A client that comes back sends the last offset that it got. Peer: {@code
 * SessionAwareAdapter} in npm {@code socket.io-adapter} 2.5.
 */
final class SessionAwareAdapter extends MemoryAdapter {

    private static final long CLEANUP_MILLIS = 60_000;

    private record Kept(String offset, BroadcastOptions options, ArrayNode data, long atMillis) {}

    private record Away(Session session, long sinceMillis) {}

    private final EventLoop loop;
    private final RecoveryOffsets offsets;
    private final long maxDisconnectionMillis;
    private final EventLoop.Timer cleanup;
    private final Map<String, Away> sessionsByPid = new LinkedHashMap<>();
    private final List<Kept> events = new ArrayList<>();

    SessionAwareAdapter(Namespace namespace, ConnectionStateRecovery recovery) {
        super(namespace);
        this.loop = namespace.ports().loop();
        this.offsets = new RecoveryOffsets(loop);
        this.maxDisconnectionMillis = recovery.maxDisconnectionMillis();
        this.cleanup = loop.every(CLEANUP_MILLIS, this::forgetWhatIsTooOld);
    }

    static AdapterFactory factory(ConnectionStateRecovery recovery) {
        return factory(namespace -> new SessionAwareAdapter(namespace, recovery));
    }

    @Override
    public void broadcast(Packet packet, BroadcastOptions options) {
        super.broadcast(options.isVolatile() ? packet : keep(packet, options), options);
    }

    private Packet keep(Packet packet, BroadcastOptions options) {
        String offset = offsets.next();
        Packet kept = packet.with(offset);
        events.add(new Kept(offset, options, (ArrayNode) kept.data(), loop.nowMillis()));
        return kept;
    }

    @Override
    public boolean keepsEvents() {
        return true;
    }

    @Override
    public void persistSession(Session session) {
        sessionsByPid.put(session.pid(), new Away(session, loop.nowMillis()));
    }

    @Override
    public void restoreSession(String pid, String offset, Consumer<Optional<Session>> then) {
        then.accept(restore(pid, offset));
    }

    private Optional<Session> restore(String pid, String offset) {
        Away away = sessionsByPid.get(pid);
        if (away == null || isTooOld(away.sinceMillis)) {
            sessionsByPid.remove(pid);
            return Optional.empty();
        }
        List<ArrayNode> missed = null;
        for (Kept event : events) {
            if (missed != null && away.session.isFor(event.options)) {
                missed.add(event.data);
            }
            if (event.offset.equals(offset)) {
                missed = new ArrayList<>();
            }
        }
        return missed == null ? Optional.empty() : Optional.of(away.session.missing(missed));
    }

    private void forgetWhatIsTooOld() {
        sessionsByPid.values().removeIf(away -> isTooOld(away.sinceMillis));
        events.removeIf(event -> isTooOld(event.atMillis));
    }

    private boolean isTooOld(long atMillis) {
        return atMillis + maxDisconnectionMillis < loop.nowMillis();
    }

    @Override
    public void close() {
        cleanup.cancel();
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.expectation.Receipt;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run's applications emitted and were handed, and when they were connected. */
final class History {

    final Map<Payload, TraceEvent> emits = new LinkedHashMap<>();

    /** Which process emitted: after a restart a name has another life, and other connections. */
    final Map<Payload, Integer> lives = new LinkedHashMap<>();

    final List<Receipt> receipts = new ArrayList<>();
    final List<TraceEvent> greetings = new ArrayList<>();

    /** Connected and disconnected, in order. */
    final Map<Connection, List<TraceEvent>> sessions = new LinkedHashMap<>();

    /** What is delivered over which connection: at most once. */
    record Due(Payload payload, Connection connection) {
        @Override
        public String toString() {
            return payload + " to " + connection;
        }
    }

    /** An emit that a client was handed; {@code session} is the event in which it connected, -1 when it had not. */
    record Receipt(Payload payload, Connection connection, long session, TraceEvent event) {

        Due what() {
            return new Due(payload, connection);
        }

        @Override
        public String toString() {
            return what().toString();
        }
    }

    History(FaultyRun run) {
        List<String> nodes = run.string().scenario().nodes();
        Map<String, Integer> lifeOf = new LinkedHashMap<>();
        for (TraceEvent event : run.trace().events()) {
            switch (event.kind()) {
                case NODE_STARTED -> lifeOf.merge(event.lane(), 1, Integer::sum);
                case EMIT -> {
                    if (nodes.contains(event.lane())) {
                        Payload.in(event).ifPresent(payload -> {
                            emits.put(payload, event);
                            lives.put(payload, lifeOf.getOrDefault(event.lane(), 0));
                        });
                    }
                }
                case DELIVERY -> delivered(event);
                case CONNECTED, DISCONNECTED ->
                    sessions.computeIfAbsent(Connection.of(event), none -> new ArrayList<>())
                            .add(event);
                default -> {
                    // The application sees nothing of it.
                }
            }
        }
    }

    private void delivered(TraceEvent event) {
        if (event.text().contains(Delivery.GREETING)) {
            greetings.add(event);
        } else {
            Payload payload = Payload.in(event).orElse(new Payload(event.text(), 0));
            Connection connection = Connection.of(event);
            TraceEvent session = lastBefore(connection, event);
            receipts.add(new Receipt(payload, connection, session == null ? -1 : session.id(), event));
        }
    }

    /** The last thing that happened to the session before {@code event}; null before the first. */
    TraceEvent lastBefore(Connection connection, TraceEvent event) {
        TraceEvent last = null;
        for (TraceEvent change : sessions.getOrDefault(connection, List.of())) {
            if (change.id() < event.id()) {
                last = change;
            }
        }
        return last;
    }

    /** The next thing that happened to the session after {@code event}; null after the last. */
    TraceEvent nextAfter(Connection connection, TraceEvent event) {
        return sessions.getOrDefault(connection, List.of()).stream()
                .filter(change -> change.id() > event.id())
                .findFirst()
                .orElse(null);
    }

    boolean isConnectedAt(Connection connection, TraceEvent event) {
        TraceEvent last = lastBefore(connection, event);
        return last != null && last.kind() == Kind.CONNECTED;
    }

    /** Whether the client is connected at {@code received}, and has been without a change since {@code sent}. */
    boolean isSameSession(Connection connection, TraceEvent sent, TraceEvent received) {
        TraceEvent last = lastBefore(connection, received);
        return last != null && last.kind() == Kind.CONNECTED && last.id() < sent.id();
    }

    boolean isConnectedAt(Connection connection, long micros) {
        boolean connected = false;
        for (TraceEvent change : sessions.getOrDefault(connection, List.of())) {
            if (change.timeMicros() <= micros) {
                connected = change.kind() == Kind.CONNECTED;
            }
        }
        return connected;
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the applications of a run emitted and were handed, and when the clients were connected. */
final class History {

    final Map<Payload, TraceEvent> emits = new LinkedHashMap<>();

    /** Which process of that name emitted, counted from 1: a node that is restarted is a new process with new connections. */
    final Map<Payload, Integer> lives = new LinkedHashMap<>();

    final List<Receipt> receipts = new ArrayList<>();
    final List<TraceEvent> greetings = new ArrayList<>();

    /** The events in which clients connected and disconnected, in order. */
    final Map<ClientConnection, List<TraceEvent>> sessions = new LinkedHashMap<>();

    /** An emit and a connection over which a client must get it, at most once. */
    record Due(Payload payload, ClientConnection connection) {
        @Override
        public String toString() {
            return payload + " to " + connection;
        }
    }

    /** An emit that a client was handed; {@code session} is the id of the event in which it connected, -1 if it had not. */
    record Receipt(Payload payload, ClientConnection connection, long session, TraceEvent event) {

        Due due() {
            return new Due(payload, connection);
        }

        @Override
        public String toString() {
            return due().toString();
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
                    sessions.computeIfAbsent(ClientConnection.of(event), none -> new ArrayList<>())
                            .add(event);
                default -> {
                    // Applications do not see it.
                }
            }
        }
    }

    private void delivered(TraceEvent event) {
        if (event.text().contains(Delivery.GREETING)) {
            greetings.add(event);
        } else {
            Payload payload = Payload.in(event).orElse(new Payload(event.text(), 0));
            ClientConnection connection = ClientConnection.of(event);
            TraceEvent session = lastBefore(connection, event);
            receipts.add(new Receipt(payload, connection, session == null ? -1 : session.id(), event));
        }
    }

    /** The last time that the client connected or disconnected before {@code event}; null if it had not. */
    TraceEvent lastBefore(ClientConnection connection, TraceEvent event) {
        TraceEvent last = null;
        for (TraceEvent change : sessions.getOrDefault(connection, List.of())) {
            if (change.id() < event.id()) {
                last = change;
            }
        }
        return last;
    }

    /** The last time that the client disconnected before {@code event}; null if it had not. */
    TraceEvent lastEndBefore(ClientConnection connection, TraceEvent event) {
        TraceEvent last = null;
        for (TraceEvent change : sessions.getOrDefault(connection, List.of())) {
            if (change.id() < event.id() && change.kind() == Kind.DISCONNECTED) {
                last = change;
            }
        }
        return last;
    }

    /** When the client was first connected with the id that it had at {@code receipt}. */
    TraceEvent beginOf(Receipt receipt) {
        List<TraceEvent> changes = sessions.get(receipt.connection);
        TraceEvent current = lastBefore(receipt.connection, receipt.event);
        return changes.stream()
                .filter(change ->
                        change.kind() == Kind.CONNECTED && change.text().equals(current.text()))
                .findFirst()
                .orElse(current);
    }

    /** The next time that the client connected or disconnected after {@code event}; null if it did not. */
    TraceEvent nextAfter(ClientConnection connection, TraceEvent event) {
        return sessions.getOrDefault(connection, List.of()).stream()
                .filter(change -> change.id() > event.id())
                .findFirst()
                .orElse(null);
    }

    boolean isConnectedAt(ClientConnection connection, TraceEvent event) {
        TraceEvent last = lastBefore(connection, event);
        return last != null && last.kind() == Kind.CONNECTED;
    }

    /** Whether the client has been connected, without interruption, from {@code sent} to {@code received}. */
    boolean isSameSession(ClientConnection connection, TraceEvent sent, TraceEvent received) {
        TraceEvent last = lastBefore(connection, received);
        return last != null && last.kind() == Kind.CONNECTED && last.id() < sent.id();
    }

    boolean isConnectedAt(ClientConnection connection, long micros) {
        boolean connected = false;
        for (TraceEvent change : sessions.getOrDefault(connection, List.of())) {
            if (change.timeMicros() <= micros) {
                connected = change.kind() == Kind.CONNECTED;
            }
        }
        return connected;
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions of clients over Redis streams, in which they come back after they were away. In such a session a client misses
 * nothing, gets nothing twice, and gets the events of one sender in their order, unless Redis lost its memory meanwhile.
 */
final class Comebacks {

    /**
     * One session: all the times between which a client was connected with one id.
     *
     * @param begin when it was first connected
     * @param end when it was disconnected for the last time; null if it never was. It may have tried in vain to come back since
     * @param next when it was connected with another id after that; null if it never was
     * @param deliveries what it was handed, greetings too
     */
    record Session(TraceEvent begin, TraceEvent end, TraceEvent next, List<TraceEvent> deliveries) {}

    /** The emits of one process of a sender. */
    private record Sender(String name, int life) {}

    private final Trace trace;
    private final History history;
    private final Recipients recipients;
    private final Map<ClientConnection, List<Session>> sessions = new LinkedHashMap<>();
    private final Map<Payload, TraceEvent> added = new LinkedHashMap<>();
    private final List<TraceEvent> deathsOfRedis;

    Comebacks(FaultyRun run, History history, Recipients recipients) {
        this.trace = run.trace();
        this.history = history;
        this.recipients = recipients;
        this.deathsOfRedis = trace.events(
                event -> event.kind() == Kind.NODE_DIED && event.lane().equals("redis"));
        trace.events(event -> event.is(Kind.REDIS_HANDLED, "XADD"))
                .forEach(event -> Payload.in(event).ifPresent(payload -> added.put(payload, event)));
        history.sessions.forEach((connection, changes) -> sessions.put(connection, read(connection, changes)));
    }

    private List<Session> read(ClientConnection connection, List<TraceEvent> changes) {
        List<Session> all = new ArrayList<>();
        TraceEvent begin = null;
        TraceEvent end = null;
        boolean wasConnected = false;
        for (TraceEvent change : changes) {
            boolean connected = change.kind() == Kind.CONNECTED;
            if (connected && begin != null && !change.text().equals(begin.text())) {
                all.add(session(connection, begin, end, change));
                begin = change;
            }
            begin = begin == null && connected ? change : begin;
            boolean tries = end != null && !wasConnected;
            end = connected || begin == null || tries ? end : change;
            wasConnected = connected;
        }
        if (begin != null) {
            all.add(session(connection, begin, end, null));
        }
        return all;
    }

    private Session session(ClientConnection connection, TraceEvent begin, TraceEvent end, TraceEvent next) {
        return new Session(
                begin,
                end,
                next,
                trace.events(event -> event.kind() == Kind.DELIVERY
                        && ClientConnection.of(event).equals(connection)
                        && event.id() > begin.id()
                        && (next == null || event.id() < next.id())));
    }

    /** The session that the client had, or had lost without another one, when {@code trail} began; null before its first. */
    Session sessionAt(Trail trail) {
        Session last = null;
        for (Session session : sessions.getOrDefault(trail.to(), List.of())) {
            if (session.begin.id() < trail.emit().id()) {
                last = session;
            }
        }
        return last;
    }

    /** When the client was first connected; null if it never was. */
    TraceEvent firstBegin(ClientConnection connection) {
        List<Session> all = sessions.getOrDefault(connection, List.of());
        return all.isEmpty() ? null : all.get(0).begin;
    }

    /** That Redis died between {@code from} and {@code until}, which may be null for the end of the run; null if it did not. */
    TraceEvent deathOfRedis(TraceEvent from, TraceEvent until) {
        return deathsOfRedis.stream()
                .filter(death -> death.id() > from.id() && (until == null || death.id() < until.id()))
                .findFirst()
                .orElse(null);
    }

    /** Redis died after it had last added an entry with {@code payload}, and before {@code until}; null if it did not, or has none. */
    TraceEvent deathOfRedis(Payload payload, TraceEvent until) {
        TraceEvent entry = added.get(payload);
        return entry == null ? null : deathOfRedis(entry, until);
    }

    /** What breaks the promise, in words. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        sessions.forEach((connection, all) -> all.forEach(session -> judge(connection, session, broken)));
        return broken;
    }

    private void judge(ClientConnection connection, Session session, List<String> broken) {
        Map<Sender, Integer> last = new LinkedHashMap<>();
        for (TraceEvent delivery : session.deliveries) {
            Payload payload =
                    Payload.in(delivery).filter(history.emits::containsKey).orElse(null);
            boolean isEntry = payload != null && !recipients.isOutsideStream(payload);
            if (!isEntry || deathOfRedis(session.begin, delivery) != null) {
                continue;
            }
            Sender sender = new Sender(payload.sender(), history.lives.get(payload));
            Integer before = last.put(sender, payload.number());
            if (before != null && before >= payload.number()) {
                broken.add(payload + " to " + connection + " after " + payload.sender() + '#' + before);
            }
            for (int number = before == null ? payload.number() : before + 1; number < payload.number(); number++) {
                Payload between = new Payload(payload.sender(), number);
                boolean wasKept = added.containsKey(between) && deathOfRedis(between, delivery) == null;
                if (wasKept && isForAll(recipients.broadcast(between), connection)) {
                    broken.add(between + " never came to " + connection + ", but " + payload + " did");
                }
            }
        }
    }

    private boolean isForAll(Broadcast broadcast, ClientConnection to) {
        return broadcast.rooms().isEmpty()
                && broadcast.except().isEmpty()
                && !broadcast.local()
                && broadcast.manner() != Broadcast.Manner.VOLATILE
                && broadcast.manner() != Broadcast.Manner.WITH_ACKS
                && broadcast.namespace().equals(recipients.role(to).namespace());
    }
}

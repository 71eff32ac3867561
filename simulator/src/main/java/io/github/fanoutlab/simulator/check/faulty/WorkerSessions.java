package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which sessions the workers had of the clients at a moment, and which rooms these had joined, read from the trace. */
final class WorkerSessions {

    private static final String DEFAULT_NAMESPACE = "/";

    private final Trace trace;
    private final Generation generation;
    private final List<TraceEvent> history;
    private final List<TraceEvent> deaths;
    private final Recipients recipients;
    private final Map<String, Long> firstKnown = new LinkedHashMap<>();

    WorkerSessions(FaultyRun run, Recipients recipients) {
        this.trace = run.trace();
        this.generation = run.string().generation();
        this.history = trace.events(WorkerSessions::matters);
        this.deaths = trace.events(Kind.NODE_DIED);
        this.recipients = recipients;
    }

    private static boolean matters(TraceEvent event) {
        return switch (event.kind()) {
            case CONNECTION_CLOSED, NODE_DIED, DISCONNECTED -> true;
            case FRAME_SENT, HTTP_RESPONSE_SENT ->
                event.text().contains(Delivery.GREETING) || ClientWire.isConnect(event);
            case FRAME_RECEIVED, HTTP_REQUEST_RECEIVED -> event.text().contains("\"join\"");
            default -> false;
        };
    }

    /** What shows that the worker has no session of the client at {@code moment}; null if nothing does. */
    TraceEvent awayAt(TraceEvent moment, ClientConnection to) {
        TraceEvent greeting = null;
        TraceEvent end = moment;
        for (TraceEvent event : history) {
            if (event.id() >= moment.id()) {
                break;
            }
            if (isGreeting(event, to)) {
                greeting = event;
                end = null;
            } else if (greeting != null && endsSession(event, to, greeting)) {
                end = event;
            }
        }
        return end;
    }

    /** The worker that was the last to greet the client before {@code moment}; behind a balancer, null if none had. */
    String workerAt(TraceEvent moment, ClientConnection to) {
        if (!to.isBalanced()) {
            return to.worker();
        }
        TraceEvent greeting = greetingBefore(moment, to);
        return greeting == null ? null : greeter(greeting);
    }

    /** Whether {@code worker} had greeted the client before {@code moment}. */
    boolean wasGreetedBy(String worker, TraceEvent moment, ClientConnection to) {
        return history.stream()
                .anyMatch(event -> event.id() < moment.id()
                        && isGreeting(event, to)
                        && event.text().contains('"' + Delivery.greetingOf(worker) + '"'));
    }

    /**
     * Whether {@code worker} died before {@code moment}, and since anybody knew of {@code session}. In 0.9, its greeting may reach the
     * client after that, through another worker.
     */
    boolean diedSince(TraceEvent session, String worker, TraceEvent moment) {
        if (session == null || session.kind() != Kind.CONNECTED) {
            return false;
        }
        return deaths.stream()
                .filter(death -> death.lane().equals(worker) && death.id() < moment.id())
                .anyMatch(death -> firstKnown.computeIfAbsent(session.text(), this::firstThatNames) < death.id());
    }

    private long firstThatNames(String session) {
        return trace.events().stream()
                .filter(event -> event.text().contains(session))
                .mapToLong(TraceEvent::id)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Whether {@code worker} had begun a session of the client before {@code moment}. It says so to the client and, in 0.9, to the other
     * nodes: to the client if a poll waits, to the nodes as soon as it can reach Redis.
     */
    boolean wasBegunBy(String worker, TraceEvent moment, ClientConnection to) {
        return trace.events().stream()
                .filter(event -> event.lane().equals(worker))
                .anyMatch(event -> event.id() < moment.id() && ClientWire.isConnectTo(to.client(), event)
                        || event.is(Kind.REDIS_SENT, "PUBLISH")
                                && event.channel().equals("connect")
                                && (event.id() < moment.id() ? isOfClient(event, to) : waited(event, moment, to)));
    }

    /** 0.9: whether the worker had begun the session at {@code moment}, and could not tell until it reached Redis again. */
    private boolean waited(TraceEvent connect, TraceEvent moment, ClientConnection to) {
        return trace.events().subList(0, (int) moment.id()).stream()
                .anyMatch(request -> request.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && request.lane().equals(connect.lane())
                        && request.peer().equals(to.client())
                        && !ClientWire.isHandshake(request)
                        && connect.text().contains(ClientWire.sessionOf(request)));
    }

    /** Whether a session of the client is meant. If Redis was away, {@code connect} was published later than the client asked. */
    private boolean isOfClient(TraceEvent connect, ClientConnection to) {
        TraceEvent request = trace.nearestCause(connect, cause -> cause.kind() == Kind.HTTP_REQUEST_RECEIVED);
        return request != null
                ? request.peer().equals(to.client())
                : trace.events(Kind.CONNECTED).stream()
                        .anyMatch(session -> session.lane().equals(to.client())
                                && session.peer().equals(to.worker())
                                && connect.text().contains(session.text()));
    }

    /** The last greeting that was sent to the client before {@code moment}; null if there was none. */
    TraceEvent greetingBefore(TraceEvent moment, ClientConnection to) {
        TraceEvent greeting = null;
        for (TraceEvent event : history) {
            if (event.id() < moment.id() && isGreeting(event, to)) {
                greeting = event;
            }
        }
        return greeting;
    }

    /**
     * The client's request, in its session of {@code moment}, to join one of {@code rooms}; null if there was none. Over streams, a client
     * may come back to its session, and to its rooms.
     */
    TraceEvent joinedBefore(TraceEvent moment, ClientConnection to, List<String> rooms) {
        TraceEvent joined = null;
        String session = "";
        for (TraceEvent event : history) {
            if (event.id() >= moment.id()) {
                break;
            }
            if (isGreeting(event, to)) {
                String begun = ClientWire.sessionBegunBy(event);
                joined = begun.isEmpty() || !begun.equals(session) ? null : joined;
                session = begun;
            } else if (joined == null && asksToJoin(event, to, rooms)) {
                joined = event;
            }
        }
        return joined;
    }

    /** The client's request to join one of {@code rooms} after the event {@code session} and before {@code moment}; null if none. */
    TraceEvent joinedSince(long session, TraceEvent moment, ClientConnection to, List<String> rooms) {
        return history.stream()
                .filter(event -> event.id() > session && event.id() < moment.id() && asksToJoin(event, to, rooms))
                .findFirst()
                .orElse(null);
    }

    /** 0.9: what the nodes tell each other, after {@code join}, of the client's session and one of {@code rooms}; in order. */
    Stream<TraceEvent> copiesOf(TraceEvent join, ClientConnection to, List<String> rooms) {
        String session = trace.events().subList(0, (int) join.id()).stream()
                .filter(event -> event.kind() == Kind.CONNECTED
                        && ClientConnection.of(event).equals(to))
                .reduce((first, second) -> second)
                .map(TraceEvent::text)
                .orElse("");
        return trace.events().subList((int) join.id(), trace.size()).stream()
                .filter(event -> event.channel().equals("join")
                        && event.text().contains(session)
                        && rooms.stream().anyMatch(room -> event.text().contains('/' + room + '"')));
    }

    /** A worker that does not know the client's session refuses what the client asks, with 400. */
    private boolean asksToJoin(TraceEvent event, ClientConnection to, List<String> rooms) {
        return ClientWire.isReceivedByWorker(event)
                && trace.effectsOf(event).stream()
                        .noneMatch(effect -> effect.kind() == Kind.HTTP_RESPONSE_SENT && effect.number() == 400)
                && to.reaches(event.lane())
                && event.peer().equals(to.client())
                && rooms.stream().anyMatch(room -> event.text().contains('"' + room + '"'));
    }

    /**
     * Whether a worker tells the client that it has its session. In 1.0+, the packet that begins a session says so; a greeting that
     * travels in a stream comes later. In 0.9, any worker may send that packet, and the greeting says whose program has the client.
     */
    private boolean isGreeting(TraceEvent event, ClientConnection to) {
        if (!ClientWire.isSentToClient(event)
                || !to.reaches(event.lane())
                || !event.peer().equals(to.client())) {
            return false;
        }
        String namespace = recipients.role(to).namespace();
        boolean isDefault = namespace.equals(DEFAULT_NAMESPACE);
        return switch (generation) {
            case LEGACY ->
                event.text().contains(Delivery.GREETING)
                        && (isDefault || event.text().contains(namespace))
                        && !isOfFormerSession(event, to);
            case ADAPTER -> event.text().contains(isDefault ? "40{\"sid\"" : "40" + namespace + ",{\"sid\"");
        };
    }

    /** Whether a poll of a session that the client had left by then brings {@code greeting}. The client does not read it. */
    private boolean isOfFormerSession(TraceEvent greeting, ClientConnection to) {
        return greeting.kind() == Kind.HTTP_RESPONSE_SENT
                && trace.events(Kind.CONNECTED).stream()
                        .filter(session -> session.id() < greeting.id()
                                && ClientConnection.of(session).equals(to)
                                && greeting.name().endsWith('/' + session.text()))
                        .anyMatch(session -> trace.events(Kind.DISCONNECTED).stream()
                                .anyMatch(end -> end.id() > session.id()
                                        && end.id() < greeting.id()
                                        && ClientConnection.of(end).equals(to)));
    }

    /** The worker that says it. In 0.9, another worker may hold the poll that brings it. */
    String greeter(TraceEvent greeting) {
        if (generation == Generation.ADAPTER) {
            return greeting.lane();
        }
        String said = greeting.text();
        int start = said.indexOf(Delivery.GREETING) + Delivery.GREETING.length();
        int end = start;
        while (end < said.length() && Character.isDigit(said.charAt(end))) {
            end++;
        }
        return Scenario.workerOf(said.substring(start, end));
    }

    private boolean endsSession(TraceEvent event, ClientConnection to, TraceEvent greeting) {
        boolean workerLearned = event.kind() == Kind.CONNECTION_CLOSED
                && event.lane().equals(greeting.lane())
                && event.connection().equals(greeting.connection());
        boolean workerDied = event.kind() == Kind.NODE_DIED && event.lane().equals(greeter(greeting));
        boolean clientLeft = event.kind() == Kind.DISCONNECTED
                && event.lane().equals(to.client())
                && event.peer().equals(to.worker());
        return workerLearned || workerDied || clientLeft;
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Follows emits through the trace, from hop to hop, to where they are seen for the last time. */
final class Trails {

    private static final Predicate<TraceEvent> REACHES_REDIS = event -> event.kind() == Kind.REDIS_HANDLED;

    private final Trace trace;
    private final boolean anyWorkerMayAnswer;
    private final History history;
    private final Recipients recipients;
    private final WorkerSessions sessions;

    private final Map<Payload, List<TraceEvent>> seen = new LinkedHashMap<>();

    Trails(FaultyRun run, History history, Recipients recipients) {
        this.trace = run.trace();
        this.anyWorkerMayAnswer = ClientWire.anyWorkerMayAnswer(run.string());
        this.history = history;
        this.recipients = recipients;
        this.sessions = recipients.sessions();
        for (TraceEvent event : trace.events()) {
            if (isOnThePath(event) && !Acks.isOfClient(event)) {
                Payload.allIn(event)
                        .forEach(payload -> seen.computeIfAbsent(payload, none -> new ArrayList<>())
                                .add(event));
            }
        }
    }

    private static boolean isOnThePath(TraceEvent event) {
        return event.publishes() || event.isMessage() || ClientWire.isSentToClient(event);
    }

    /** The messages from Redis that brought {@code payload} to workers, in order. */
    List<TraceEvent> arrivals(Payload payload) {
        return seen.getOrDefault(payload, List.of()).stream()
                .filter(TraceEvent::isMessage)
                .toList();
    }

    /**
     * The paths of an emit to a client that missed it, of which one must show why. There are several if the emit was sent to the
     * client more than once, if any worker may answer the client's polls, or if the client was in another session when the emit came
     * to Redis.
     */
    List<Trail> of(History.Due due) {
        Payload payload = due.payload();
        TraceEvent emit = history.emits.get(payload);
        ClientConnection to = due.connection();
        String worker = sessions.workerAt(emit, to);
        List<Trail> trails = new ArrayList<>();
        if (worker == null || to.isBalanced() && sessions.awayAt(emit, to) != null) {
            TraceEvent last = history.lastBefore(to, emit);
            trails.add(new Trail(payload, emit, to, worker, LastSeen.NO_SESSION, last == null ? emit : last));
            if (recipients.isEntry(payload) && first(payload, REACHES_REDIS) == null) {
                trails.addAll(through(worker, payload, emit, to)); // a client that comes back cannot get it either
            }
            if (last == null || last.kind() == Kind.DISCONNECTED) {
                return trails;
            }
        } else {
            trails.addAll(through(worker, payload, emit, to));
        }
        TraceEvent poll = anyWorkerMayAnswer ? ClientWire.lastPoll(trace, emit, to.client()) : null;
        if (poll != null) {
            trails.addAll(through(poll.lane(), payload, emit, to));
            TraceEvent open = ClientWire.letGoOfLastPoll(trace, poll.lane(), emit, to.client());
            if (open != null) {
                trails.addAll(through(trace.causeOf(open).peer(), payload, emit, to));
            }
        }
        TraceEvent handled = first(payload, REACHES_REDIS);
        if (anyWorkerMayAnswer && handled != null && history.lastBefore(to, handled) != history.lastBefore(to, emit)) {
            TraceEvent later = ClientWire.lastPoll(trace, handled, to.client());
            trails.addAll(later == null ? List.of() : through(later.lane(), payload, emit, to));
        }
        return trails;
    }

    private List<Trail> through(String worker, Payload payload, TraceEvent emit, ClientConnection to) {
        if (emit.lane().equals(worker) && !recipients.isEntry(payload)) { // its own entries come back from Redis
            return fromWorker(new Trail(payload, emit, to, worker, LastSeen.WORKER, emit));
        }
        TraceEvent session = history.lastBefore(to, emit);
        Predicate<TraceEvent> isForClient = event -> !isForAnother(session, event);
        TraceEvent sent = first(payload, isForClient.and(event -> event.kind() == Kind.REDIS_SENT));
        TraceEvent handled = first(payload, isForClient.and(REACHES_REDIS));
        TraceEvent arrived = first(
                payload,
                isForClient.and(event -> event.isMessage() && event.lane().equals(worker)));
        if (sent == null) {
            return List.of(new Trail(payload, emit, to, worker, LastSeen.EMITTER, emit));
        }
        if (handled == null) {
            return List.of(new Trail(payload, emit, to, worker, LastSeen.TO_REDIS, sent));
        }
        if (arrived != null) {
            return fromWorker(new Trail(payload, emit, to, worker, LastSeen.WORKER, arrived));
        }
        boolean left = lostAt(worker, handled) != null;
        return List.of(new Trail(payload, emit, to, worker, left ? LastSeen.TO_WORKER : LastSeen.REDIS, handled));
    }

    /** 0.9: whether a worker's program emitted it to each client by itself, and {@code event} is what it told of another session. */
    private static boolean isForAnother(TraceEvent session, TraceEvent event) {
        boolean toOne =
                event.channel().startsWith("dispatch-remote") || event.channel().startsWith("dispatch:");
        return toOne && session != null && !event.text().contains(session.text());
    }

    /** A trail for each time that a worker sent it to the client; {@code atWorker} itself if none did. */
    private List<Trail> fromWorker(Trail atWorker) {
        ClientConnection to = atWorker.to();
        List<Trail> sent = seen.getOrDefault(atWorker.payload(), List.of()).stream()
                .filter(event -> ClientWire.isSentToClient(event)
                        && to.reaches(event.lane())
                        && event.peer().equals(to.client()))
                .map(event -> new Trail(
                        atWorker.payload(), atWorker.emit(), to, atWorker.worker(), LastSeen.TO_CLIENT, event))
                .toList();
        return sent.isEmpty() ? List.of(atWorker) : sent;
    }

    private TraceEvent first(Payload payload, Predicate<TraceEvent> wanted) {
        return seen.getOrDefault(payload, List.of()).stream()
                .filter(wanted)
                .findFirst()
                .orElse(null);
    }

    /** That what was on a connection at the end of {@code trail} never arrived; null if the trace does not say so. */
    TraceEvent lost(Trail trail) {
        return switch (trail.lastSeen()) {
            case TO_REDIS -> lostAt("redis", trail.end());
            case TO_WORKER -> lostAt(trail.worker(), trail.end());
            case TO_CLIENT -> lostAt(trail.to().client(), trail.end());
            default -> null;
        };
    }

    private TraceEvent lostAt(String lane, TraceEvent sent) {
        return trace.effectsOf(sent).stream()
                .filter(effect -> effect.kind() == Kind.LOST && effect.lane().equals(lane))
                .findFirst()
                .orElse(null);
    }
}

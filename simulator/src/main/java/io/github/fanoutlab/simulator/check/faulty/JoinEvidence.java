package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;

/**
 * Why the worker that had the emit did not have the client in its namespace, or in one of its rooms: the client had not joined yet,
 * or the workers of 0.9, which tell each other of joins, had not told this one.
 */
final class JoinEvidence {

    private final Trace trace;
    private final boolean anyWorkerMayAnswer;
    private final History history;
    private final Recipients recipients;
    private final WorkerSessions sessions;
    private final PathEvidence path;

    JoinEvidence(FaultyRun run, History history, Recipients recipients, PathEvidence path) {
        this.trace = run.trace();
        this.anyWorkerMayAnswer = ClientWire.anyWorkerMayAnswer(run.string());
        this.history = history;
        this.recipients = recipients;
        this.sessions = recipients.sessions();
        this.path = path;
    }

    TraceEvent entryCameBeforeJoin(Trail trail) {
        return recipients.isKept(trail.payload()) ? clientHadNotJoined(trail) : null;
    }

    TraceEvent clientHadNotJoined(Trail trail) {
        List<String> rooms = rooms(trail);
        return !rooms.isEmpty() && joinInSession(trail, rooms) == null ? trail.end() : null;
    }

    /** 0.9: the client asked to join one of the rooms, and no worker carried that out. */
    TraceEvent joinWasNotCarriedOut(Trail trail) {
        List<String> rooms = rooms(trail);
        TraceEvent join = anyWorkerMayAnswer && !rooms.isEmpty() ? joinInSession(trail, rooms) : null;
        return join == null || isTold(join, trail) ? null : join;
    }

    /** 0.9: another worker let the client into one of the rooms, and the worker had not heard of that, in its present life, before the emit. */
    TraceEvent workerMissedRoom(Trail trail) {
        List<String> rooms = rooms(trail);
        String worker = trail.end().lane();
        TraceEvent join = anyWorkerMayAnswer && !rooms.isEmpty() ? joinInSession(trail, rooms) : null;
        if (join == null || join.lane().equals(worker)) {
            return null;
        }
        List<TraceEvent> copies = sessions.copiesOf(join, trail.to(), rooms).toList();
        long death = trace.events(Kind.NODE_DIED).stream()
                .filter(event ->
                        event.lane().equals(worker) && event.id() < trail.end().id())
                .mapToLong(TraceEvent::id)
                .max()
                .orElse(-1);
        boolean heard = copies.stream()
                .anyMatch(event -> event.kind() == Kind.REDIS_PUSH
                        && event.lane().equals(worker)
                        && event.id() > death
                        && event.id() < trail.end().id());
        return heard
                ? null
                : copies.stream()
                        .filter(event -> event.kind() == Kind.REDIS_SENT)
                        .findFirst()
                        .orElse(null);
    }

    /** The client's request, in its session of that moment, to join one of {@code rooms}. Over streams, it may come back to a session. */
    private TraceEvent joinInSession(Trail trail, List<String> rooms) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        boolean isConnected = session != null && session.kind() == Kind.CONNECTED;
        return isConnected && !recipients.isEntry(trail.payload())
                ? sessions.joinedSince(session.id(), trail.end(), trail.to(), rooms)
                : sessions.joinedBefore(trail.end(), trail.to(), rooms);
    }

    /**
     * 0.9: in its session, the client asked a worker to let it into one of the rooms. That worker had no connection to Redis, and
     * died before it could tell the others.
     */
    TraceEvent joinDiedUntold(Trail trail) {
        TraceEvent session = anyWorkerMayAnswer ? history.lastBefore(trail.to(), trail.emit()) : null;
        if (session == null || session.kind() != Kind.CONNECTED) {
            return null;
        }
        TraceEvent join = sessions.joinedSince(session.id(), trail.emit(), trail.to(), rooms(trail));
        boolean untold =
                join != null && AnomalyEvidence.isClosed(trace, join.lane() + ".pub", join) && !isTold(join, trail);
        boolean died = untold
                && trace.events().subList((int) join.id(), (int) trail.emit().id()).stream()
                        .anyMatch(event ->
                                event.kind() == Kind.NODE_DIED && event.lane().equals(join.lane()));
        return died ? join : null;
    }

    /** Whether a node told the others of {@code join}. */
    private boolean isTold(TraceEvent join, Trail trail) {
        return sessions.copiesOf(join, trail.to(), rooms(trail)).anyMatch(event -> event.kind() == Kind.REDIS_SENT);
    }

    /**
     * 0.9: the worker that had greeted the client died, and the client's session went on at another one. That one had missed, in its
     * present life, that the session joined where the emit went: what would have told it was lost. Nobody says it again.
     */
    TraceEvent nextWorkerMissedJoin(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        TraceEvent poll = ClientWire.lastPoll(trace, trail.emit(), trail.to().client());
        if (!anyWorkerMayAnswer
                || session == null
                || session.kind() != Kind.CONNECTED
                || poll == null
                || poll.lane().equals(trail.worker())
                || !sessions.diedSince(session, trail.worker(), trail.emit())) {
            return null;
        }
        List<String> joins = rooms(trail).isEmpty()
                ? List.of(joinOf(session, trail, ""))
                : rooms(trail).stream()
                        .map(room -> joinOf(session, trail, '/' + room))
                        .toList();
        TraceEvent told = missedJoin(poll.lane(), joins, trail.emit());
        return told != null && path.neverReached(poll.lane(), told, trail) ? told : null;
    }

    /**
     * 0.9: the client polled a worker that had missed, in its present life, that the client's session joined the namespace. Then the
     * worker sends the client nothing.
     */
    TraceEvent workerMissedMember(Trail trail) {
        String worker = trail.end().lane();
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        TraceEvent poll = ClientWire.lastPoll(trace, trail.end(), trail.to().client());
        boolean polledWorker = poll != null && poll.lane().equals(worker);
        return anyWorkerMayAnswer && session != null && polledWorker
                ? missedJoin(worker, List.of(joinOf(session, trail, "")), trail.end())
                : null;
    }

    /** What 0.9's nodes tell each other of a join, as far as it says who joins what: the client's namespace, or a room in it. */
    private String joinOf(TraceEvent session, Trail trail, String room) {
        String namespace = recipients.role(trail.to()).namespace();
        return "\"args\":[\"" + session.text() + "\",\"" + (namespace.equals("/") ? "" : namespace) + room + "\"]";
    }

    /** What was told of one of {@code joins}, if {@code worker} had heard of none in its present life; null if it had. */
    private TraceEvent missedJoin(String worker, List<String> joins, TraceEvent moment) {
        TraceEvent told = null;
        boolean knows = false;
        for (TraceEvent event : trace.events().subList(0, (int) moment.id())) {
            boolean ofWorker = event.lane().equals(worker);
            boolean isJoin = event.channel().equals("join") && joins.stream().anyMatch(event.text()::contains);
            if (isJoin && event.kind() == Kind.REDIS_SENT) {
                told = event;
                knows |= ofWorker;
            } else if (ofWorker && event.kind() == Kind.NODE_DIED) {
                knows = false;
            } else if (ofWorker && isJoin && event.kind() == Kind.REDIS_PUSH) {
                knows = true;
            }
        }
        return knows ? null : told;
    }

    /** The rooms that the emit went to; empty if it went to the whole namespace. */
    private List<String> rooms(Trail trail) {
        return recipients.broadcast(trail.payload()).rooms();
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks in the trace for what {@link LossAttribution} demands. Each method returns the event that shows it, or null. */
final class LossEvidence {

    /** How 1.0+ and 0.9 answer a request whose session they do not know. */
    static final List<String> SESSION_UNKNOWN = List.of("Session ID unknown", "client not handshaken");

    /** A node that lost its connection to Redis has subscribed again within this time after Redis can be reached. */
    private static final long RESUBSCRIBED_MICROS = 5_000_000;

    /** 0.9: how the channels begin on which workers tell each other what becomes of a session. */
    private static final List<String> STATE = List.of("open", "close", "connect", "join", "disconnect");

    /** Faults during which a client does not read. */
    private static final Set<FaultKind> HOLD_UP = EnumSet.of(FaultKind.STALL, FaultKind.SLOW, FaultKind.SILENCE);

    private final FaultyRun run;
    private final Trace trace;
    private final History history;
    private final Recipients recipients;
    private final Subscriptions subscriptions;
    private final WorkerSessions sessions;
    private final Trails trails;
    private final StreamEvidence streams;

    LossEvidence(FaultyRun run, History history, Recipients recipients) {
        this.run = run;
        this.trace = run.trace();
        this.history = history;
        this.recipients = recipients;
        this.subscriptions = new Subscriptions(trace);
        this.sessions = recipients.sessions();
        this.trails = new Trails(run, history, recipients);
        this.streams = new StreamEvidence(run, history, recipients);
    }

    StreamEvidence streams() {
        return streams;
    }

    TraceEvent entryCameBeforeJoin(Trail trail) {
        return recipients.isKept(trail.payload()) ? clientHadNotJoined(trail) : null;
    }

    /** Over streams, Redis has nobody to push an entry to while the worker's next read is on its way. */
    TraceEvent workerDiedBeforeReading(Trail trail) {
        if (!recipients.isEntry(trail.payload())) {
            return null;
        }
        for (TraceEvent event : trace.events().subList((int) trail.end().id(), trace.size())) {
            boolean ofWorker = event.lane().equals(trail.worker());
            if (ofWorker && event.kind() == Kind.NODE_DIED) {
                return event;
            }
            if (ofWorker
                    && event.is(Kind.REDIS_PUSH, "entries")
                    && event.cause() > trail.end().id()) {
                return null;
            }
        }
        return null;
    }

    List<Trail> trails(Payload payload, TraceEvent emit, ClientConnection to) {
        return trails.of(payload, emit, to);
    }

    TraceEvent end(Trail trail) {
        return trail.end();
    }

    /** The client was connected and was told that its session is unknown. */
    TraceEvent clientWasRefused(Trail trail) {
        return refusal(trail.end());
    }

    TraceEvent emitterDied(Trail trail) {
        return trace.events().subList((int) trail.emit().id(), trace.size()).stream()
                .filter(event -> event.kind() == Kind.NODE_DIED
                        && event.lane().equals(trail.emit().lane()))
                .findFirst()
                .orElse(null);
    }

    TraceEvent connectionHadDiedSilently(Trail trail) {
        return lostBecauseOf("died silently", trail);
    }

    TraceEvent outputBufferWasFull(Trail trail) {
        return lostBecauseOf("output buffer", trail);
    }

    private TraceEvent lostBecauseOf(String reason, Trail trail) {
        TraceEvent lost = trails.lost(trail);
        return lost != null && lost.name().contains(reason) ? lost : null;
    }

    TraceEvent connectionBroke(Trail trail) {
        return trails.lost(trail);
    }

    /** Over streams, the emitting node sends it again, as long as it lives. */
    TraceEvent connectionToRedisBroke(Trail trail) {
        return recipients.isEntry(trail.payload()) && emitterDied(trail) == null ? null : trails.lost(trail);
    }

    TraceEvent workerDiedOnArrival(Trail trail) {
        TraceEvent lost = trails.lost(trail);
        boolean died = lost != null
                && (lost.name().equals(trail.worker() + " died") || lost.name().equals(trail.worker() + " crashed"));
        return died ? lost : null;
    }

    TraceEvent workerWasDead(Trail trail) {
        return subscriptions.at(trail.worker(), trail.end()) == Subscriptions.State.DEAD ? trail.end() : null;
    }

    TraceEvent workerNeverSubscribed(Trail trail) {
        if (recipients.isEntry(trail.payload())) {
            return hadBegunToRead(trail.worker(), trail.end()) ? null : trail.end();
        }
        return subscriptions.at(trail.worker(), trail.end()) == Subscriptions.State.NOT_YET ? trail.end() : null;
    }

    /** Whether {@code worker}, in its present life, had looked up where the stream ends before {@code moment}. */
    private boolean hadBegunToRead(String worker, TraceEvent moment) {
        boolean begun = false;
        for (TraceEvent event : trace.events().subList(0, (int) moment.id())) {
            if (event.kind() == Kind.NODE_STARTED && event.lane().equals(worker)) {
                begun = false;
            } else if (event.is(Kind.REDIS_HANDLED, "XREVRANGE") && event.peer().equals(worker)) {
                begun = true;
            }
        }
        return begun;
    }

    /** The subscription was lost, and no more time had passed since the last fault than a node takes to subscribe again. */
    TraceEvent workerWasUnsubscribed(Trail trail) {
        long broken = run.injections().stream()
                .filter(injection -> injection.atMicros() <= trail.end().timeMicros())
                .mapToLong(run::endMicros)
                .max()
                .orElse(0);
        if (trail.end().timeMicros() > broken + RESUBSCRIBED_MICROS) {
            return null;
        }
        return subscriptions.at(trail.worker(), trail.end()) == Subscriptions.State.NO_LONGER ? trail.end() : null;
    }

    /**
     * 0.9.16: the worker had itself unsubscribed from the channel of the session, in a turn in which a poll of the session came or was
     * answered, or in which another worker said that it has the client.
     */
    TraceEvent workerHadUnsubscribed(Trail trail) {
        String channel = trail.end().channel();
        if (run.string().dialect() != RedisDialect.V0_9_16 || !channel.contains(":")) {
            return null;
        }
        TraceEvent last = null;
        for (TraceEvent event : trace.events().subList(0, (int) trail.end().id())) {
            if (event.kind() == Kind.REDIS_HANDLED
                    && event.peer().equals(trail.worker())
                    && event.text().endsWith("SUBSCRIBE " + channel)) {
                last = event;
            }
        }
        boolean ended = last != null && last.name().equals("UNSUBSCRIBE");
        return ended && isTurnOf(trace.causeOf(trace.causeOf(last)), channel.substring(channel.indexOf(':') + 1))
                ? last
                : null;
    }

    private boolean isTurnOf(TraceEvent turn, String session) {
        return turn.kind() == Kind.HTTP_REQUEST_RECEIVED && turn.text().contains(session)
                || turn.kind() == Kind.REDIS_PUSH
                        && turn.channel().equals("open")
                        && turn.text().contains(session)
                || trace.effectsOf(turn).stream()
                        .anyMatch(event -> event.kind() == Kind.HTTP_RESPONSE_SENT
                                && event.name().endsWith(session));
    }

    TraceEvent workerHadLostSession(Trail trail) {
        return away(trail.end(), trail.to());
    }

    TraceEvent clientHadNoSession(Trail trail) {
        return away(trail.emit(), trail.to());
    }

    /**
     * What shows that the client had no session at {@code moment}: it had never connected, or its last session had ended at one end. That
     * its present session has not been greeted yet shows nothing.
     */
    private TraceEvent away(TraceEvent moment, ClientConnection to) {
        TraceEvent end = sessions.awayAt(moment, to);
        TraceEvent last = history.lastBefore(to, moment);
        if (end == null || last == null) {
            return end;
        }
        if (last.kind() == Kind.DISCONNECTED) {
            return last;
        }
        if (ClientWire.anyWorkerMayAnswer(run.string())) {
            if (end.kind() == Kind.NODE_DIED) {
                return null; // its session goes on at the worker that it polls next
            }
        } else if (sessions.diedSince(last, sessions.workerAt(moment, to), moment)) {
            return end;
        }
        TraceEvent greeting = sessions.greetingBefore(moment, to);
        TraceEvent before = history.lastEndBefore(to, moment);
        return greeting != null && (before == null || before.id() < greeting.id()) ? end : null;
    }

    TraceEvent sessionWasRefused(Trail trail) {
        TraceEvent away = sessions.awayAt(trail.end(), trail.to());
        return refusal(away != null ? away : clientLeftBeforeGreeting(trail));
    }

    /** The client left, or was refused, while it was being connected: its worker's last greeting was for what it had asked before. */
    TraceEvent clientLeftBeforeGreeting(Trail trail) {
        TraceEvent last = history.lastBefore(trail.to(), trail.end());
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        boolean left =
                last != null && greeting != null && last.kind() == Kind.DISCONNECTED && last.id() < greeting.id();
        TraceEvent asked = left ? askedFor(greeting, trail.to()) : null;
        return asked != null && asked.id() < last.id() ? last : null;
    }

    /** What the client sent to get {@code greeting}: its cause or, if the worker had to wait for Redis, the last that had come. */
    private TraceEvent askedFor(TraceEvent greeting, ClientConnection to) {
        TraceEvent cause = trace.nearestCause(greeting, event -> isSentBy(to, event));
        return cause != null
                ? cause
                : trace.events().subList(0, (int) greeting.id()).stream()
                        .filter(event -> ClientWire.isReceivedByWorker(event)
                                && event.lane().equals(greeting.lane())
                                && event.peer().equals(to.client()))
                        .reduce((first, second) -> second)
                        .map(trace::causeOf)
                        .orElse(null);
    }

    private static boolean isSentBy(ClientConnection client, TraceEvent event) {
        return event.lane().equals(client.client())
                && (event.kind() == Kind.HTTP_REQUEST_SENT || event.kind() == Kind.FRAME_SENT);
    }

    /** Another worker greeted the client before the emit came to its former one, and had dealt with the emit before that. */
    TraceEvent clientHadMoved(Trail trail) {
        String worker = sessions.workerAt(trail.end(), trail.to());
        boolean anyWorkerOfSession = ClientWire.anyWorkerMayAnswer(run.string())
                && history.lastBefore(trail.to(), trail.emit()) == history.lastBefore(trail.to(), trail.end());
        if (worker == null || anyWorkerOfSession || trail.worker().equals(worker)) {
            return null;
        }
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        boolean reachedLater = !worker.equals(trail.payload().sender())
                && trails.arrivals(trail.payload()).stream()
                        .anyMatch(arrival -> arrival.lane().equals(worker) && arrival.id() > greeting.id());
        return reachedLater ? null : greeting;
    }

    /** A goodbye to the client came to its worker, which has not greeted it again since. */
    TraceEvent workerHadSaidGoodbye(Trail trail) {
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        for (Map.Entry<Payload, TraceEvent> emit : history.emits.entrySet()) {
            if (recipients.broadcast(emit.getKey()).manner() == Manner.GOODBYE
                    && recipients.isDue(emit.getKey(), trail.to())) {
                List<TraceEvent> arrivals = new ArrayList<>(trails.arrivals(emit.getKey()));
                arrivals.add(0, emit.getValue());
                for (TraceEvent arrival : arrivals) {
                    if (greeting != null
                            && arrival.lane().equals(trail.end().lane())
                            && greeting.id() < arrival.id()
                            && comesBefore(emit.getKey(), arrival, trail)) {
                        return arrival;
                    }
                }
            }
        }
        return null;
    }

    /** Another worker's program said goodbye to the client. In 0.9, the worker was told of it; in 1.0+, it has told the client. */
    TraceEvent goodbyeReachedWorker(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        boolean isConnected =
                run.string().scenario().emits(Manner.GOODBYE) && session != null && session.kind() == Kind.CONNECTED;
        return !isConnected
                ? null
                : trace.events().subList((int) session.id(), (int) trail.end().id()).stream()
                        .filter(event -> event.lane().equals(trail.end().lane())
                                && (ClientWire.isDisconnectTo(trail.to().client(), event)
                                        || isToldOfDisconnect(event, session.text())))
                        .findFirst()
                        .orElse(null);
    }

    private boolean isToldOfDisconnect(TraceEvent event, String session) {
        return ClientWire.anyWorkerMayAnswer(run.string())
                && event.kind() == Kind.REDIS_PUSH
                && event.channel().startsWith("disconnect")
                && event.text().contains(session);
    }

    /**
     * 0.9, through a balancer that is not sticky: another worker told the others what became of the session, and the worker heard the
     * client's last request before it heard that. Or it never heard of it.
     */
    TraceEvent stateCameLate(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        List<TraceEvent> before = trace.events().subList(0, (int) trail.end().id());
        TraceEvent request = before.stream()
                .filter(event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && event.lane().equals(trail.end().lane())
                        && event.peer().equals(trail.to().client()))
                .reduce((first, second) -> second)
                .orElse(null);
        boolean mayBeLate = ClientWire.anyWorkerMayAnswer(run.string())
                && !run.string().access().isSticky();
        return !mayBeLate || session == null || request == null
                ? null
                : before.stream()
                        .filter(event -> event.id() < request.id() && isStateOf(session, event, request.lane()))
                        .filter(told -> trace.allEffectsOf(told).stream()
                                .noneMatch(event -> event.id() < request.id()
                                        && event.kind() == Kind.REDIS_PUSH
                                        && event.lane().equals(request.lane())))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isStateOf(TraceEvent session, TraceEvent event, String worker) {
        return event.is(Kind.REDIS_SENT, "PUBLISH")
                && !event.lane().equals(worker)
                && STATE.stream().anyMatch(event.channel()::startsWith)
                && event.text().contains(session.text());
    }

    /** Over streams, one read may bring the goodbye and what was emitted after it. */
    private static boolean comesBefore(Payload goodbye, TraceEvent arrival, Trail trail) {
        List<Payload> inRead = arrival == trail.end() ? Payload.allIn(arrival) : List.of();
        return arrival.id() < trail.end().id()
                || inRead.contains(goodbye) && inRead.indexOf(goodbye) < inRead.indexOf(trail.payload());
    }

    /**
     * 0.9: the client polled a worker that had missed, in its present life, that the client's session joined the namespace. Then the
     * worker sends the client nothing.
     */
    TraceEvent workerMissedMember(Trail trail) {
        String worker = trail.end().lane();
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        TraceEvent poll = ClientWire.lastPoll(trace, trail.end(), trail.to().client());
        if (!ClientWire.anyWorkerMayAnswer(run.string())
                || session == null
                || poll == null
                || !poll.lane().equals(worker)) {
            return null;
        }
        List<String> namespace =
                List.of(joinOf(session, recipients.role(trail.to()).namespace(), ""));
        return missedJoin(worker, namespace, trail.end());
    }

    /**
     * 0.9: the worker that had greeted the client died, and the client's session went on at another one. That one had missed, in its
     * present life, that the session joined where the emit went: what would have told it was lost. Nobody says it again.
     */
    TraceEvent nextWorkerMissedJoin(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        TraceEvent poll = ClientWire.lastPoll(trace, trail.emit(), trail.to().client());
        if (!ClientWire.anyWorkerMayAnswer(run.string())
                || session == null
                || session.kind() != Kind.CONNECTED
                || poll == null
                || poll.lane().equals(trail.worker())
                || !sessions.diedSince(session, trail.worker(), trail.emit())) {
            return null;
        }
        String namespace = recipients.role(trail.to()).namespace();
        List<String> rooms = recipients.broadcast(trail.payload()).rooms();
        List<String> joins = rooms.isEmpty()
                ? List.of(joinOf(session, namespace, ""))
                : rooms.stream()
                        .map(room -> joinOf(session, namespace, '/' + room))
                        .toList();
        TraceEvent told = missedJoin(poll.lane(), joins, trail.emit());
        return told != null && neverReached(poll.lane(), told, trail) ? told : null;
    }

    /**
     * 0.9: in its session, the client asked a worker to let it into one of the rooms. That worker had no connection to Redis, and
     * died before it could tell the others.
     */
    TraceEvent joinDiedUntold(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        List<String> rooms = recipients.broadcast(trail.payload()).rooms();
        if (!ClientWire.anyWorkerMayAnswer(run.string()) || session == null || session.kind() != Kind.CONNECTED) {
            return null;
        }
        TraceEvent join = sessions.joinedSince(session.id(), trail.emit(), trail.to(), rooms);
        boolean untold = join != null
                && AnomalyEvidence.isClosed(trace, join.lane() + ".pub", join)
                && sessions.copiesOf(join, trail.to(), rooms).noneMatch(event -> event.kind() == Kind.REDIS_SENT);
        boolean died = untold
                && trace.events().subList((int) join.id(), (int) trail.emit().id()).stream()
                        .anyMatch(event ->
                                event.kind() == Kind.NODE_DIED && event.lane().equals(join.lane()));
        return died ? join : null;
    }

    /** What 0.9's nodes tell each other of a join, as far as it says who joins what. */
    private static String joinOf(TraceEvent session, String namespace, String room) {
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

    /** Whether a fault kept {@code told} from Redis, or from {@code worker}. */
    private boolean neverReached(String worker, TraceEvent told, Trail trail) {
        TraceEvent handled = trace.effectsOf(told).stream()
                .filter(event -> event.kind() == Kind.REDIS_HANDLED)
                .findFirst()
                .orElse(null);
        LastSeen place = handled == null ? LastSeen.TO_REDIS : LastSeen.TO_WORKER;
        Trail copy = new Trail(trail.payload(), told, trail.to(), worker, place, handled == null ? told : handled);
        return trails.lost(copy) != null
                || handled != null
                        && (workerWasDead(copy) != null
                                || workerNeverSubscribed(copy) != null
                                || workerWasUnsubscribed(copy) != null);
    }

    TraceEvent clientHadNotJoined(Trail trail) {
        List<String> rooms = recipients.broadcast(trail.payload()).rooms();
        return !rooms.isEmpty() && joinInSession(trail, rooms) == null ? trail.end() : null;
    }

    /** The client's request, in its session of that moment, to join one of {@code rooms}. Over streams, it may come back to a session. */
    private TraceEvent joinInSession(Trail trail, List<String> rooms) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        boolean isConnected = session != null && session.kind() == Kind.CONNECTED;
        return isConnected && !recipients.isEntry(trail.payload())
                ? sessions.joinedSince(session.id(), trail.end(), trail.to(), rooms)
                : sessions.joinedBefore(trail.end(), trail.to(), rooms);
    }

    /** What is volatile is not kept: the worker had answered the client's last poll, or the client did not read its WebSocket. */
    TraceEvent transportWasBusy(Trail trail) {
        if (!isVolatile(trail)) {
            return null;
        }
        if (recipients.isEntry(trail.payload())
                && trace.effectsOf(trail.end()).stream().anyMatch(event -> isSentTo(trail.to(), event))) {
            return trail.end(); // after the first one of a read, the connection is busy
        }
        boolean noPollWaits =
                polls() && ClientWire.hadNoPoll(trace, trail.end(), trail.to().client());
        return noPollWaits || isHeldUp(trail) ? trail.end() : null;
    }

    /** 0.9: what is volatile is not kept, and the worker had let go of the client's poll: another one had said that it has the client. */
    TraceEvent pollWasLetGo(Trail trail) {
        boolean letGo = isVolatile(trail)
                && ClientWire.anyWorkerMayAnswer(run.string())
                && ClientWire.letGoOfLastPoll(trace, trail.end(), trail.to().client()) != null;
        return letGo ? trail.end() : null;
    }

    /** 0.9: the worker had let go of the client's poll, because another one had said that it has the client, and that one died. */
    TraceEvent workerWithPollDied(Trail trail) {
        TraceEvent open = ClientWire.anyWorkerMayAnswer(run.string())
                ? ClientWire.letGoOfLastPoll(trace, trail.end(), trail.to().client())
                : null;
        if (open == null) {
            return null;
        }
        String other = trace.causeOf(open).peer();
        boolean reached = trails.arrivals(trail.payload()).stream()
                .anyMatch(arrival -> arrival.lane().equals(other));
        return reached
                ? null
                : trace.events(Kind.NODE_DIED).stream()
                        .filter(death -> death.lane().equals(other) && death.id() > open.id())
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isSentTo(ClientConnection client, TraceEvent event) {
        return ClientWire.isSentToClient(event) && event.peer().equals(client.client());
    }

    private boolean isVolatile(Trail trail) {
        return recipients.broadcast(trail.payload()).manner() == Manner.VOLATILE;
    }

    private boolean isHeldUp(Trail trail) {
        String connection = trail.end().lane() + '.' + trail.to().client();
        return run.injections().stream()
                .anyMatch(injection -> HOLD_UP.contains(injection.kind())
                        && injection.fault().target().equals(connection)
                        && injection.atMicros() <= trail.end().timeMicros()
                        && trail.end().timeMicros() <= run.endMicros(injection));
    }

    /** 0.9: the client asked to join one of the rooms, and no worker carried that out. */
    TraceEvent joinWasNotCarriedOut(Trail trail) {
        List<String> rooms = recipients.broadcast(trail.payload()).rooms();
        if (rooms.isEmpty() || !ClientWire.anyWorkerMayAnswer(run.string())) {
            return null;
        }
        TraceEvent join = joinInSession(trail, rooms);
        boolean carriedOut = join != null
                && sessions.copiesOf(join, trail.to(), rooms).anyMatch(event -> event.kind() == Kind.REDIS_SENT);
        return carriedOut ? null : join;
    }

    /** A worker that had the emit had no poll of the client to answer, and the client's next poll went to another worker. */
    TraceEvent nextPollWentElsewhere(Trail trail) {
        String client = trail.to().client();
        for (TraceEvent arrival : keptArrivals(trail)) {
            TraceEvent poll = ClientWire.nextPoll(trace, arrival, client);
            if (poll != null && !poll.lane().equals(arrival.lane())) {
                return poll;
            }
        }
        return null;
    }

    /** A worker had kept the emit for the client's next poll, and let go of it: another one said, before that poll, that it has the client. */
    TraceEvent keptWasLetGo(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        for (TraceEvent arrival : session == null ? List.<TraceEvent>of() : keptArrivals(trail)) {
            TraceEvent poll = ClientWire.nextPoll(trace, arrival, trail.to().client());
            TraceEvent open = ClientWire.nextOpenElsewhere(trace, arrival, session.text());
            if (open != null && (poll == null || open.id() < poll.id())) {
                return open;
            }
        }
        return null;
    }

    /**
     * 0.9: when workers had the emit, or emitted it, without a poll of the client that waited. Behind a sticky balancer, only
     * the worker that the client polled last is asked for it.
     */
    private List<TraceEvent> keptArrivals(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        String id = session == null ? "" : session.text();
        List<TraceEvent> arrivals = new ArrayList<>();
        if (!isVolatile(trail) && polls() && run.string().generation() == Generation.LEGACY) {
            arrivals.add(trail.emit());
            arrivals.addAll(trails.arrivals(trail.payload()));
        }
        if (run.string().access().isSticky()) {
            arrivals.removeIf(arrival -> {
                TraceEvent poll = ClientWire.lastPoll(trace, arrival, trail.to().client());
                return poll == null || !poll.lane().equals(arrival.lane());
            });
        }
        arrivals.removeIf(
                arrival -> ClientWire.isPollWaiting(trace, arrival, trail.to().client(), id));
        return arrivals;
    }

    TraceEvent nextPollWasRefused(Trail trail) {
        return refusal(endAfter(trail));
    }

    /** The end of the session in which it was kept for a poll; null if it did not end, or if nothing is kept. */
    private TraceEvent endAfter(Trail trail) {
        TraceEvent next = polls() && !isVolatile(trail) ? history.nextAfter(trail.to(), trail.end()) : null;
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        boolean hearsLate = next != null
                && greeting != null
                && next.kind() == Kind.CONNECTED
                && next.text().equals(ClientWire.sessionBegunBy(greeting));
        TraceEvent end = hearsLate ? history.nextAfter(trail.to(), next) : next;
        return end != null && end.kind() == Kind.DISCONNECTED ? end : null;
    }

    /** No poll of the client waited at the worker, none came until the session ended, and the client did not move to its WebSocket. */
    TraceEvent sessionEndedBeforeNextPoll(Trail trail) {
        TraceEvent end = endAfter(trail);
        return end != null
                        && ClientWire.hadNoWayOut(
                                trace, trail.end(), end, trail.to().client())
                ? end
                : null;
    }

    private boolean polls() {
        return run.string().access().transport().polls();
    }

    /** 0.9 does not notice that a client has left, and answers its last poll. The request has the id of the session in it. */
    TraceEvent pollWasOfFormerSession(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        boolean former = run.string().generation() == Generation.LEGACY
                && trail.end().kind() == Kind.HTTP_RESPONSE_SENT
                && session != null
                && !trail.end().name().endsWith('/' + session.text());
        return former ? trail.end() : null;
    }

    /** It arrived after the client had ended the session in which it was sent, or was sent by the worker of a former session. */
    TraceEvent arrivedInAnotherSession(Trail trail) {
        String worker = sessions.workerAt(trail.end(), trail.to());
        boolean moved = !ClientWire.anyWorkerMayAnswer(run.string())
                && worker != null
                && !worker.equals(trail.end().lane());
        return trace.effectsOf(trail.end()).stream()
                .filter(ClientWire::isReceivedByClient)
                .filter(received -> moved || !history.isSameSession(trail.to(), trail.end(), received))
                .findFirst()
                .orElse(null);
    }

    /** {@code event} if it tells a client that its session is unknown. */
    static TraceEvent refusal(TraceEvent event) {
        boolean refused = event != null
                && event.kind() == Kind.DISCONNECTED
                && SESSION_UNKNOWN.stream().anyMatch(words -> event.name().contains(words));
        return refused ? event : null;
    }
}

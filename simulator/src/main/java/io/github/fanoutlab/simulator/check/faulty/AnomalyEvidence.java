package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Optional;

/** Looks in the trace for what {@link KnownAnomalies} demands. Each method returns the event that shows it, or null. */
final class AnomalyEvidence {

    /** By then, a node of 0.9 has collected a handshake of which it has not heard that it was used. */
    private static final long COLLECTED_MICROS = 60_000_000;

    private static final String SESSIONS = "sio:session:";

    private final Trace trace;
    private final RedisDialect dialect;
    private final boolean legacy;
    private final boolean streams;
    private final boolean anyWorkerMayAnswer;
    private final boolean sticky;
    private final History history;
    private final Recipients recipients;

    AnomalyEvidence(FaultyRun run, History history, Recipients recipients) {
        this.trace = run.trace();
        this.dialect = run.string().dialect();
        this.legacy = run.string().generation() == Generation.LEGACY;
        this.streams = dialect == RedisDialect.STREAMS;
        this.anyWorkerMayAnswer = ClientWire.anyWorkerMayAnswer(run.string());
        this.sticky = run.string().access().isSticky();
        this.history = history;
        this.recipients = recipients;
    }

    TraceEvent delivery(Surplus surplus) {
        return surplus.receipt().event();
    }

    /** When the worker decided to send it, the client had not asked to join the excepted room. */
    TraceEvent clientHadNotJoined(Surplus surplus) {
        TraceEvent decision = decision(surplus);
        return decision != null && join(surplus, decision) == null ? decision : null;
    }

    /**
     * Streams: the client came back to its session at another worker, and its former one had died before it wrote the room to Redis. Or
     * Redis died since.
     */
    TraceEvent roomDied(Surplus surplus) {
        TraceEvent decision = streams ? decision(surplus) : null;
        TraceEvent join = decision == null
                ? null
                : recipients
                        .sessions()
                        .joinedBefore(
                                decision,
                                surplus.receipt().connection(),
                                recipients
                                        .broadcast(surplus.receipt().payload())
                                        .except());
        TraceEvent death = join == null ? null : deathBetween(join, decision, join.lane());
        TraceEvent written = death == null
                ? null
                : trace.events().subList((int) join.id(), (int) death.id()).stream()
                        .filter(event -> event.is(Kind.REDIS_HANDLED, "SET")
                                && event.peer().equals(join.lane())
                                && event.text().startsWith("SET " + SESSIONS))
                        .reduce((first, second) -> second)
                        .orElse(null);
        return written == null ? death : deathBetween(written, decision, "redis");
    }

    /**
     * 0.9: the join was copied to the other nodes, and the copy had not reached the emitting node in its present life, or that node
     * had forgotten the session since.
     */
    TraceEvent emitterDidNotKnowOfJoin(Surplus surplus) {
        TraceEvent join = joinOfLegacy(surplus);
        if (join == null) {
            return null;
        }
        TraceEvent told = anyWorkerMayAnswer ? publishedCopy(join, surplus) : told(join);
        return told != null && !isKnown(told, emit(surplus), sessionOf(surplus)) ? join : null;
    }

    /**
     * 0.9: a worker that holds the client's poll handles the client's POST itself, and the others do not tell it what the client
     * asks for. So the join can reach only workers whose program does not know the client.
     */
    TraceEvent joinWasNotCarriedOut(Surplus surplus) {
        TraceEvent join = joinOfLegacy(surplus);
        return join != null && anyWorkerMayAnswer && publishedCopy(join, surplus) == null ? join : null;
    }

    private TraceEvent joinOfLegacy(Surplus surplus) {
        TraceEvent decision = legacy ? decision(surplus) : null;
        return decision == null ? null : join(surplus, decision);
    }

    /**
     * The worker's decision to send it: that it sent it or, for a response to a poll or for what waited during an upgrade, that it
     * got it. It drops the echo of what it has emitted itself in its present life.
     */
    private TraceEvent decision(Surplus surplus) {
        TraceEvent sent = sent(surplus.receipt());
        if (sent == null || emit(surplus) == null) {
            return null;
        }
        Payload payload = surplus.receipt().payload();
        TraceEvent decision = sent;
        boolean ownEcho = false;
        for (TraceEvent event : trace.events().subList(0, (int) sent.id())) {
            if (event.lane().equals(sent.lane())) {
                boolean emitted = event.kind() == Kind.EMIT;
                boolean comes = emitted || event.kind() == Kind.REDIS_PUSH && !ownEcho;
                if (comes && Payload.allIn(event).contains(payload)) {
                    decision = event;
                    ownEcho = emitted && !streams;
                }
                ownEcho &= event.kind() != Kind.NODE_DIED;
            }
        }
        boolean atOnce = decision.id() == sent.cause() || decision.cause() == sent.cause();
        return sent.kind() != Kind.HTTP_RESPONSE_SENT && atOnce ? sent : decision;
    }

    /** That the client asked, before {@code decision}, to join a room that the emit excepts; null if it had not. */
    private TraceEvent join(Surplus surplus, TraceEvent decision) {
        ClientConnection connection = surplus.receipt().connection();
        List<String> rooms = recipients.broadcast(surplus.receipt().payload()).except();
        if (streams) {
            long begun = history.beginOf(surplus.receipt()).id();
            return recipients.sessions().joinedSince(begun, decision, connection, rooms);
        }
        return ClientWire.isSentToClient(decision)
                ? recipients.sessions().joinedBefore(decision, connection, rooms)
                : recipients.sessions().joinedSince(surplus.receipt().session(), decision, connection, rooms);
    }

    /** That a worker told its peers that the session is in the excepted room; null if none did. */
    private TraceEvent publishedCopy(TraceEvent join, Surplus surplus) {
        List<String> rooms = recipients.broadcast(surplus.receipt().payload()).except();
        return trace.allEffectsOf(join).stream()
                .filter(event -> event.kind() == Kind.REDIS_SENT
                        && event.channel().equals("join")
                        && rooms.stream().anyMatch(room -> event.text().contains('/' + room + '"')))
                .findFirst()
                .orElse(null);
    }

    /** {@code join}, if the worker sent its peers a copy, or could not, because it was not connected to Redis; else null. */
    private TraceEvent told(TraceEvent join) {
        boolean sent = trace.allEffectsOf(join).stream().anyMatch(event -> event.kind() == Kind.REDIS_SENT);
        return sent || isClosed(trace, join.lane() + ".pub", join) ? join : null;
    }

    /** Whether the worker of {@code moment} was without {@code connection} then. */
    static boolean isClosed(Trace trace, String connection, TraceEvent moment) {
        boolean closed = true;
        for (TraceEvent event : trace.events().subList(0, (int) moment.id())) {
            if (event.lane().equals(moment.lane())) {
                boolean itsOwn = event.connection().equals(connection);
                closed = event.kind() == Kind.NODE_DIED
                        || itsOwn && event.kind() == Kind.CONNECTION_CLOSED
                        || closed && !(itsOwn && event.kind() == Kind.CONNECTION_OPENED);
            }
        }
        return closed;
    }

    /** Whether the emitting node knew of the join of {@code session} when it emitted. */
    private boolean isKnown(TraceEvent join, TraceEvent emit, String session) {
        if (join.lane().equals(emit.lane())) {
            return join.id() < emit.id() && deathBetween(join, emit, emit.lane()) == null;
        }
        return trace.allEffectsOf(join).stream()
                .takeWhile(event -> event.id() < emit.id())
                .anyMatch(event -> event.kind() == Kind.REDIS_PUSH
                        && event.channel().equals("join")
                        && event.lane().equals(emit.lane())
                        && deathBetween(event, emit, emit.lane()) == null
                        && !wasCollected(session, event, emit));
    }

    /**
     * Whether the emitting node collected the session between {@code told} and {@code emit}: it had missed that the session's
     * handshake was used. Then it also forgets the session's rooms, and lets its data expire.
     */
    private boolean wasCollected(String session, TraceEvent told, TraceEvent emit) {
        boolean hasData = trace.events().subList((int) told.id(), (int) emit.id()).stream()
                .anyMatch(event -> event.is(Kind.REDIS_SENT, "EXPIRE")
                        && event.lane().equals(emit.lane())
                        && event.text().contains(session)
                        && trace.event(event.cause()).kind() == Kind.TIMER);
        boolean isOld = emit.timeMicros() - told.timeMicros() > COLLECTED_MICROS;
        return hasData || isOld && hadHeard("handshake", session, emit) && !hadHeard("connect", session, emit);
    }

    private boolean hadHeard(String channel, String session, TraceEvent emit) {
        return trace.events().subList(0, (int) emit.id()).stream()
                .anyMatch(event -> event.kind() == Kind.REDIS_PUSH
                        && event.lane().equals(emit.lane())
                        && event.channel().equals(channel)
                        && event.text().contains(session));
    }

    /** The id of the session in which it was delivered. */
    private String sessionOf(Surplus surplus) {
        long session = surplus.receipt().session();
        return session < 0 ? "" : trace.event(session).text();
    }

    /**
     * 0.9: both copies came in one session, in the responses to two polls, which a balancer may have led to two workers. A sticky
     * balancer must have led the session from one worker to another, as it does when the first has died. A worker that does not hold
     * the client's poll keeps what is for the client, in case its next poll goes there.
     */
    TraceEvent cameInTwoResponses(Surplus surplus) {
        TraceEvent first = sent(surplus.before());
        TraceEvent second = sent(surplus.receipt());
        boolean two = anyWorkerMayAnswer
                && first != null
                && second != null
                && (surplus.before().session() == surplus.receipt().session() || isOneSession(first, second))
                && first.id() != second.id()
                && (!sticky || !second.lane().equals(first.lane()) || hadPolledElsewhere(surplus, second));
        return two ? surplus.receipt().event() : null;
    }

    /**
     * 0.9.16: another worker told the worker, late, that the client's poll is over there, and the worker's own was over, too, with no
     * {@code open} in between. It subscribes to what is for the client each time, and keeps each copy for the next poll.
     */
    TraceEvent workerKeptBoth(Surplus surplus) {
        TraceEvent sent = sent(surplus.receipt());
        String session = sessionOf(surplus);
        if (dialect != RedisDialect.V0_9_16 || !anyWorkerMayAnswer || sent == null || session.isEmpty()) {
            return null;
        }
        TraceEvent last = null;
        TraceEvent second = null;
        for (TraceEvent event : trace.events().subList(0, (int) sent.id())) {
            if (saysOrHears("open", event, sent.lane(), session)) {
                last = null;
                second = null;
            } else if (saysOrHears("close", event, sent.lane(), session)) {
                second = last == null ? null : event;
                last = event;
            }
        }
        return second;
    }

    private boolean saysOrHears(String channel, TraceEvent event, String worker, String session) {
        boolean says = ServerHoldings.isPublished(channel, event)
                && event.lane().equals(worker)
                && event.text().contains(session);
        return says || ClientWire.isToldByAnother(channel, trace, event, worker, session);
    }

    /** Whether the balancer had led the session of {@code surplus} to the worker of {@code response} from another one. */
    private boolean hadPolledElsewhere(Surplus surplus, TraceEvent response) {
        String session = sessionOf(surplus);
        return !session.isEmpty()
                && trace.events().subList(0, (int) response.id()).stream()
                        .anyMatch(event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                                && event.name().endsWith('/' + session)
                                && !event.lane().equals(response.lane()));
    }

    /** Whether both answer polls of one session of 0.9, whose requests have its id. The client may hear late that it is connected. */
    private static boolean isOneSession(TraceEvent first, TraceEvent second) {
        return first.kind() == Kind.HTTP_RESPONSE_SENT && first.name().equals(second.name());
    }

    /**
     * Streams: Redis had the entry, and lost its memory before the emitting node knew. So the node added the entry again. Some servers
     * had read it by then.
     */
    TraceEvent entryWasAddedAgain(Surplus surplus) {
        if (!streams) {
            return null;
        }
        List<TraceEvent> added = trace.events(event -> event.is(Kind.REDIS_HANDLED, "XADD")
                && Payload.in(event).equals(Optional.of(surplus.receipt().payload())));
        return added.size() > 1 ? deathBetween(added.get(0), added.get(added.size() - 1), "redis") : null;
    }

    /** The emitting worker, to which the client is connected, died between emitting it and delivering it again. */
    TraceEvent emitterWasRestarted(Surplus surplus) {
        TraceEvent emit = emit(surplus);
        boolean own = emit != null && emit.lane().equals(sender(surplus.receipt()));
        return own ? deathBetween(emit, surplus.receipt().event(), emit.lane()) : null;
    }

    /** The client had reconnected to another worker, and the emit reached that worker after its session there began. */
    TraceEvent clientHadMoved(Surplus surplus) {
        String worker = sender(surplus.receipt());
        if (worker == null
                || worker.equals(sender(surplus.before()))
                || surplus.receipt().session() < 0) {
            return null;
        }
        TraceEvent session = trace.event(surplus.receipt().session());
        Payload payload = surplus.receipt().payload();
        boolean reachedLater = trace.events().subList((int) begin(session), trace.size()).stream()
                .anyMatch(event -> event.kind() == Kind.REDIS_PUSH
                        && event.lane().equals(worker)
                        && Payload.allIn(event).contains(payload));
        return reachedLater ? session : null;
    }

    /**
     * The event in which a worker began the session: it said so to the client. It may say so in a later poll; then the session
     * began after the client had lost its last one.
     */
    private long begin(TraceEvent session) {
        TraceEvent said = trace.nearestCause(session, ClientWire::isSentToClient);
        if (said != null && said.kind() != Kind.HTTP_RESPONSE_SENT) {
            return said.id();
        }
        TraceEvent before = history.lastBefore(ClientConnection.of(session), session);
        return before == null ? 0 : before.id();
    }

    private TraceEvent emit(Surplus surplus) {
        return history.emits.get(surplus.receipt().payload());
    }

    /** That a worker sent what a client was handed; null if the trace does not show it. */
    private TraceEvent sent(History.Receipt receipt) {
        return trace.nearestCause(receipt.event(), ClientWire::isSentToClient);
    }

    private String sender(History.Receipt receipt) {
        TraceEvent sent = sent(receipt);
        return sent == null ? null : sent.lane();
    }

    private TraceEvent deathBetween(TraceEvent from, TraceEvent to, String node) {
        return trace.events().subList((int) from.id(), (int) to.id()).stream()
                .filter(event -> event.kind() == Kind.NODE_DIED && event.lane().equals(node))
                .findFirst()
                .orElse(null);
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why somebody got an emit that excepts a room it is in, or once more after it had reconnected.
 *
 * <p>The first: either its worker had not put it into the room yet. Or it is 0.9, which excepts sessions, not rooms: the emitting program
 * must look up who is in the room, and its node knows only of joins whose copies reached it over Redis in its present life.
 *
 * <p>The second: a worker dies while what it has emitted is still on its way to Redis, and is started again before that comes
 * back. It has another id then, and hands its own echo to its clients, one of which may have got it from the former life. Both
 * generations do that. Or a balancer leads a client that reconnects to another worker before the emit reaches that.
 */
final class KnownAnomalies {

    private final FaultyRun run;
    private final Trace trace;
    private final History seen;
    private final Recipients recipients;

    KnownAnomalies(FaultyRun run, History seen, Recipients recipients) {
        this.run = run;
        this.trace = run.trace();
        this.seen = seen;
        this.recipients = recipients;
    }

    /** Everything that excepted clients got, then everything that came again, each in the order of delivery. */
    List<Deviation> extras() {
        List<Deviation> extras = new ArrayList<>(excepted());
        extras.addAll(again());
        return extras;
    }

    private List<Deviation> again() {
        Map<History.Due, History.Receipt> first = new LinkedHashMap<>();
        List<Deviation> again = new ArrayList<>();
        for (History.Receipt receipt : seen.receipts) {
            History.Receipt before = first.putIfAbsent(receipt.what(), receipt);
            if (before != null && (before.session() != receipt.session() || isKeptTwice(before, receipt))) {
                again.add(again(before, receipt));
            }
        }
        return again;
    }

    /**
     * Whether both copies came in one session of 0.9, over two polls that a balancer may have led to two workers: a worker that does
     * not hold the client's poll keeps what is for it, in case that the next one comes to it.
     */
    boolean isKeptTwice(History.Receipt before, History.Receipt receipt) {
        TraceEvent answer = trace.nearestCause(receipt.event(), ClientWire::isSentToClient);
        return isKeptAnywhere()
                && answer != null
                && answer != trace.nearestCause(before.event(), ClientWire::isSentToClient);
    }

    private Deviation again(History.Receipt before, History.Receipt receipt) {
        if (before.session() == receipt.session()) {
            return extra(receipt, Cause.KEPT_TWICE, receipt.event());
        }
        TraceEvent death = deathOfSender(receipt);
        if (death != null) {
            return extra(receipt, Cause.FORMER_LIFE, death);
        }
        String worker = workerOf(receipt);
        boolean moved = worker != null && !worker.equals(workerOf(before)) && receipt.session() >= 0;
        return moved
                ? extra(receipt, Cause.MOVED, trace.event(receipt.session()))
                : extra(receipt, Cause.UNKNOWN, receipt.event());
    }

    private String workerOf(History.Receipt receipt) {
        return ClientWire.senderOf(receipt.event(), trace);
    }

    /** That the emitting worker, to which the client is connected, died between emitting and handing it out again. */
    private TraceEvent deathOfSender(History.Receipt receipt) {
        TraceEvent emit = seen.emits.get(receipt.payload());
        if (emit == null || !emit.lane().equals(workerOf(receipt))) {
            return null;
        }
        return trace.events().subList((int) emit.id(), (int) receipt.event().id()).stream()
                .filter(event -> event.kind() == Kind.NODE_DIED && event.lane().equals(emit.lane()))
                .findFirst()
                .orElse(null);
    }

    private List<Deviation> excepted() {
        List<History.Receipt> excepted = seen.receipts.stream()
                .filter(receipt -> recipients.isExceptedOnly(receipt.payload(), receipt.connection()))
                .toList();
        if (excepted.isEmpty()) {
            return List.of();
        }
        WorkerSessions sessions = new WorkerSessions(trace, recipients);
        return excepted.stream().map(receipt -> extra(receipt, sessions)).toList();
    }

    private Deviation extra(History.Receipt receipt, WorkerSessions sessions) {
        TraceEvent sent = trace.nearestCause(receipt.event(), ClientWire::isSentToClient);
        TraceEvent emit = seen.emits.get(receipt.payload());
        List<String> rooms = recipients.broadcast(receipt.payload()).except();
        Cause cause = Cause.UNKNOWN;
        TraceEvent evidence = receipt.event();
        if (sent != null && emit != null) {
            TraceEvent decided = decided(sent, receipt.payload());
            TraceEvent joined = decided == sent
                    ? sessions.joinedBefore(sent, receipt.connection(), rooms)
                    : sessions.joinedSince(receipt.session(), decided, receipt.connection(), rooms);
            if (joined == null) {
                cause = Cause.NOT_IN_ROOM;
                evidence = decided;
            } else if (run.string().generation() == Generation.LEGACY) {
                cause = whyNotExcepted(joined, emit);
                evidence = joined;
            }
        }
        return extra(receipt, cause, evidence);
    }

    /** Why the emitting node of 0.9 did not except a client that had asked to be put into the room in {@code joined}. */
    private Cause whyNotExcepted(TraceEvent joined, TraceEvent emit) {
        if (!isKeptAnywhere()) {
            return wasTold(joined) && !isKnown(joined, emit) ? Cause.MEMBER_UNKNOWN : Cause.UNKNOWN;
        }
        TraceEvent done = trace.allEffectsOf(joined).stream()
                .filter(event ->
                        event.kind() == Kind.REDIS_SENT && event.channel().equals("join"))
                .findFirst()
                .orElse(null);
        if (done == null) {
            return Cause.HANDLED_BY_STRANGER;
        }
        return isKnown(done, emit) ? Cause.UNKNOWN : Cause.MEMBER_UNKNOWN;
    }

    /** Whether the clients of 0.9 poll through a balancer: then any worker may be asked, and may keep what is for them. */
    private boolean isKeptAnywhere() {
        Access access = run.string().access();
        return run.string().generation() == Generation.LEGACY
                && access.isBalanced()
                && access.transport().polls();
    }

    /** When the worker that {@code sent} it decided to: for a poll that came later, when it had it. */
    private TraceEvent decided(TraceEvent sent, Payload payload) {
        TraceEvent decided = sent;
        if (sent.kind() == Kind.HTTP_RESPONSE_SENT) {
            for (TraceEvent event : trace.events().subList(0, (int) sent.id())) {
                boolean comes = event.kind() == Kind.REDIS_PUSH || event.kind() == Kind.EMIT;
                if (comes
                        && event.lane().equals(sent.lane())
                        && Payload.in(event).equals(Optional.of(payload))) {
                    decided = event;
                }
            }
        }
        return decided;
    }

    private static Deviation extra(History.Receipt receipt, Cause cause, TraceEvent evidence) {
        return new Deviation(
                receipt.payload().toString(),
                receipt.connection().client(),
                receipt.connection().worker(),
                cause,
                evidence.line());
    }

    /** Whether the worker sent its peers a copy of the join, or could not, because its way to Redis was away. */
    private boolean wasTold(TraceEvent joined) {
        boolean sent = trace.allEffectsOf(joined).stream().anyMatch(event -> event.kind() == Kind.REDIS_SENT);
        return sent || isAway(joined.lane() + ".pub", joined);
    }

    private boolean isAway(String connection, TraceEvent moment) {
        boolean away = true;
        for (TraceEvent event : trace.events().subList(0, (int) moment.id())) {
            if (event.lane().equals(moment.lane())) {
                boolean itsOwn = event.connection().equals(connection);
                away = event.kind() == Kind.NODE_DIED
                        || itsOwn && event.kind() == Kind.CONNECTION_CLOSED
                        || away && !(itsOwn && event.kind() == Kind.CONNECTION_OPENED);
            }
        }
        return away;
    }

    /** Whether the emitting node knew of the join when it emitted. */
    private boolean isKnown(TraceEvent joined, TraceEvent emit) {
        if (joined.lane().equals(emit.lane())) {
            return joined.id() < emit.id() && !diedBetween(joined, emit);
        }
        boolean known = false;
        for (TraceEvent event : trace.allEffectsOf(joined)) {
            if (event.id() >= emit.id()) {
                break;
            }
            known |= event.kind() == Kind.REDIS_PUSH && event.lane().equals(emit.lane()) && !diedBetween(event, emit);
        }
        return known;
    }

    private boolean diedBetween(TraceEvent from, TraceEvent to) {
        return trace.events().subList((int) from.id(), (int) to.id()).stream()
                .anyMatch(
                        event -> event.kind() == Kind.NODE_DIED && event.lane().equals(to.lane()));
    }
}

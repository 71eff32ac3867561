package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.Trace;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import java.util.List;

/**
 * Why somebody got an emit that excepts a room it is in.
 *
 * <p>Either its worker had not put it into the room yet. Or it is 0.9, which excepts sessions, not rooms: the emitting program
 * must look up who is in the room, and its node knows only of joins whose copies reached it over Redis in its present life.
 */
final class Excuses {

    private final FaultyRun run;
    private final Trace trace;
    private final Sightings seen;
    private final Audience audience;

    Excuses(FaultyRun run, Sightings seen, Audience audience) {
        this.run = run;
        this.trace = run.trace();
        this.seen = seen;
        this.audience = audience;
    }

    /** Everything that excepted clients got, in the order of delivery. */
    List<Extra> extras() {
        List<Sightings.Receipt> excepted = seen.receipts.stream()
                .filter(receipt -> audience.isExceptedOnly(receipt.payload(), receipt.connection()))
                .toList();
        if (excepted.isEmpty()) {
            return List.of();
        }
        WorkerSessions sessions = new WorkerSessions(trace, audience);
        return excepted.stream().map(receipt -> extra(receipt, sessions)).toList();
    }

    private Extra extra(Sightings.Receipt receipt, WorkerSessions sessions) {
        TraceEvent sent = trace.nearestCause(receipt.event(), event -> event.kind() == Kind.FRAME_SENT);
        TraceEvent emit = seen.emits.get(receipt.payload());
        List<String> rooms = audience.broadcast(receipt.payload()).except();
        Cause cause = Cause.UNKNOWN;
        TraceEvent evidence = receipt.event();
        if (sent != null && emit != null) {
            TraceEvent joined = sessions.joinedBefore(sent, receipt.connection(), rooms);
            if (joined == null) {
                cause = Cause.NOT_IN_ROOM;
                evidence = sent;
            } else if (run.string().generation() == Generation.LEGACY && !isKnown(joined, emit)) {
                cause = Cause.MEMBER_UNKNOWN;
                evidence = joined;
            }
        }
        return new Extra(
                receipt.payload().toString(),
                receipt.connection().client(),
                receipt.connection().worker(),
                cause,
                evidence.line());
    }

    /** Whether the emitting node knew of the join when it emitted. */
    private boolean isKnown(TraceEvent joined, TraceEvent emit) {
        if (joined.lane().equals(emit.lane())) {
            return true;
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

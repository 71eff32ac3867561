package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What became of one emit, as a table of space and time: a lane for each client, each server and Redis, a row for each thing
 * that happened, in the order in which it happened.
 *
 * <pre>
 *       ms  C1     C2     W1     W2    Redis
 *    0.000   │      │      ●      │      │  emits data "payload"
 *    0.487   │      │      ├──────┼─────▶│  PUBLISH, 2 subscribed
 *    0.701   │      │      │      │◀─────┤  mirrored
 *    0.955   │      │      ○◀─────┼──────┤  own echo, dropped
 *    6.240   │      ●◀─────┼──────┤      │  delivered
 *    9.111   ●◀─────┼──────┤      │      │  delivered
 * </pre>
 *
 * <p>Servers of 0.9 show their Redis clients as lanes of their own, as far as there is room. A server that is dead at that
 * time has no line.
 */
public final class SpaceTime {

    private SpaceTime() {}

    /** How many emits of servers there are to choose from. */
    public static int emits(Trace trace) {
        return emits(trace, Cast.of(trace)).size();
    }

    /**
     * The table of one emit.
     *
     * @param number which one, from 1, in the order of emitting; those of clients are not counted
     * @throws IllegalArgumentException if there are not so many
     */
    public static String ofEmit(Trace trace, int number, Glyphs glyphs) {
        Cast cast = Cast.of(trace);
        List<TraceEvent> emits = emits(trace, cast);
        if (number < 1 || number > emits.size()) {
            throw new IllegalArgumentException(
                    "there is no emit " + number + ": the servers of this run emitted " + emits.size() + " times");
        }
        TraceEvent emit = emits.get(number - 1);
        List<Happening> happenings = new EmitFuture(trace, emit).happenings();
        String title = String.format(
                Locale.ROOT,
                "Emit %d of %d, at %.3f s: %s emits %s",
                number,
                emits.size(),
                emit.timeMicros() / 1_000_000.0,
                emit.lane(),
                EmitFuture.said(emit));
        return title + "\n\n" + draw(trace, happenings, emit.lane(), emit.timeMicros(), glyphs);
    }

    /** The table of {@code happenings}; times are milliseconds since {@code beginMicros}. */
    static String draw(Trace trace, List<Happening> happenings, String emitter, long beginMicros, Glyphs glyphs) {
        return pen(trace, Cast.of(trace), emitter, happenings, glyphs).draw(happenings, beginMicros);
    }

    private static List<TraceEvent> emits(Trace trace, Cast cast) {
        return trace.events(event -> event.kind() == Kind.EMIT && cast.servers().containsKey(event.lane()));
    }

    private static SpaceTimePen pen(Trace trace, Cast cast, String emitter, List<Happening> happenings, Glyphs glyphs) {
        Set<Place> used = new LinkedHashSet<>();
        happenings.forEach(happening -> used.addAll(List.of(happening.from(), happening.to())));
        SpaceTimePen unfolded = new SpaceTimePen(trace, cast.lanes(used, emitter), happenings, glyphs);
        return unfolded.fits() ? unfolded : new SpaceTimePen(trace, cast.lanes(), happenings, glyphs);
    }
}

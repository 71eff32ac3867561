package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.Emit;
import io.github.fanoutlab.simulator.spacetime.Fate;
import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.Message;
import io.github.fanoutlab.simulator.spacetime.Place;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * What became of one emit, for the terminal: a lane for each client, each server and Redis, a row for each thing that happened,
 * in the order in which it happened.
 *
 * <pre>
 *     ms C1  C2  W1  W2  Redis
 *  0.000  │   │   ●   │   │  emits data "payload"
 *  0.487  │   │   ├───┼──▶│  PUBLISH, 2 subscribers
 *  0.701  │   │   │   │◀──┤  received
 *  0.955  │   │   ○◀──┼───┤  own echo, dropped
 *  6.240  │   ●◀──┼───┤   │  delivered
 *  9.111  ●◀──┼───┤   │   │  delivered
 * </pre>
 *
 * <p>It is at most 80 columns wide, unless there are too many lanes. A server of 0.9 shows its Redis clients as lanes of their own
 * if there is room; if not, the words name them. A server that is dead at that time has no line.
 */
public final class SpaceTimeTable {

    /**
     * One row.
     *
     * @param event the id of the trace's event; rows are in this order
     * @param from where it comes from; the same as {@code to} when it comes from nowhere
     * @param sign what stands at the end of the arrow
     * @param words what happens
     * @param wordsWithConnection the same, with the name of the connection to Redis
     */
    record Row(long event, long timeMicros, Place from, Place to, char sign, String words, String wordsWithConnection) {

        /** Something that happens on one lane. */
        static Row at(String lane, long event, long timeMicros, char sign, String words) {
            return new Row(event, timeMicros, Place.of(lane), Place.of(lane), sign, words, words);
        }
    }

    private SpaceTimeTable() {}

    /**
     * The table of one emit.
     *
     * @param number which one, from 1, in the order of emitting; those of clients are not counted
     * @throws IllegalArgumentException if there are not so many
     */
    public static String ofEmit(SpaceTime run, int number, Glyphs glyphs) {
        return ofEmit(run, number, run.emits().size(), glyphs);
    }

    /** The table of one emit of a run with faults. Its title does not count those at the end, by which the run is checked. */
    public static String ofEmit(FaultyRun run, int number, Glyphs glyphs) {
        SpaceTime drawn = SpaceTime.of(run);
        long count = drawn.emits().stream()
                .filter(emit -> emit.timeMicros() < run.probedMicros())
                .count();
        return ofEmit(drawn, number, count, glyphs);
    }

    private static String ofEmit(SpaceTime run, int number, long count, Glyphs glyphs) {
        Emit emit = run.emit(number);
        String title = String.format(
                Locale.ROOT,
                "Emit %d of %d, at %.3f s: %s emits %s",
                number,
                count,
                emit.timeMicros() / 1_000_000.0,
                emit.lane(),
                emit.words());
        return title + "\n\n" + of(run, rows(run, emit, glyphs), emit.lane(), emit.timeMicros(), glyphs);
    }

    /**
     * The table of those events for which {@code words} has some. What another lane of the table has caused is an arrow from there.
     *
     * @param scenario its clients and servers are the lanes, and Redis
     * @param beginMicros the time from which the table counts, in milliseconds
     */
    public static String ofEvents(
            Trace trace, Scenario scenario, long beginMicros, Function<TraceEvent, String> words, Glyphs glyphs) {
        SpaceTime run = SpaceTime.of(trace, scenario);
        List<String> drawn = run.drawnLanes().stream().map(Lane::name).toList();
        List<Row> rows = new ArrayList<>();
        for (TraceEvent event : trace.events()) {
            String said = drawn.contains(event.lane()) ? words.apply(event) : "";
            if (!said.isEmpty()) {
                TraceEvent cause = fromElsewhere(trace, event);
                Place to = Place.of(event.lane());
                Place from = cause != null && drawn.contains(cause.lane()) ? Place.of(cause.lane()) : to;
                rows.add(new Row(event.id(), event.timeMicros(), from, to, sign(event, said, glyphs), said, said));
            }
        }
        return rows.isEmpty() ? "" : of(run, rows, "", beginMicros, glyphs);
    }

    /** What another lane has sent and is received here, for an application or not; null if nothing was. */
    private static TraceEvent fromElsewhere(Trace trace, TraceEvent event) {
        TraceEvent cause = trace.causeOf(event);
        if (event.kind() == Kind.DELIVERY && cause != null) {
            cause = trace.causeOf(cause);
        }
        return cause == null || cause.lane().equals(event.lane()) ? null : cause;
    }

    private static char sign(TraceEvent event, String said, Glyphs glyphs) {
        boolean dropped = said.equals(Fate.ECHO_DROPPED.words()) || said.equals(Fate.NO_CLIENTS.words());
        return switch (event.kind()) {
            case EMIT, DELIVERY, ACKED -> glyphs.application();
            case LOST, NODE_DIED, FAULT, CONNECTION_REFUSED -> glyphs.lost();
            default -> dropped ? glyphs.dropped() : glyphs.lane();
        };
    }

    /**
     * The table of {@code rows}, with as many lanes as leave room for the words.
     *
     * @param emitter the server whose Redis clients are shown before those of others
     * @param beginMicros the time from which the table counts, in milliseconds
     */
    static String of(SpaceTime run, List<Row> rows, String emitter, long beginMicros, Glyphs glyphs) {
        Set<Place> used = new LinkedHashSet<>();
        rows.forEach(row -> used.addAll(List.of(row.from(), row.to())));
        Set<Place> ofEmitter = new LinkedHashSet<>(used);
        ofEmitter.removeIf(place -> !place.lane().equals(emitter));
        for (Set<Place> unfolded : List.of(used, ofEmitter)) {
            TableLayout layout = new TableLayout(run, lanes(run, unfolded), rows, Row::words, beginMicros, glyphs);
            if (layout.fits()) {
                return layout.draw();
            }
        }
        Function<Row, String> words = run.hasRedisClients() ? Row::wordsWithConnection : Row::words;
        return new TableLayout(run, lanes(run, Set.of()), rows, words, beginMicros, glyphs).draw();
    }

    /** The emit and its path. */
    static List<Row> rows(SpaceTime run, Emit emit, Glyphs glyphs) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.at(emit.lane(), emit.event(), emit.timeMicros(), glyphs.application(), "emits " + emit.words()));
        for (Message message : run.pathOf(emit.number())) {
            rows.add(new Row(
                    message.event(),
                    run.arrivalMicros(message),
                    message.from(),
                    message.to(),
                    sign(message.fate(), glyphs),
                    message.words(),
                    message.wordsWithConnection()));
        }
        return rows;
    }

    private static char sign(Fate fate, Glyphs glyphs) {
        return switch (fate) {
            case DELIVERED -> glyphs.application();
            case ECHO_DROPPED, NO_CLIENTS, UNKNOWN_ROOM -> glyphs.dropped();
            case LOST -> glyphs.lost();
            case RECEIVED, KEPT, ECHO_DELIVERED, IN_FLIGHT -> glyphs.lane();
        };
    }

    /** A lane for each participant, and one for each Redis client that is among {@code unfolded}. */
    private static List<Place> lanes(SpaceTime run, Set<Place> unfolded) {
        List<Place> lanes = new ArrayList<>();
        for (Lane lane : run.drawnLanes()) {
            lanes.add(Place.of(lane.name()));
            lane.redisClients().stream()
                    .map(client -> new Place(lane.name(), client))
                    .filter(unfolded::contains)
                    .forEach(lanes::add);
        }
        return lanes;
    }
}

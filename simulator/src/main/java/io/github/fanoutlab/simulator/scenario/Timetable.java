package io.github.fanoutlab.simulator.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * When the steps of a scenario begin if none waits for the one before it. With faults, nobody can wait until everything has
 * arrived.
 *
 * @param entries in order
 * @param endMicros when the last one is over, from the beginning of the first
 */
public record Timetable(List<Entry> entries, long endMicros) {

    /** Time for everything that a step sets off to arrive, if nothing fails. */
    public static final long PAUSE_MICROS = 500_000;

    /** One step and its time, from the beginning of the first. */
    public record Entry(long atMicros, long endMicros, Step step) {}

    /** The timetable of {@code scenario}. */
    public static Timetable of(Scenario scenario) {
        List<Entry> entries = new ArrayList<>();
        long now = 0;
        for (Step step : scenario.steps()) {
            long end = now + PAUSE_MICROS;
            if (step instanceof Step.Beat beat) {
                end += beat.times() * Step.Beat.PERIOD_MILLIS * 1_000;
            }
            entries.add(new Entry(now, end, step));
            now = end;
        }
        return new Timetable(entries, now);
    }
}

package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * When the steps of a scenario begin if none waits for another: with faults, nobody can wait until everything is delivered.
 *
 * @param entries in order
 * @param endMicros when the last one is over, from the beginning of the first
 */
record Timetable(List<Entry> entries, long endMicros) {

    /** Time for what a step set off to arrive, when nothing is amiss. */
    static final long PAUSE_MICROS = 500_000;

    /** One step and its time, from the beginning of the first. */
    record Entry(long atMicros, long endMicros, Step step) {}

    static Timetable of(Scenario scenario) {
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

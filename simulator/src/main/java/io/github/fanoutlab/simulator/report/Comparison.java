package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What was counted, with the servers side by side. */
public final class Comparison {

    /** So many columns have room for their titles on one line of 80 columns. */
    private static final int FULL_TITLES = 2;

    private Comparison() {}

    /** Runs of one scenario: a line for each {@link Measure}. Of several: a line for each run. */
    public static String of(List<Observation> runs) {
        return runs.stream().map(Observation::scenario).distinct().count() == 1 ? ofOne(runs) : ofMany(runs);
    }

    /** A line for each {@link Measure}, a column for each run. */
    private static String ofOne(List<Observation> runs) {
        Grid grid = new Grid(2);
        String scenario = runs.get(0).scenario().name();
        List<String> titles = runs.stream().map(run -> run.dialect().title()).toList();
        if (runs.size() > FULL_TITLES) {
            grid.row("", titles.stream().map(title -> title.substring(0, title.indexOf(' '))));
            grid.row(scenario, titles.stream().map(title -> title.substring(title.indexOf(' ') + 1)));
        } else {
            grid.row(scenario, titles.stream());
        }
        grid.rule();
        for (Measure measure : Measure.values()) {
            grid.row(
                    isAdd(measure, runs) ? "PUBLISH, XADD" : measure.words(),
                    runs.stream().map(measure::cell));
        }
        return grid.text();
    }

    /** A line for each run, below its scenario; a column for each {@link Measure}. */
    private static String ofMany(List<Observation> runs) {
        Grid grid = new Grid(2);
        grid.row("", ofEach(measure -> isAdd(measure, runs) ? "PUBLISH," : measure.upper()));
        grid.row("scenario", ofEach(measure -> isAdd(measure, runs) ? "XADD" : measure.lower()));
        grid.rule();
        String before = "";
        for (Observation run : runs) {
            if (!run.scenario().name().equals(before)) {
                before = run.scenario().name();
                grid.row(before, ofEach(measure -> ""));
            }
            grid.row("  " + run.dialect().version(), ofEach(measure -> measure.cell(run)));
        }
        return grid.text();
    }

    /** Over streams, an emit is an XADD. */
    private static boolean isAdd(Measure measure, List<Observation> runs) {
        return measure == Measure.PUBLISHES && runs.stream().anyMatch(run -> run.dialect() == RedisDialect.STREAMS);
    }

    private static Stream<String> ofEach(Function<Measure, String> cell) {
        return Stream.of(Measure.values()).map(cell);
    }
}

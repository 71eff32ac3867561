package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
            grid.row(cells("", titles.stream().map(title -> title.substring(0, title.indexOf(' ')))));
            grid.row(cells(scenario, titles.stream().map(title -> title.substring(title.indexOf(' ') + 1))));
        } else {
            grid.row(cells(scenario, titles.stream()));
        }
        grid.rule();
        for (Measure measure : Measure.values()) {
            grid.row(cells(
                    isAdd(measure, runs) ? "PUBLISH, XADD" : measure.words(),
                    runs.stream().map(measure::cell)));
        }
        return grid.text();
    }

    /** A line for each run, below its scenario; a column for each {@link Measure}. */
    private static String ofMany(List<Observation> runs) {
        Grid grid = new Grid(2);
        grid.row(cells(
                "", Stream.of(Measure.values()).map(measure -> isAdd(measure, runs) ? "PUBLISH," : measure.upper())));
        grid.row(cells(
                "scenario",
                Stream.of(Measure.values()).map(measure -> isAdd(measure, runs) ? "XADD" : measure.lower())));
        grid.rule();
        String before = "";
        for (Observation run : runs) {
            if (!run.scenario().name().equals(before)) {
                before = run.scenario().name();
                grid.row(cells(before, Stream.of(Measure.values()).map(measure -> "")));
            }
            grid.row(cells(
                    "  " + run.dialect().version(), Stream.of(Measure.values()).map(measure -> measure.cell(run))));
        }
        return grid.text();
    }

    /** Over streams, an emit is an XADD. */
    private static boolean isAdd(Measure measure, List<Observation> runs) {
        return measure == Measure.PUBLISHES && runs.stream().anyMatch(run -> run.dialect() == RedisDialect.STREAMS);
    }

    private static List<String> cells(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).collect(Collectors.toCollection(ArrayList::new));
    }
}

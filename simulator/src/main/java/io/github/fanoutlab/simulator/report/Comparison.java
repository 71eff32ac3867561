package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was counted, with the generations side by side. */
public final class Comparison {

    private Comparison() {}

    /** Runs of one scenario: a line for each {@link Measure}. Of several: a line for each scenario. */
    public static String of(List<Observation> runs) {
        return byScenario(runs).size() == 1 ? ofOne(runs) : ofMany(runs);
    }

    /** A line for each {@link Measure}, a column for each run. */
    private static String ofOne(List<Observation> runs) {
        Grid grid = new Grid(2);
        grid.row(cells(
                runs.get(0).scenario().name(),
                runs.stream().map(run -> run.dialect().title())));
        grid.rule();
        for (Measure measure : Measure.values()) {
            grid.row(cells(measure.words(), runs.stream().map(run -> String.valueOf(measure.of(run)))));
        }
        return grid.text();
    }

    /** A line for each scenario, and for each {@link Measure} a column per generation. */
    private static String ofMany(List<Observation> runs) {
        Map<String, Map<RedisDialect, Observation>> byScenario = byScenario(runs);
        List<RedisDialect> dialects =
                runs.stream().map(Observation::dialect).distinct().sorted().toList();
        List<List<String>> columns = Stream.of(Measure.values())
                .map(measure -> column(measure, dialects, byScenario))
                .toList();

        Grid grid = new Grid(2);
        grid.row(cells("", Stream.of(Measure.values()).map(Measure::upper)));
        grid.row(cells("scenario", Stream.of(Measure.values()).map(Measure::lower)));
        grid.row(cells("", columns.stream().map(column -> column.get(0))));
        grid.rule();
        int line = 1;
        for (String scenario : byScenario.keySet()) {
            int at = line++;
            grid.row(cells(scenario, columns.stream().map(column -> column.get(at))));
        }
        return grid.text();
    }

    private static Map<String, Map<RedisDialect, Observation>> byScenario(List<Observation> runs) {
        Map<String, Map<RedisDialect, Observation>> byScenario = new LinkedHashMap<>();
        for (Observation run : runs) {
            byScenario
                    .computeIfAbsent(run.scenario().name(), name -> new LinkedHashMap<>())
                    .put(run.dialect(), run);
        }
        return byScenario;
    }

    /** The generations' short names, then for each scenario their numbers, aligned as columns within the column. */
    private static List<String> column(
            Measure measure, List<RedisDialect> dialects, Map<String, Map<RedisDialect, Observation>> byScenario) {
        Grid inner = new Grid(1);
        inner.row(cells("", dialects.stream().map(RedisDialect::version)));
        for (Map<RedisDialect, Observation> runs : byScenario.values()) {
            inner.row(cells("", dialects.stream().map(dialect -> number(measure, runs.get(dialect)))));
        }
        return inner.text().lines().map(String::strip).toList();
    }

    private static String number(Measure measure, Observation run) {
        return run == null ? "-" : String.valueOf(measure.of(run));
    }

    private static List<String> cells(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).collect(Collectors.toCollection(ArrayList::new));
    }
}

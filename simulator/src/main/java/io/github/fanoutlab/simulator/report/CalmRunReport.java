package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;

/** The verdicts on a scenario that was played as documented, for the terminal. */
public final class CalmRunReport {

    private CalmRunReport() {}

    /**
     * Name, question and diagram of a scenario, and its claims with a mark for each generation.
     *
     * @param runs of one scenario, one per generation
     */
    public static String of(List<Verdict<Observation>> runs, Glyphs glyphs) {
        Scenario scenario = runs.get(0).run().scenario();
        StringBuilder text = new StringBuilder();
        text.append(scenario.name()).append(": ").append(scenario.question()).append("\n\n");
        scenario.diagram()
                .lines()
                .forEach(line -> text.append(("    " + line).stripTrailing()).append('\n'));
        ClaimTable claims = new ClaimTable(glyphs);
        runs.forEach(run -> claims.with(run.run().dialect(), run.checks()));
        return text.append('\n').append(claims.text()).toString();
    }

    /** {@code N checks passed, M failed}. */
    public static String lastLine(List<Verdict<Observation>> runs) {
        long failed = runs.stream().mapToLong(run -> run.failures().size()).sum();
        long all = runs.stream().mapToLong(run -> run.checks().size()).sum();
        return (all - failed) + " checks passed, " + failed + " failed";
    }
}

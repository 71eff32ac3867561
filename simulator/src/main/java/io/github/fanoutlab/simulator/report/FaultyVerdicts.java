package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.StickySessions;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the checkers say about a run with faults, for the terminal. */
public final class FaultyVerdicts {

    private static final String INDENT = "  ";
    private static final int MOST_EXTRAS = 10;

    private FaultyVerdicts() {}

    /** The faults and what they hit, a line for each claim, and what was missed by cause. */
    public static String of(Verdict<FaultyRun> verdict, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        for (FaultyRun.Injection strike : verdict.run().injections()) {
            text.append(INDENT).append(strike.fault());
            text.append(strike.hits() == 0 ? " hit nothing" : "").append('\n');
        }
        text.append('\n').append(claims(verdict.checks(), glyphs));
        if (!verdict.run().string().access().isSticky()
                && !verdict.brokenPromises().isEmpty()) {
            Generation generation = verdict.run().string().generation();
            text.append(WrappedText.of(INDENT + "by design: ", StickySessions.why(generation)));
        }
        text.append('\n').append(misses(verdict.misses()));
        verdict.extras().stream()
                .limit(MOST_EXTRAS)
                .forEach(extra ->
                        text.append(INDENT).append("too much: ").append(extra).append('\n'));
        int more = verdict.extras().size() - MOST_EXTRAS;
        text.append(more > 0 ? INDENT + "too much: " + more + " more\n" : "");
        return text.toString();
    }

    /** A line for each claim; under one that does not hold, what was seen. */
    public static String claims(List<Check> checks, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            text.append(INDENT).append(glyphs.mark(check.passed())).append(' ');
            text.append(check.statement()).append('\n');
            if (!check.passed()) {
                text.append(INDENT).append("    but: ").append(check.actual()).append('\n');
            }
        }
        return text.toString();
    }

    /** How many deliveries were missed, by cause. */
    public static String misses(List<Deviation> misses) {
        Map<Cause, Integer> counts = new TreeMap<>();
        misses.forEach(miss -> counts.merge(miss.cause(), 1, Integer::sum));
        StringBuilder text = new StringBuilder(INDENT).append("missed: ").append(misses.size());
        counts.forEach((cause, count) ->
                text.append('\n').append(INDENT).append(String.format(Locale.ROOT, "%8d  %s", count, cause.words())));
        return text.append('\n').toString();
    }
}

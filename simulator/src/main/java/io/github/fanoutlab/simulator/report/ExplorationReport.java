package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.explore.Exploration;
import io.github.fanoutlab.simulator.explore.ScenarioSearch;
import java.util.Locale;

/** The result of a search through all orders, for the terminal. */
public final class ExplorationReport {

    private static final int MAX_OUTCOMES = 30;

    private ExplorationReport() {}

    /** Schedules, states, outcomes, what was missed by cause, and what does not hold. */
    public static String of(ScenarioSearch search, Glyphs glyphs) {
        Exploration found = search.result();
        StringBuilder text = new StringBuilder();
        text.append("  ").append(search.scenario()).append('\n');
        line(text, search.plans(), (search.plans() == 1 ? "set" : "sets") + " of faults, including the empty set");
        line(
                text,
                found.schedules(),
                (found.schedules() == 1 ? "schedule" : "schedules")
                        + (found.orders() == found.schedules() ? "" : ", " + found.orders() + " of them different"));
        line(text, found.states(), "states");
        line(text, found.transitions(), "transitions");
        text.append(
                found.complete()
                        ? "  complete: nothing was left out\n"
                        : "  NOT complete: stopped at its limit, " + finished(search)
                                + "; there are more schedules and perhaps more outcomes\n");
        text.append('\n');
        line(text, found.outcomes().size(), found.outcomes().size() == 1 ? "outcome" : "outcomes");
        text.append("    schedules  first (--show)  who got what, in which order\n");
        found.outcomes().stream()
                .limit(MAX_OUTCOMES)
                .forEach(outcome -> text.append(String.format(
                        Locale.ROOT, "    %9d  %14d  %s%n", outcome.schedules(), outcome.first(), outcome.words())));
        if (found.outcomes().size() > MAX_OUTCOMES) {
            text.append("    and ")
                    .append(found.outcomes().size() - MAX_OUTCOMES)
                    .append(" more\n");
        }
        search.missed()
                .forEach((cause, count) -> text.append(String.format(
                        Locale.ROOT, "%n    missed %s: %s", count == 1 ? "once" : count + " times", cause.words())));
        text.append(search.missed().isEmpty() ? "" : "\n").append('\n');
        return text.append(claims(search, glyphs)).toString();
    }

    private static String finished(ScenarioSearch search) {
        return search.finishedPlans() + " of " + search.plans() + " sets of faults searched to the end";
    }

    private static String claims(ScenarioSearch search, Glyphs glyphs) {
        if (search.failures().isEmpty()) {
            return "  " + glyphs.mark(true) + " every claim holds in every schedule that was played\n";
        }
        StringBuilder text = new StringBuilder();
        for (ScenarioSearch.Failure failure : search.failures()) {
            text.append("  ").append(glyphs.mark(false)).append(' ').append(failure.claim());
            text.append("\n      but in ").append(failure.schedules()).append(" schedules, first in ");
            text.append(failure.first())
                    .append(" (--show ")
                    .append(failure.first())
                    .append("): ");
            text.append(failure.actual()).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, long count, String what) {
        text.append(String.format(Locale.ROOT, "  %7d %s%n", count, what));
    }
}

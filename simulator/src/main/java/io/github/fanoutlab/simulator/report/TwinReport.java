package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Twin;
import java.util.List;

/** The same run in both generations and what differs, for the terminal. */
public final class TwinReport {

    private static final int MOST_DIFFERENCES = 40;

    private TwinReport() {}

    /** The faults, the deliveries that differ with their causes, the counts side by side, and what does not hold. */
    public static String of(Twin twin, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        text.append(faults(twin)).append(differences(twin.differences())).append('\n');
        text.append(counts(twin)).append('\n');
        for (Verdict<FaultyRun> verdict : List.of(twin.legacy(), twin.adapter())) {
            String title = verdict.run().string().generation().title();
            text.append("  ").append(glyphs.mark(verdict.passed())).append(' ').append(title);
            text.append(verdict.passed() ? ": every claim holds\n" : ": not every claim holds\n");
            if (!verdict.passed()) {
                text.append(FaultyVerdicts.claims(verdict.failures(), glyphs));
            }
        }
        text.append("\n  ").append(twin.legacy().run().string().command());
        text.append("\n  ").append(twin.adapter().run().string().command()).append('\n');
        return text.toString();
    }

    private static String faults(Twin twin) {
        StringBuilder text = new StringBuilder();
        List<FaultyRun.Injection> legacy = twin.legacy().run().injections();
        for (FaultyRun.Injection strike : legacy) {
            boolean there = hits(twin.adapter(), strike);
            text.append("  ").append(strike.fault());
            if (strike.hits() == 0 && !there) {
                text.append(" hit nothing");
            } else if (strike.hits() == 0 || !there) {
                text.append(" hit something in ").append(there ? "1.0+" : "0.9").append(" only");
            }
            text.append('\n');
        }
        return legacy.isEmpty() ? "" : text.append('\n').toString();
    }

    private static boolean hits(Verdict<FaultyRun> verdict, FaultyRun.Injection other) {
        return verdict.run().injections().stream()
                .anyMatch(strike -> strike.fault().equals(other.fault()) && strike.hits() > 0);
    }

    private static String differences(List<Twin.Difference> differences) {
        if (differences.isEmpty()) {
            return "  Every client got the same in both generations.\n";
        }
        Grid grid = new Grid(2);
        grid.row(List.of("emit, client", "0.9 RedisStore", "1.0+ Redis adapter"));
        grid.rule();
        differences.stream()
                .limit(MOST_DIFFERENCES)
                .forEach(each -> grid.row(List.of(each.emitAndClient(), each.inLegacy(), each.inAdapter())));
        String more = differences.size() > MOST_DIFFERENCES
                ? "  and " + (differences.size() - MOST_DIFFERENCES) + " more\n"
                : "";
        return "  " + differences.size() + (differences.size() == 1 ? " delivery differs:" : " deliveries differ:")
                + "\n\n" + grid.text().indent(2) + more;
    }

    private static String counts(Twin twin) {
        Grid grid = new Grid(2);
        grid.row(List.of("counted", "0.9 RedisStore", "1.0+ Redis adapter"));
        grid.rule();
        twin.counts()
                .forEach((what, counts) ->
                        grid.row(List.of(what, String.valueOf(counts.get(0)), String.valueOf(counts.get(1)))));
        return grid.text().indent(2);
    }
}

package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.check.faulty.StickySessions;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.ArrayList;
import java.util.List;

/** The smallest run that still fails, for the terminal. */
public final class ShrunkReport {

    private ShrunkReport() {}

    /** Plays it once more. Says what fails, what led to it, and how to play it again. */
    public static String of(Shrunk shrunk, Glyphs glyphs) {
        return of("does not hold: " + shrunk.claim(), shrunk, glyphs);
    }

    /** The same for a promise that servers break by design, as so many {@code runs} showed. */
    public static String ofPromise(RedisDialect dialect, long runs, Shrunk shrunk, Glyphs glyphs) {
        String title =
                dialect.title() + " breaks a promise by design, in " + Count.of(runs, "run") + ": " + shrunk.claim();
        boolean sticky = shrunk.smallest().access().isSticky();
        return of(sticky ? title : title + "\n    " + StickySessions.why(dialect.generation()), shrunk, glyphs);
    }

    private static String of(String title, Shrunk shrunk, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        text.append("  ").append(title).append('\n');
        text.append(failure(FaultyClaims.judge(FaultyRun.of(shrunk.smallest())), shrunk.claim(), glyphs));
        text.append("  Nothing can be left out of this run; ").append(shrunk.tried());
        text.append(" smaller or simpler ones were tried.\n");
        text.append("  ").append(shrunk.smallest().command()).append('\n');
        return text.toString();
    }

    /** What was seen instead of {@code claim}, and the table of what led to it. */
    public static String failure(Verdict<FaultyRun> verdict, String claim, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        List<Check> objections = new ArrayList<>(verdict.failures());
        objections.addAll(verdict.brokenPromises());
        for (Check failure : objections) {
            if (failure.name().equals(claim)) {
                text.append("    but: ").append(failure.actual()).append("\n\n");
                text.append(FailureTable.of(verdict, failure, glyphs)).append('\n');
            }
        }
        return text.toString();
    }
}

package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.faulty.FaultyVerdict;
import io.github.fanoutlab.simulator.shrink.Oracle;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;

/** A failing run made small, for the terminal. */
public final class ShrunkReport {

    private ShrunkReport() {}

    /** Plays it once more; tells what fails, what led to it, and how to play it again. */
    public static String of(Shrunk shrunk, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        text.append("  does not hold: ").append(shrunk.claim()).append('\n');
        try {
            text.append(story(FaultyVerdict.of(FaultyRun.of(shrunk.smallest())), shrunk.claim(), glyphs));
        } catch (RuntimeException escaped) {
            text.append("    but: ").append(escaped).append("\n\n");
        }
        text.append("  Nothing can be left out of this run; ").append(shrunk.tried());
        text.append(" others were tried.\n");
        text.append("  ").append(shrunk.smallest().command()).append('\n');
        return text.toString();
    }

    /** What was seen instead of {@code claim}, and the table of what led to it. */
    public static String story(FaultyVerdict verdict, String claim, Glyphs glyphs) {
        StringBuilder text = new StringBuilder();
        for (Check failure : verdict.failures()) {
            if (Oracle.classOf(failure).equals(claim)) {
                text.append("    but: ").append(failure.actual()).append("\n\n");
                text.append(FailureStory.of(verdict, failure, glyphs)).append('\n');
            }
        }
        return text.toString();
    }
}

package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.testbed.trace.Trace;

/**
 * One simulated run: what was played, and everything that happened. {@link #of} is the door to the simulator.
 *
 * <p>There are two kinds, because they are played differently and different claims are made about them. In a {@link CalmRun}
 * each step waits for the one before it, as in the source document. A {@link FaultyRun} goes by the clock, because nobody can
 * wait for what a fault has lost; its clients reconnect, and at the end every node emits once more.
 */
public sealed interface Run permits CalmRun, FaultyRun {

    /** Plays the run that {@code string} names: a calm run if it is as documented, else a faulty one. */
    static Run of(RunString string) {
        return string.isAsDocumented() ? CalmRun.of(string) : FaultyRun.of(string);
    }

    /** The string that names this run. Played again as a run of the same kind, it gives the same trace. */
    RunString string();

    /** Everything that happened, and what caused what. */
    Trace trace();
}

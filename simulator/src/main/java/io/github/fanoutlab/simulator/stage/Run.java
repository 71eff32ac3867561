package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.testbed.trace.Trace;

/**
 * One simulated run: what was played, and everything that happened.
 *
 * <p>There are two kinds, because they are played differently and different claims are made about them. In a {@link CalmRun}
 * each step waits for the one before it, as in the source document. A {@link FaultyRun} goes by the clock, because nobody can
 * wait for what a fault has lost; its clients reconnect, and at the end every node emits once more. So {@link CalmRun#of} and
 * {@link FaultyRun#of} are the two doors to the simulator. What is {@linkplain RunString#isAsDocumented() as documented} can be
 * played by either; the command line plays a calm run then.
 */
public sealed interface Run permits CalmRun, FaultyRun {

    /** The string that names this run. Played again by the same door, it gives the same trace. */
    RunString string();

    /** Everything that happened, and what caused what. */
    Trace trace();
}

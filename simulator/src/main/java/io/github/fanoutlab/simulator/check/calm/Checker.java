package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.scenario.Observation;

/** Judges one property of a run. A pure function of what was observed. */
@FunctionalInterface
public interface Checker {

    Check judge(Observation seen);
}

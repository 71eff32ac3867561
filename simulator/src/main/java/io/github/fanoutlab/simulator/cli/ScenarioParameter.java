package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenario;
import picocli.CommandLine.Parameters;

/** {@code SCENARIO}, for commands that play one. */
final class ScenarioParameter {

    @Parameters(
            paramLabel = "SCENARIO",
            converter = ScenarioNames.class,
            completionCandidates = ScenarioNames.class,
            description = "${COMPLETION-CANDIDATES}")
    private Scenario scenario;

    Scenario scenario() {
        return scenario;
    }
}

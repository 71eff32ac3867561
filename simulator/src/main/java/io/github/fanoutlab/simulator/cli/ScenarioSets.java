package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;

/** One documented scenario or all, as words on the command line. */
final class ScenarioSets extends ArrayList<String> implements ITypeConverter<ScenarioSets.Chosen> {

    private static final long serialVersionUID = 1L;
    private static final String ALL = "all";

    /** The scenarios that a word stands for. */
    record Chosen(List<Scenario> scenarios) {}

    ScenarioSets() {
        super(Scenarios.names());
        add(ALL);
    }

    @Override
    public Chosen convert(String name) {
        return new Chosen(name.equals(ALL) ? Scenarios.ALL : List.of(ScenarioNames.named(name, this)));
    }
}

package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The documented scenarios, as words on the command line. */
final class ScenarioNames extends ArrayList<String> implements ITypeConverter<Scenario> {

    private static final long serialVersionUID = 1L;

    ScenarioNames() {
        super(Scenarios.names());
    }

    @Override
    public Scenario convert(String name) {
        return named(name, this);
    }

    /** The scenario called {@code name}; {@code words} are those that would do. */
    static Scenario named(String name, List<String> words) {
        return Scenarios.named(name)
                .orElseThrow(() -> new TypeConversionException(
                        "there is no scenario called '" + name + "'; there are " + String.join(", ", words)));
    }
}

package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.ArrayList;
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
        return Scenarios.named(name)
                .orElseThrow(() -> new TypeConversionException(
                        "there is no scenario called '" + name + "'; there are " + String.join(", ", this)));
    }
}

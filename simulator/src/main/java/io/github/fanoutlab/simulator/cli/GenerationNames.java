package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.ArrayList;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The generations, as words on the command line. */
final class GenerationNames extends ArrayList<String> implements ITypeConverter<Generation> {

    private static final long serialVersionUID = 1L;

    GenerationNames() {
        super(Stream.of(Generation.values()).map(Generation::key).toList());
    }

    @Override
    public Generation convert(String name) {
        return Stream.of(Generation.values())
                .filter(generation -> generation.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + String.join(", ", this) + " but was '" + name + "'"));
    }
}

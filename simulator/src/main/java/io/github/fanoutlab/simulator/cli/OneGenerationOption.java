package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.ArrayList;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --generation} of a process, which has only one. */
final class OneGenerationOption {

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            converter = Words.class,
            completionCandidates = Words.class,
            description = "legacy (0.9) or adapter (1.0+).")
    private Generation generation = Generation.ADAPTER;

    static final class Words extends ArrayList<String> implements ITypeConverter<Generation> {

        private static final long serialVersionUID = 1L;

        Words() {
            super(Stream.of(Generation.values()).map(Generation::key).toList());
        }

        @Override
        public Generation convert(String word) {
            return Stream.of(Generation.values())
                    .filter(generation -> word.equals(generation.key()))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected " + String.join(" or ", this) + " but was '" + word + "'"));
        }
    }

    Generation chosen() {
        return generation;
    }
}

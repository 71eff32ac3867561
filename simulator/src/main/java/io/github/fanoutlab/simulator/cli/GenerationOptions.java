package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code --generation} and {@code --dialect}: which servers run, and what they speak on Redis. */
final class GenerationOptions {

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            converter = Generations.class,
            completionCandidates = Generations.class,
            description = "legacy (0.9), adapter (1.0+), both; mine.")
    private Generations.Choice choice;

    @Mixin
    private DialectOption dialect;

    static final class Generations extends ArrayList<String> implements ITypeConverter<Generations.Choice> {

        private static final long serialVersionUID = 1L;
        private static final String BOTH = "both";

        record Choice(List<Generation> generations, boolean mine) {}

        Generations() {
            super(Stream.of(Generation.values()).map(Generation::key).toList());
            add(BOTH);
            add(RedisDialect.MINE.key());
        }

        @Override
        public Choice convert(String word) {
            if (word.equals(RedisDialect.MINE.key())) {
                return new Choice(List.of(RedisDialect.MINE.generation()), true);
            }
            List<Generation> meant = Stream.of(Generation.values())
                    .filter(generation -> word.equals(BOTH) || word.equals(generation.key()))
                    .toList();
            if (meant.isEmpty()) {
                throw new TypeConversionException(
                        "expected one of " + String.join(", ", this) + " but was '" + word + "'");
            }
            return new Choice(meant, false);
        }
    }

    /** What is spoken, in each generation that runs: in both unless one was chosen. */
    List<RedisDialect> dialects() {
        return dialects(Stream.of(Generation.values()).map(RedisDialect::usual).toList());
    }

    /**
     * What is spoken, in each generation that runs: {@code usual}, but for what was chosen.
     *
     * @throws ParameterException if a dialect was chosen of a generation that does not run
     */
    List<RedisDialect> dialects(List<RedisDialect> usual) {
        if (choice == null) {
            return dialect.in(usual.stream().map(RedisDialect::generation).toList(), usual);
        }
        return dialect.in(choice.generations, choice.mine ? List.of(RedisDialect.MINE) : usual);
    }
}

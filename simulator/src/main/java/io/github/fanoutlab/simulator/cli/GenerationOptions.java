package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --generation} and {@code --dialect}: which servers run, and what they speak on Redis. */
final class GenerationOptions {

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            converter = Generations.class,
            completionCandidates = Generations.class,
            description = "legacy 0.9, adapter 1.0+, streams; both, all; mine.")
    private Generations.Choice choice;

    @Mixin
    private DialectOption dialect;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    static final class Generations extends ArrayList<String> implements ITypeConverter<Generations.Choice> {

        private static final long serialVersionUID = 1L;
        private static final String BOTH = "both";
        private static final String ALL = "all";

        /** What runs, each in its usual dialect. */
        record Choice(List<RedisDialect> dialects) {}

        Generations() {
            super(Stream.of(Generation.values()).map(Generation::key).toList());
            addAll(List.of(BOTH, RedisDialect.STREAMS.key(), ALL, RedisDialect.MINE.key()));
        }

        @Override
        public Choice convert(String word) {
            List<RedisDialect> meant = switch (word) {
                case ALL -> RedisDialect.COMPARED;
                case BOTH ->
                    Stream.of(Generation.values()).map(RedisDialect::usual).toList();
                default -> RedisDialect.ofGeneration(word).stream().toList();
            };
            if (meant.isEmpty()) {
                throw new TypeConversionException(
                        "expected one of " + String.join(", ", this) + " but was '" + word + "'");
            }
            return new Choice(meant);
        }
    }

    /**
     * Makes sure that there is something to play.
     *
     * @throws ParameterException if {@code runs}, from which what streams cannot play was left out, is empty
     */
    void requireSome(List<?> runs) {
        if (runs.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "nobody has an emitter for Redis streams: choose another scenario, or another --generation");
        }
    }

    /**
     * What runs: what was chosen, else all that are {@linkplain RedisDialect#COMPARED compared}.
     *
     * @throws ParameterException if a dialect was chosen of a generation that does not run
     */
    List<RedisDialect> dialects() {
        return dialects(RedisDialect.COMPARED);
    }

    /**
     * The same, where {@code usual} runs unless something else was chosen. A generation that is in there keeps its dialect.
     *
     * @throws ParameterException as {@link #dialects()}
     */
    List<RedisDialect> dialects(List<RedisDialect> usual) {
        List<RedisDialect> running = choice == null
                ? usual
                : choice.dialects.stream()
                        .map(chosen -> usual.stream()
                                .filter(kept -> kept.generationKey().equals(chosen.generationKey()))
                                .findFirst()
                                .orElse(chosen))
                        .toList();
        return dialect.in(running);
    }
}

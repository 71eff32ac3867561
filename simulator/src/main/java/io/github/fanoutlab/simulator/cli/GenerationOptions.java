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

    static final class Generations extends ArrayList<String> implements ITypeConverter<Generations.Choice> {

        private static final long serialVersionUID = 1L;
        private static final String BOTH = "both";
        private static final String ALL = "all";

        /** The generations that run, what they speak unless told otherwise, and what runs after them. */
        record Choice(List<Generation> generations, List<RedisDialect> usual, List<RedisDialect> last) {}

        Generations() {
            super(Stream.of(Generation.values()).map(Generation::key).toList());
            addAll(List.of(BOTH, RedisDialect.STREAMS.key(), ALL, RedisDialect.MINE.key()));
        }

        @Override
        public Choice convert(String word) {
            for (RedisDialect alone : List.of(RedisDialect.STREAMS, RedisDialect.MINE)) {
                if (word.equals(alone.key())) {
                    return new Choice(List.of(alone.generation()), List.of(alone), List.of());
                }
            }
            boolean all = word.equals(ALL);
            List<Generation> meant = Stream.of(Generation.values())
                    .filter(generation -> all || word.equals(BOTH) || word.equals(generation.key()))
                    .toList();
            if (meant.isEmpty()) {
                throw new TypeConversionException(
                        "expected one of " + String.join(", ", this) + " but was '" + word + "'");
            }
            return new Choice(meant, List.of(), all ? List.of(RedisDialect.STREAMS) : List.of());
        }
    }

    /** What is spoken, in each generation that runs: in both unless one was chosen. */
    List<RedisDialect> dialects() {
        return dialects(Stream.of(Generation.values()).map(RedisDialect::usual).toList());
    }

    /**
     * The same, for a command that knows nothing of streams.
     *
     * @throws ParameterException if these were chosen
     */
    List<RedisDialect> dialectsWithoutStreams(CommandSpec command) {
        List<RedisDialect> dialects = dialects();
        if (dialects.contains(RedisDialect.STREAMS)) {
            throw new ParameterException(
                    command.commandLine(),
                    command.name() + " cannot play Redis streams yet; run, check and replay can.");
        }
        return dialects;
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
        List<RedisDialect> spoken = dialect.in(choice.generations, choice.usual.isEmpty() ? usual : choice.usual);
        return Stream.concat(spoken.stream(), choice.last.stream()).toList();
    }
}

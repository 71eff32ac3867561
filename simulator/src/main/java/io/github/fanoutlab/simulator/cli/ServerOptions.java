package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --generation} and {@code --dialect}: which servers run, and what they speak on Redis. */
final class ServerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            converter = Generations.class,
            completionCandidates = Generations.class,
            description = "legacy (0.9), adapter (1.0+) or both.")
    private Generations.Choice choice;

    @Option(
            names = "--dialect",
            paramLabel = "VERSION",
            converter = Dialects.class,
            completionCandidates = Dialects.class,
            description = "On Redis: 0.9.17, 0.9.16 (0.9); 8, 5, 0.1 (1.0+).")
    private List<RedisDialect> dialects = new ArrayList<>();

    /** The older word for {@code --dialect}. */
    @Option(names = "--legacy", hidden = true, converter = Dialects.class)
    private void addLegacy(RedisDialect dialect) {
        dialects.add(dialect);
    }

    static final class Generations extends ArrayList<String> implements ITypeConverter<Generations.Choice> {

        private static final long serialVersionUID = 1L;
        private static final String BOTH = "both";

        record Choice(List<Generation> generations) {}

        Generations() {
            super(Stream.of(Generation.values()).map(Generation::key).toList());
            add(BOTH);
        }

        @Override
        public Choice convert(String word) {
            List<Generation> meant = Stream.of(Generation.values())
                    .filter(generation -> word.equals(BOTH) || word.equals(generation.key()))
                    .toList();
            if (meant.isEmpty()) {
                throw new TypeConversionException(
                        "expected one of " + String.join(", ", this) + " but was '" + word + "'");
            }
            return new Choice(meant);
        }
    }

    static final class Dialects extends ArrayList<String> implements ITypeConverter<RedisDialect> {

        private static final long serialVersionUID = 1L;

        Dialects() {
            super(Stream.of(RedisDialect.values()).map(RedisDialect::key).toList());
        }

        @Override
        public RedisDialect convert(String word) {
            return RedisDialect.named(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + String.join(", ", this) + " but was '" + word + "'"));
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
        List<Generation> generations =
                choice == null ? usual.stream().map(RedisDialect::generation).toList() : choice.generations;
        for (RedisDialect chosen : dialects) {
            if (!generations.contains(chosen.generation())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--dialect " + chosen + " is spoken by generation " + chosen.generation()
                                + ", but only generation " + generations.get(0)
                                + " runs here. Leave one of the two out.");
            }
        }
        return generations.stream()
                .map(generation -> Stream.of(dialects, usual, RedisDialect.of(generation))
                        .flatMap(List::stream)
                        .filter(dialect -> dialect.generation() == generation)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}

package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.LegacyDialect;
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
            description = "What 0.9 speaks on Redis: 0.9.16, 0.9.17 (default).")
    private LegacyDialect dialect;

    /** The older word for {@code --dialect}. */
    @Option(names = "--legacy", hidden = true, converter = Dialects.class)
    private void setLegacy(LegacyDialect named) {
        dialect = named;
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

    static final class Dialects extends ArrayList<String> implements ITypeConverter<LegacyDialect> {

        private static final long serialVersionUID = 1L;

        Dialects() {
            super(Stream.of(LegacyDialect.values()).map(LegacyDialect::key).toList());
        }

        @Override
        public LegacyDialect convert(String word) {
            return LegacyDialect.named(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "expected " + LegacyDialect.keys() + " but was '" + word + "'"));
        }
    }

    /** Those that run: both unless one was chosen. */
    List<Generation> generations() {
        return generations(List.of(Generation.values()));
    }

    /** Those that run: {@code usual} unless others were chosen. Refuses a dialect that none of them speaks. */
    List<Generation> generations(List<Generation> usual) {
        List<Generation> generations = choice == null ? usual : choice.generations;
        if (dialect != null && !generations.contains(Generation.LEGACY)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--dialect " + dialect + " is spoken by generation " + Generation.LEGACY + ", but only generation "
                            + Generation.ADAPTER + " runs here. Leave one of the two out.");
        }
        return generations;
    }

    /** What 0.9 speaks: {@code usual} unless another dialect was chosen. */
    LegacyDialect dialect(LegacyDialect usual) {
        return dialect == null ? usual : dialect;
    }
}

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

/** {@code --legacy}, for commands that run servers, simulated or real. */
final class LegacyOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--legacy",
            paramLabel = "DIALECT",
            converter = Names.class,
            completionCandidates = Names.class,
            description = "How 0.9 speaks on Redis: ${COMPLETION-CANDIDATES} (default: 0.9.17).")
    private LegacyDialect dialect;

    static final class Names extends ArrayList<String> implements ITypeConverter<LegacyDialect> {

        private static final long serialVersionUID = 1L;

        Names() {
            super(Stream.of(LegacyDialect.values()).map(LegacyDialect::key).toList());
        }

        @Override
        public LegacyDialect convert(String name) {
            return LegacyDialect.named(name)
                    .orElseThrow(() -> new TypeConversionException(
                            "expected " + LegacyDialect.keys() + " but was '" + name + "'"));
        }
    }

    /** What was asked for, of runs of {@code generations}; refuses to be asked where none of them is 0.9. */
    LegacyDialect of(List<Generation> generations) {
        if (dialect != null && !generations.contains(Generation.LEGACY)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--legacy " + dialect + " tells how a server of generation " + Generation.LEGACY
                            + " speaks, but here runs only generation " + Generation.ADAPTER
                            + ". Leave one of the two out.");
        }
        return dialect();
    }

    /** What was asked for, or else {@code otherwise}. */
    LegacyDialect orElse(LegacyDialect otherwise) {
        return dialect == null ? otherwise : dialect;
    }

    LegacyDialect dialect() {
        return orElse(LegacyDialect.USUAL);
    }
}

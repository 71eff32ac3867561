package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.LegacyDialect;
import java.util.ArrayList;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --legacy}, for commands that run servers, simulated or real. */
final class LegacyOption {

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

    boolean isGiven() {
        return dialect != null;
    }

    /** What was asked for, or else {@code otherwise}. */
    LegacyDialect orElse(LegacyDialect otherwise) {
        return dialect == null ? otherwise : dialect;
    }

    LegacyDialect dialect() {
        return orElse(LegacyDialect.USUAL);
    }
}

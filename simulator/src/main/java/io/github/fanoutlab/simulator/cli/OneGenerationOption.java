package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.List;
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
            description = "legacy (0.9), adapter (1.0+), streams or mine.")
    private RedisDialect usual = RedisDialect.usual(Generation.ADAPTER);

    static final class Words extends ArrayList<String> implements ITypeConverter<RedisDialect> {

        private static final long serialVersionUID = 1L;

        Words() {
            super(Stream.of(Generation.values()).map(Generation::key).toList());
            addAll(List.of(RedisDialect.STREAMS.key(), RedisDialect.MINE.key()));
        }

        @Override
        public RedisDialect convert(String word) {
            return RedisDialect.ofGeneration(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "expected " + String.join(" or ", this) + " but was '" + word + "'"));
        }
    }

    /** What the generation speaks on Redis unless another dialect is chosen. */
    RedisDialect usual() {
        return usual;
    }
}

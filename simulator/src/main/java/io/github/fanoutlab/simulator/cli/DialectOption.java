package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.mine.OwnAdapter;
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

/** {@code --dialect}: what the servers speak on Redis. */
final class DialectOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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

    static final class Dialects extends ArrayList<String> implements ITypeConverter<RedisDialect> {

        private static final long serialVersionUID = 1L;

        Dialects() {
            super(Stream.of(RedisDialect.values())
                    .filter(dialect -> dialect != RedisDialect.MINE
                            && dialect != RedisDialect.STREAMS) // they are asked for by --generation
                    .map(RedisDialect::key)
                    .toList());
        }

        @Override
        public RedisDialect convert(String word) {
            return RedisDialect.named(word)
                    .filter(dialect -> contains(word))
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + String.join(", ", this) + " but was '" + word + "'"));
        }
    }

    /** Says which one is played, beside what is printed: there may be several in the workbook. */
    private void requireOwnAdapter() {
        try {
            OwnAdapter.inWorkbook();
            spec.commandLine().getErr().println("MyAdapter is " + OwnAdapter.file() + ", which was saved last.");
        } catch (OwnAdapter.Unusable problem) {
            throw new ParameterException(spec.commandLine(), problem.getMessage());
        }
    }

    /**
     * What is spoken where {@code running} would be: of the same generation, what was chosen. Streams and the reader's own adapter
     * are no dialects that one could choose.
     *
     * @throws ParameterException if a dialect was chosen of another generation
     */
    List<RedisDialect> in(List<RedisDialect> running) {
        for (RedisDialect chosen : dialects) {
            if (running.stream().noneMatch(each -> each.generationKey().equals(chosen.generationKey()))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--dialect " + chosen + " is spoken by generation " + chosen.generationKey()
                                + ", but only generation " + running.get(0).generationKey()
                                + " runs here. Leave one of the two out.");
            }
        }
        if (running.contains(RedisDialect.MINE)) {
            requireOwnAdapter();
        }
        return running.stream()
                .map(usual -> dialects.stream()
                        .filter(chosen -> chosen.generationKey().equals(usual.generationKey()))
                        .findFirst()
                        .orElse(usual))
                .toList();
    }
}

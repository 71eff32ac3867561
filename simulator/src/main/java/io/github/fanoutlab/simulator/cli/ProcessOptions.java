package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a process of a cluster that is put together by hand can be told. */
final class ProcessOptions {

    private static final String USUAL_REDIS = "redis://localhost:6379";

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            converter = OneGeneration.class,
            completionCandidates = OneGeneration.class,
            description = "legacy (0.9) or adapter (1.0+).")
    private Generation generation = Generation.ADAPTER;

    @Mixin
    private DialectOption dialect;

    @Mixin
    private RedisOption redis;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "The address to listen on.")
    private String host;

    @Option(names = "--shared-port", description = "Workers listen on one port (SO_REUSEPORT).")
    private boolean sharedPort;

    @Option(names = "--namespace", paramLabel = "/NAME", description = "Serve it besides /; may be repeated.")
    private List<String> namespaces = List.of();

    static final class OneGeneration extends ArrayList<String> implements ITypeConverter<Generation> {

        private static final long serialVersionUID = 1L;

        OneGeneration() {
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

    String redisUrl() {
        return redis.url() == null ? USUAL_REDIS : redis.url();
    }

    /** What the process speaks on Redis. */
    RedisDialect dialect() {
        return dialect.in(List.of(generation), List.of()).get(0);
    }

    String host() {
        return host;
    }

    boolean sharedPort() {
        return sharedPort;
    }

    List<String> namespaces() {
        return namespaces;
    }
}

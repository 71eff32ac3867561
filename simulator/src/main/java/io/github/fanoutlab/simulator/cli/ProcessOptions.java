package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a process of a cluster that is put together by hand can be told. */
final class ProcessOptions {

    private static final String DEFAULT_REDIS = "redis://localhost:6379";

    @Mixin
    private OneGenerationOption generation;

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

    String redisUrl() {
        return redis.url() == null ? DEFAULT_REDIS : redis.url();
    }

    /** What the process speaks on Redis. */
    RedisDialect dialect() {
        return dialect.in(List.of(generation.usual())).get(0);
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

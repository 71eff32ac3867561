package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.LegacyDialect;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every process of a cluster that is put together by hand can be told. */
final class ProcessOptions {

    @Option(
            names = "--redis",
            paramLabel = "URL",
            defaultValue = "redis://localhost:6379",
            converter = RedisAddress.class,
            description = {
                "The Redis that all processes share:",
                RedisAddress.ONE,
                RedisAddress.CLUSTER,
                RedisAddress.SENTINELS,
                "Default: ${DEFAULT-VALUE}"
            })
    private String redisUrl;

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            defaultValue = "adapter",
            converter = GenerationNames.class,
            completionCandidates = GenerationNames.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); one cluster speaks one dialect")
    private Generation generation;

    @Mixin
    private LegacyOption legacy;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--shared-port",
            description = "Let several workers of this machine listen on one port (SO_REUSEPORT).")
    private boolean sharedPort;

    @Option(
            names = "--namespace",
            paramLabel = "/NAME",
            description = "Serve this namespace besides the default one; may be given several times.")
    private List<String> namespaces = List.of();

    String redisUrl() {
        return redisUrl;
    }

    Generation generation() {
        return generation;
    }

    /** How it is to speak where its generation is legacy; of the other, nobody may ask for that. */
    LegacyDialect legacy() {
        return legacy.of(List.of(generation));
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

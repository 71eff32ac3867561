package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.simulator.scenario.LegacyDialect;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.function.Consumer;

/**
 * How a scenario is played for real.
 *
 * @param legacy how the servers speak on Redis, where their generation is legacy
 * @param redisUrl the Redis to use, which nobody else does meanwhile; null for an embedded one
 * @param sharedPort whether all workers listen on one port, as in the source document, instead of one each
 * @param intervalMillis how long the second of the scenario's beats is
 * @param progress is told, line by line, what happens; from any thread
 */
public record ClusterOptions(
        LegacyDialect legacy, String redisUrl, boolean sharedPort, long intervalMillis, Consumer<String> progress) {

    /** 0.9.17 if it is legacy, an embedded Redis, a port for each worker, real seconds, and silence. */
    public static final ClusterOptions DEFAULT =
            new ClusterOptions(LegacyDialect.USUAL, null, false, Step.Beat.PERIOD_MILLIS, line -> {});

    public ClusterOptions withLegacy(LegacyDialect dialect) {
        return new ClusterOptions(dialect, redisUrl, sharedPort, intervalMillis, progress);
    }

    public ClusterOptions withRedis(String url) {
        return new ClusterOptions(legacy, url, sharedPort, intervalMillis, progress);
    }

    public ClusterOptions withSharedPort(boolean shared) {
        return new ClusterOptions(legacy, redisUrl, shared, intervalMillis, progress);
    }

    public ClusterOptions withInterval(long millis) {
        return new ClusterOptions(legacy, redisUrl, sharedPort, millis, progress);
    }

    public ClusterOptions withProgress(Consumer<String> sink) {
        return new ClusterOptions(legacy, redisUrl, sharedPort, intervalMillis, sink);
    }
}

package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.simulator.scenario.Step;
import java.util.function.Consumer;

/**
 * How a scenario is played for real.
 *
 * @param redisUrl a Redis that nobody else uses meanwhile; null for an embedded one
 * @param sharedPort whether all workers listen on one port, as in the source document, instead of one each
 * @param intervalMillis the time between two beats, a second in the scenarios
 * @param progress gets a line for each thing that happens; from any thread
 */
public record ClusterOptions(String redisUrl, boolean sharedPort, long intervalMillis, Consumer<String> progress) {

    /** An embedded Redis, a port for each worker, real seconds, and silence. */
    public static final ClusterOptions DEFAULT = new ClusterOptions(null, false, Step.Beat.PERIOD_MILLIS, line -> {});

    public ClusterOptions withRedis(String url) {
        return new ClusterOptions(url, sharedPort, intervalMillis, progress);
    }

    public ClusterOptions withSharedPort(boolean shared) {
        return new ClusterOptions(redisUrl, shared, intervalMillis, progress);
    }

    public ClusterOptions withInterval(long millis) {
        return new ClusterOptions(redisUrl, sharedPort, millis, progress);
    }

    public ClusterOptions withProgress(Consumer<String> sink) {
        return new ClusterOptions(redisUrl, sharedPort, intervalMillis, sink);
    }
}

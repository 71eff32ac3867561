package io.github.fanoutlab.simulator.world;

/** How long one message takes one way. */
@FunctionalInterface
public interface Latency {

    /** The time in microseconds that the next message takes; at least 0. */
    long drawMicros(RandomSource random);

    /** Each time in the range is equally likely. */
    static Latency between(long shortestMicros, long longestMicros) {
        return random -> random.nextBetween(shortestMicros, longestMicros);
    }

    /** Always the same. */
    static Latency fixed(long micros) {
        return random -> micros;
    }
}

package io.github.fanoutlab.testbed.world;

/** How long a message takes from one end of a connection to the other. */
@FunctionalInterface
public interface Latency {

    /** How many different numbers an exponential latency is drawn from. */
    int DRAWS = 1_000_000;

    /** The time in microseconds that the next message takes; at least 0. */
    long drawMicros(RandomSource random);

    /** Each time in the range is equally likely. */
    static Latency between(long shortestMicros, long longestMicros) {
        return random -> random.nextBetween(shortestMicros, longestMicros);
    }

    /**
     * Never less than {@code shortestMicros}, and exponentially distributed above that: {@code meanMicros} more on average.
     * Computed with {@link StrictMath}, which gives the same result on every JVM.
     */
    static Latency exponential(long shortestMicros, long meanMicros) {
        return random ->
                shortestMicros + (long) (-meanMicros * StrictMath.log1p(-random.nextInt(DRAWS) / (double) DRAWS));
    }

    /** Always the same. */
    static Latency fixed(long micros) {
        return random -> micros;
    }
}

package io.github.fanoutlab.bench;

/** How long deliveries took, to within one percent. Used by one thread. */
final class Latencies {

    private static final int STEPS_PER_DOUBLING = 70;
    private static final int DOUBLINGS = 36;
    private static final double MICROS_PER_MILLI = 1e3;

    private final long[] counts = new long[STEPS_PER_DOUBLING * DOUBLINGS];
    private long count;
    private long maxMicros;

    void add(long micros) {
        long atLeastOne = Math.max(1, micros);
        counts[index(atLeastOne)]++;
        count++;
        maxMicros = Math.max(maxMicros, atLeastOne);
    }

    private static int index(long micros) {
        int doubling = 63 - Long.numberOfLeadingZeros(micros);
        long floor = 1L << doubling;
        int step = (int) ((micros - floor) * STEPS_PER_DOUBLING >> doubling);
        return Math.min(doubling * STEPS_PER_DOUBLING + step, STEPS_PER_DOUBLING * DOUBLINGS - 1);
    }

    long count() {
        return count;
    }

    double maxMillis() {
        return maxMicros / MICROS_PER_MILLI;
    }

    /** What {@code share} of them did not exceed, in milliseconds; 0 if there are none. */
    double percentileMillis(double share) {
        long rank = (long) Math.ceil(count * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                double floor = Math.scalb(1.0, i / STEPS_PER_DOUBLING);
                double micros = floor * (1 + (i % STEPS_PER_DOUBLING + 1.0) / STEPS_PER_DOUBLING);
                return Math.min(micros, maxMicros) / MICROS_PER_MILLI;
            }
        }
        return 0;
    }
}

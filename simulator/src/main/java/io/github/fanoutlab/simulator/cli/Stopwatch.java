package io.github.fanoutlab.simulator.cli;

/** Measures time on the machine's clock. */
final class Stopwatch {

    private static final double NANOS_PER_SECOND = 1e9;

    private final long started = System.nanoTime();

    /** The seconds since it was made. */
    double seconds() {
        return (System.nanoTime() - started) / NANOS_PER_SECOND;
    }
}

package io.github.fanoutlab.simulator.cli;

/** How long something takes on the clock of the machine. */
final class Stopwatch {

    private static final double NANOS_PER_SECOND = 1e9;

    private final long started = System.nanoTime();

    /** Since it was made. */
    double seconds() {
        return (System.nanoTime() - started) / NANOS_PER_SECOND;
    }
}

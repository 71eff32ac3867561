package io.github.fanoutlab.simulator.check.calm;

/** A number and its noun. */
final class Count {

    private Count() {}

    /** {@code 1 emit}, {@code 2 emits}. */
    static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}

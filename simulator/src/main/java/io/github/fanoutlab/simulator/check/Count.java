package io.github.fanoutlab.simulator.check;

/** A number and its noun. */
public final class Count {

    private Count() {}

    /** {@code 1 emit}, {@code 2 emits}. */
    public static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}

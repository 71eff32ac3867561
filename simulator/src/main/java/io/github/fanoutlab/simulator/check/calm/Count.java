package io.github.fanoutlab.simulator.check.calm;

/** Numbers with their nouns. */
final class Count {

    private Count() {}

    /** {@code 1 emit}, {@code 2 emits}. */
    static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}

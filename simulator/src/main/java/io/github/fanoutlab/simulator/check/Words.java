package io.github.fanoutlab.simulator.check;

/** Numbers with their nouns. */
final class Words {

    private Words() {}

    /** {@code 1 emit}, {@code 2 emits}. */
    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}

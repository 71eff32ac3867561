package io.github.fanoutlab.bench.program;

/** The moment in which a payload was due: {@code #} and sixteen digits, in microseconds. */
public final class Stamps {

    /** How many. */
    public static final int DIGITS = 16;

    private Stamps() {}
}

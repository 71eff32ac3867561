package io.github.fanoutlab.simulator.check.faulty;

/**
 * An emit that a client got although it should not have got it.
 *
 * @param before the copy that it had got already; null if it is excepted
 */
record Surplus(Kind kind, History.Receipt receipt, History.Receipt before) {

    enum Kind {
        /** The client is in a room that the emit excepts. */
        EXCEPTED,
        /** The client had got it already, before it reconnected or in another response. */
        AGAIN
    }
}

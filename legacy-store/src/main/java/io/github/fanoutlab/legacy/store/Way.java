package io.github.fanoutlab.legacy.store;

/**
 * One transport of a session, as repaired nodes speak of it to each other, in arguments that 0.9 does not know.
 *
 * @param number by which its node knows it again; random
 * @param isLasting whether it stays open when something was written, unlike a poll
 */
public record Way(int number, boolean isLasting) {

    /** Instead of a payload: the transport is to close, for the client has another. */
    public static final String CLOSE = "";

    /** One transport, however much is known of it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Way way && way.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }
}

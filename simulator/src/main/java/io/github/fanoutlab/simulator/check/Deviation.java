package io.github.fanoutlab.simulator.check;

/**
 * An emit that a client missed, or got although it should not have got it: one that excepts it, or one that it had got already,
 * before it reconnected.
 *
 * @param payload who emitted, and for which time: {@code W2#7}
 * @param client who missed it or got it
 * @param worker over the connection to which worker
 * @param evidence the event of the trace that shows the cause; if the cause is unknown, the event at which the trail ends
 */
public record Deviation(String payload, String client, String worker, Cause cause, String evidence) {

    @Override
    public String toString() {
        return payload + " to " + client + " at " + worker + ": " + cause.words() + " (" + evidence + ")";
    }
}

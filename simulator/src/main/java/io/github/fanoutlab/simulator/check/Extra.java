package io.github.fanoutlab.simulator.check;

/**
 * An emit that a client got although it is in a room whose members are excepted, or that it had got already, before it
 * reconnected.
 *
 * @param payload who emitted, and for which time: {@code W2#7}
 * @param client who got it
 * @param worker over the connection to which worker
 * @param evidence the event of the trace that shows the cause, or that of the delivery
 */
public record Extra(String payload, String client, String worker, Cause cause, String evidence) {

    @Override
    public String toString() {
        return payload + " to " + client + " at " + worker + ": " + cause.words() + " (" + evidence + ")";
    }
}

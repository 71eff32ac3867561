package io.github.fanoutlab.simulator.check;

/**
 * An emit that a client did not get.
 *
 * @param payload who emitted, and for which time: {@code W2#7}
 * @param client who did not get it
 * @param worker over the connection to which worker
 * @param evidence the event of the trace that shows the cause, or where its tracks end
 */
public record Miss(String payload, String client, String worker, Cause cause, String evidence) {

    @Override
    public String toString() {
        return payload + " to " + client + " at " + worker + ": " + cause.words() + " (" + evidence + ")";
    }
}

package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.Locale;

/**
 * One arrow: what one lane sent to another.
 *
 * @param sent the event at the sender
 * @param end the arrival or the loss; null while it is still on its way
 * @param to the lane where it arrives, or would have
 * @param connection the connection that carries it; empty when unknown
 * @param medium what kind of traffic it is
 */
record Crossing(TraceEvent sent, TraceEvent end, String to, String connection, Medium medium, Outcome outcome) {

    /** What travels. */
    enum Medium {
        HTTP,
        FRAME,
        COMMAND,
        REPLY,
        MIRRORED,
        /** No message: a TCP connection that comes up or ends. */
        SIGNAL;

        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether somebody sent a message, rather than a system a segment of TCP's own. */
    boolean isMessage() {
        return medium != Medium.SIGNAL;
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;

/** What carries packets between a client and its worker: frames of a WebSocket, or HTTP requests and their answers. */
final class ClientWire {

    private ClientWire() {}

    /** The worker that sent what a client was handed in {@code delivery}; null when the trace does not show it. */
    static String senderOf(TraceEvent delivery, Trace trace) {
        TraceEvent sent = trace.nearestCause(delivery, ClientWire::isSentToClient);
        return sent == null ? null : sent.lane();
    }

    /** Whether a worker sends a client something. */
    static boolean isSentToClient(TraceEvent event) {
        return event.kind() == Kind.FRAME_SENT || event.kind() == Kind.HTTP_RESPONSE_SENT;
    }

    /** Whether it arrives. */
    static boolean isReceivedByClient(TraceEvent event) {
        return event.kind() == Kind.FRAME_RECEIVED || event.kind() == Kind.HTTP_RESPONSE_RECEIVED;
    }

    /** Whether something of a client's arrives at a worker. */
    static boolean isReceivedByWorker(TraceEvent event) {
        return event.kind() == Kind.FRAME_RECEIVED || event.kind() == Kind.HTTP_REQUEST_RECEIVED;
    }
}

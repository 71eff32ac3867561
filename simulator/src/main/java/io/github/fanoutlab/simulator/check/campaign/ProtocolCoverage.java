package io.github.fanoutlab.simulator.check.campaign;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which steps of the protocols the faults of a run met. A fault meets a step if one of its messages was on its way to or from what
 * the fault hit, when the fault was injected or while it lasted.
 */
final class ProtocolCoverage {

    private final FaultyRun run;
    private final List<Hit> hits = new ArrayList<>();

    /** A fault that hit something, and the steps that it met. */
    static final class Hit {

        final Fault fault;
        final Set<ProtocolStep> steps = EnumSet.noneOf(ProtocolStep.class);
        private final String node;
        private final String other;
        private final String connection;
        private final long fromMicros;
        private final long toMicros;

        Hit(FaultyRun.Injection injection) {
            this.fault = injection.fault();
            this.node = fault.node();
            this.other = fault.connection();
            this.connection = node + '.' + other;
            this.fromMicros = injection.atMicros();
            this.toMicros = injection.atMicros() + fault.forMicros();
        }

        private boolean meets(TraceEvent sent, TraceEvent arrival) {
            return sent.timeMicros() <= toMicros && arrival.timeMicros() >= fromMicros && touches(arrival);
        }

        private boolean touches(TraceEvent arrival) {
            boolean ofNode = arrival.lane().equals(node) || arrival.peer().equals(node);
            return ofNode
                    && (other.isEmpty()
                            || arrival.lane().equals(other)
                            || arrival.peer().equals(other)
                            || arrival.connection().equals(connection));
        }
    }

    ProtocolCoverage(FaultyRun run) {
        this.run = run;
        for (FaultyRun.Injection injection : run.injections()) {
            if (injection.hits() > 0) {
                hits.add(new Hit(injection));
            }
        }
    }

    /** The faults that hit something, in the order of their injection. */
    List<Hit> hits() {
        List<TraceEvent> events = run.trace().events();
        for (TraceEvent arrival : events) {
            if (isArrival(arrival)) {
                TraceEvent sent = events.get((int) arrival.cause());
                if (isSending(sent)) {
                    meet(sent, arrival);
                }
            }
        }
        return hits;
    }

    private void meet(TraceEvent sent, TraceEvent arrival) {
        for (Hit hit : hits) {
            if (hit.meets(sent, arrival)) {
                hit.steps.add(ProtocolStep.of(sent, arrival));
            }
        }
    }

    private static boolean isArrival(TraceEvent event) {
        return event.cause() >= 0
                && switch (event.kind()) {
                    case HTTP_REQUEST_RECEIVED,
                            HTTP_RESPONSE_RECEIVED,
                            FRAME_RECEIVED,
                            CONNECTION_REFUSED,
                            CONNECTION_CLOSED,
                            REDIS_HANDLED,
                            REDIS_REPLY,
                            REDIS_PUSH,
                            LOST -> true;
                    default -> false;
                };
    }

    private static boolean isSending(TraceEvent event) {
        return switch (event.kind()) {
            case HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT, FRAME_SENT, REDIS_SENT, REDIS_HANDLED -> true;
            default -> false;
        };
    }
}

package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.simulator.report.html.Crossing.Medium;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every crossing of a trace: an event whose cause is on another lane ends one, and a message that was sent and has no
 * end is on its way still. Nothing that was sent is left out.
 */
final class Crossings {

    private final Trace trace;
    private final Emits emits;
    private final List<Crossing> found = new ArrayList<>();

    private Crossings(Trace trace, Emits emits) {
        this.trace = trace;
        this.emits = emits;
    }

    static List<Crossing> of(Trace trace, Emits emits) {
        Crossings crossings = new Crossings(trace, emits);
        trace.events().forEach(crossings::read);
        return crossings.found;
    }

    private void read(TraceEvent event) {
        TraceEvent cause = trace.causeOf(event);
        if (cause != null && (event.kind() == Kind.LOST || !cause.lane().equals(event.lane()))) {
            found.add(new Crossing(cause, event, event.lane(), event.connection(), medium(cause, event), fate(event)));
        }
        if (isSending(event) && trace.effectsOf(event).isEmpty()) {
            found.add(new Crossing(
                    event, null, event.peer(), event.connection(), medium(event, event), Outcome.IN_FLIGHT));
        }
        if (event.kind() == Kind.REDIS_HANDLED) {
            stillComing(event);
        }
    }

    static boolean isSending(TraceEvent event) {
        return switch (event.kind()) {
            case FRAME_SENT, HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT, REDIS_SENT -> true;
            default -> false;
        };
    }

    /** A command has answers for its sender, and a PUBLISH as many messages as it has receivers. */
    private void stillComing(TraceEvent handled) {
        List<TraceEvent> outputs = trace.effectsOf(handled).stream()
                .filter(effect -> effect.kind() != Kind.CONNECTION_CLOSED)
                .toList();
        long answers =
                outputs.stream().filter(output -> isAnswer(handled, output)).count();
        for (long missing = answersDue(handled) - answers; missing > 0; missing--) {
            found.add(
                    new Crossing(handled, null, handled.peer(), handled.connection(), Medium.REPLY, Outcome.IN_FLIGHT));
        }
        for (long missing = handled.number() - (outputs.size() - answers); missing > 0; missing--) {
            found.add(new Crossing(handled, null, "", "", Medium.MIRRORED, Outcome.IN_FLIGHT));
        }
    }

    private static long answersDue(TraceEvent handled) {
        boolean oneForEach = handled.name().endsWith("SUBSCRIBE") && handled.payload() instanceof RedisCommand;
        return oneForEach
                ? Math.max(1, ((RedisCommand) handled.payload()).args().size())
                : 1;
    }

    private static boolean isAnswer(TraceEvent handled, TraceEvent output) {
        return output.connection().equals(handled.connection());
    }

    private static boolean isMirrored(TraceEvent effect) {
        return effect.kind() == Kind.REDIS_PUSH && effect.name().endsWith("message");
    }

    private Medium medium(TraceEvent cause, TraceEvent end) {
        return switch (cause.kind()) {
            case FRAME_SENT -> Medium.FRAME;
            case HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT -> Medium.HTTP;
            case REDIS_SENT -> Medium.COMMAND;
            case REDIS_HANDLED -> end.kind() == Kind.CONNECTION_CLOSED ? Medium.SIGNAL : mediumOfOutput(cause, end);
            default -> Medium.SIGNAL;
        };
    }

    private Medium mediumOfOutput(TraceEvent handled, TraceEvent end) {
        return isAnswer(handled, end) ? Medium.REPLY : Medium.MIRRORED;
    }

    private Outcome fate(TraceEvent end) {
        if (end.kind() == Kind.LOST) {
            return Outcome.LOST;
        }
        if (!isMirrored(end) || trace.effectsOf(end).stream().anyMatch(Crossings::goesOn)) {
            return Outcome.ARRIVED;
        }
        if (trace.causeOf(end).peer().equals(end.lane())) {
            return Outcome.ECHO;
        }
        return emits.of(end) > 0 ? Outcome.IDLE : Outcome.ARRIVED;
    }

    private static boolean goesOn(TraceEvent effect) {
        return effect.kind() == Kind.FRAME_SENT
                || effect.kind() == Kind.REDIS_SENT
                || effect.kind() == Kind.HTTP_RESPONSE_SENT;
    }
}

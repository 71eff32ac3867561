package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one emit, read from the causal graph: everything that the turn of the emit caused, but for what timers did
 * later. A message that Redis brings back to its sender and that has no effect there is an own echo that was dropped.
 */
final class EmitFuture {

    private final Trace trace;
    private final TraceEvent emit;

    EmitFuture(Trace trace, TraceEvent emit) {
        this.trace = trace;
        this.emit = emit;
    }

    /** In the order in which it happened, the emit first. */
    List<Happening> happenings() {
        List<Happening> happenings = new ArrayList<>();
        Place emitter = Place.of(emit.lane());
        happenings.add(happening(emit, emitter, emitter, Fate.REACHED_APPLICATION, "emits " + said(emit)));
        TraceEvent turn = trace.causeOf(emit);
        future(turn == null ? emit : turn).stream()
                .sorted(Comparator.comparingLong(TraceEvent::id))
                .forEach(event -> read(event).ifPresent(happenings::add));
        return happenings;
    }

    private Optional<Happening> read(TraceEvent event) {
        return switch (event.kind()) {
            case REDIS_HANDLED -> published(event);
            case REDIS_PUSH -> pushed(event);
            case DELIVERY ->
                Optional.of(
                        happening(event, server(event), Place.of(event.lane()), Fate.REACHED_APPLICATION, "delivered"));
            case LOST -> lost(event);
            default -> Optional.empty();
        };
    }

    /** Who sent what was delivered: the client may know no more than a balancer's name. */
    private Place server(TraceEvent delivery) {
        TraceEvent sent = trace.nearestCause(delivery, EmitFuture::isSentToClient);
        return Place.of(sent == null ? delivery.peer() : sent.lane());
    }

    private static boolean isSentToClient(TraceEvent event) {
        return event.kind() == Kind.FRAME_SENT || event.kind() == Kind.HTTP_RESPONSE_SENT;
    }

    private Optional<Happening> published(TraceEvent event) {
        if (!event.name().equals("PUBLISH")) {
            return Optional.empty();
        }
        Place from = Place.of(event.peer(), event.connection());
        return Optional.of(happening(
                event, from, Place.of(event.lane()), Fate.ARRIVED, "PUBLISH, " + event.number() + " subscribed"));
    }

    private Optional<Happening> pushed(TraceEvent event) {
        if (!event.name().endsWith("message")) {
            return Optional.empty();
        }
        boolean echo = event.lane().equals(emit.lane());
        boolean goesOn = future(event).stream().anyMatch(EmitFuture::isSentToClient);
        String words = echo
                ? "own echo, " + (goesOn ? "carried out" : "dropped")
                : "mirrored" + (goesOn ? "" : ", nobody due");
        Place to = Place.of(event.lane(), event.connection());
        return Optional.of(happening(event, Place.of(event.peer()), to, goesOn ? Fate.ARRIVED : Fate.DROPPED, words));
    }

    private Optional<Happening> lost(TraceEvent event) {
        TraceEvent sent = trace.causeOf(event);
        boolean replyToPublish =
                sent.kind() == Kind.REDIS_HANDLED && sent.connection().equals(event.connection());
        boolean message = isSentToClient(sent) || sent.name().equals("PUBLISH");
        if (replyToPublish || !message) {
            return Optional.empty();
        }
        Place from = Place.of(event.peer(), event.connection());
        Place to = Place.of(event.lane(), event.connection());
        return Optional.of(happening(event, from, to, Fate.LOST, "lost: " + event.name()));
    }

    private static Happening happening(TraceEvent event, Place from, Place to, Fate fate, String words) {
        return new Happening(event.id(), event.timeMicros(), from, to, fate, words);
    }

    private List<TraceEvent> future(TraceEvent cause) {
        List<TraceEvent> future = new ArrayList<>();
        for (TraceEvent effect : trace.effectsOf(cause)) {
            if (effect.kind() != Kind.TIMER) {
                future.add(effect);
                future.addAll(future(effect));
            }
        }
        return future;
    }

    /** The event and what it says: {@code data "payload"}. */
    static String said(TraceEvent emit) {
        return emit.name() + " \"" + emit.text() + '"';
    }
}

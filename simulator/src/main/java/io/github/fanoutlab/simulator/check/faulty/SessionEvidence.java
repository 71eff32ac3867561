package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Why the worker that had the emit had no session of the client: the client was away, had moved, was refused, or was sent away. */
final class SessionEvidence {

    private final FaultyRun run;
    private final Trace trace;
    private final boolean anyWorkerMayAnswer;
    private final History history;
    private final Recipients recipients;
    private final WorkerSessions sessions;
    private final Trails trails;

    SessionEvidence(FaultyRun run, History history, Recipients recipients, Trails trails) {
        this.run = run;
        this.trace = run.trace();
        this.anyWorkerMayAnswer = ClientWire.anyWorkerMayAnswer(run.string());
        this.history = history;
        this.recipients = recipients;
        this.sessions = recipients.sessions();
        this.trails = trails;
    }

    TraceEvent clientHadNoSession(Trail trail) {
        return away(trail.emit(), trail.to());
    }

    TraceEvent workerHadLostSession(Trail trail) {
        return away(trail.end(), trail.to());
    }

    /**
     * What shows that the client had no session at {@code moment}: it had never connected, or its last session had ended at one end. That
     * its present session has not been greeted yet shows nothing.
     */
    private TraceEvent away(TraceEvent moment, ClientConnection to) {
        TraceEvent end = sessions.awayAt(moment, to);
        TraceEvent last = history.lastBefore(to, moment);
        if (end == null || last == null) {
            return end;
        }
        if (last.kind() == Kind.DISCONNECTED) {
            return last;
        }
        if (anyWorkerMayAnswer) {
            if (end.kind() == Kind.NODE_DIED) {
                return null; // its session goes on at the worker that it polls next
            }
        } else if (sessions.diedSince(last, sessions.workerAt(moment, to), moment)) {
            return end;
        }
        TraceEvent greeting = sessions.greetingBefore(moment, to);
        TraceEvent before = history.lastEndBefore(to, moment);
        return greeting != null && (before == null || before.id() < greeting.id()) ? end : null;
    }

    /** The client was connected and was told that its session is unknown. */
    TraceEvent clientWasRefused(Trail trail) {
        return refusal(trail.end());
    }

    TraceEvent sessionWasRefused(Trail trail) {
        TraceEvent away = sessions.awayAt(trail.end(), trail.to());
        return refusal(away != null ? away : clientLeftBeforeGreeting(trail));
    }

    /** {@code event} if it tells a client that its session is unknown. */
    static TraceEvent refusal(TraceEvent event) {
        return event != null && ClientWire.isRefused(event) ? event : null;
    }

    /** The client left, or was refused, while it was being connected: its worker's last greeting was for what it had asked before. */
    TraceEvent clientLeftBeforeGreeting(Trail trail) {
        TraceEvent last = history.lastBefore(trail.to(), trail.end());
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        boolean left =
                last != null && greeting != null && last.kind() == Kind.DISCONNECTED && last.id() < greeting.id();
        TraceEvent asked = left ? askedFor(greeting, trail.to()) : null;
        return asked != null && asked.id() < last.id() ? last : null;
    }

    /** What the client sent to get {@code greeting}: its cause or, if the worker had to wait for Redis, the last that had come. */
    private TraceEvent askedFor(TraceEvent greeting, ClientConnection to) {
        TraceEvent cause = trace.nearestCause(greeting, event -> isSentBy(to, event));
        return cause != null
                ? cause
                : trace.events().subList(0, (int) greeting.id()).stream()
                        .filter(event -> ClientWire.isReceivedByWorker(event)
                                && event.lane().equals(greeting.lane())
                                && event.peer().equals(to.client()))
                        .reduce((first, second) -> second)
                        .map(trace::causeOf)
                        .orElse(null);
    }

    private static boolean isSentBy(ClientConnection client, TraceEvent event) {
        return event.lane().equals(client.client())
                && (event.kind() == Kind.HTTP_REQUEST_SENT || event.kind() == Kind.FRAME_SENT);
    }

    /** Another worker greeted the client before the emit came to its former one, and had dealt with the emit before that. */
    TraceEvent clientHadMoved(Trail trail) {
        String worker = sessions.workerAt(trail.end(), trail.to());
        boolean anyWorkerOfSession = anyWorkerMayAnswer
                && history.lastBefore(trail.to(), trail.emit()) == history.lastBefore(trail.to(), trail.end());
        if (worker == null || anyWorkerOfSession || trail.worker().equals(worker)) {
            return null;
        }
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        boolean reachedLater = !worker.equals(trail.payload().sender())
                && trails.arrivals(trail.payload()).stream()
                        .anyMatch(arrival -> arrival.lane().equals(worker) && arrival.id() > greeting.id());
        return reachedLater ? null : greeting;
    }

    /** It arrived after the client had ended the session in which it was sent, or was sent by the worker of a former session. */
    TraceEvent arrivedInAnotherSession(Trail trail) {
        String worker = sessions.workerAt(trail.end(), trail.to());
        boolean moved = !anyWorkerMayAnswer
                && worker != null
                && !worker.equals(trail.end().lane());
        return trace.effectsOf(trail.end()).stream()
                .filter(ClientWire::isReceivedByClient)
                .filter(received -> moved || !history.isSameSession(trail.to(), trail.end(), received))
                .findFirst()
                .orElse(null);
    }

    /** A goodbye to the client came to its worker, which has not greeted it again since. */
    TraceEvent workerHadSaidGoodbye(Trail trail) {
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        for (Map.Entry<Payload, TraceEvent> emit : history.emits.entrySet()) {
            if (recipients.broadcast(emit.getKey()).manner() == Manner.GOODBYE
                    && recipients.isDue(emit.getKey(), trail.to())) {
                List<TraceEvent> arrivals = new ArrayList<>(trails.arrivals(emit.getKey()));
                arrivals.add(0, emit.getValue());
                for (TraceEvent arrival : arrivals) {
                    if (greeting != null
                            && arrival.lane().equals(trail.end().lane())
                            && greeting.id() < arrival.id()
                            && comesBefore(emit.getKey(), arrival, trail)) {
                        return arrival;
                    }
                }
            }
        }
        return null;
    }

    /** Over streams, one read may bring the goodbye and what was emitted after it. */
    private static boolean comesBefore(Payload goodbye, TraceEvent arrival, Trail trail) {
        List<Payload> inRead = arrival == trail.end() ? Payload.allIn(arrival) : List.of();
        return arrival.id() < trail.end().id()
                || inRead.contains(goodbye) && inRead.indexOf(goodbye) < inRead.indexOf(trail.payload());
    }

    /** Another worker's program said goodbye to the client. In 0.9, the worker was told of it; in 1.0+, it has told the client. */
    TraceEvent goodbyeReachedWorker(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        boolean isConnected =
                run.string().scenario().emits(Manner.GOODBYE) && session != null && session.kind() == Kind.CONNECTED;
        return !isConnected
                ? null
                : trace.events().subList((int) session.id(), (int) trail.end().id()).stream()
                        .filter(event -> event.lane().equals(trail.end().lane())
                                && (ClientWire.isDisconnectTo(trail.to().client(), event)
                                        || isToldOfDisconnect(event, session.text())))
                        .findFirst()
                        .orElse(null);
    }

    private boolean isToldOfDisconnect(TraceEvent event, String session) {
        return anyWorkerMayAnswer
                && event.kind() == Kind.REDIS_PUSH
                && event.channel().startsWith("disconnect")
                && event.text().contains(session);
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/** Looks in the trace for what {@link LossAttribution} demands. Each method returns the event that shows it, or null. */
final class LossEvidence {

    /** How 1.0+ and 0.9 answer a request whose session they do not know. */
    private static final List<String> SESSION_UNKNOWN = List.of("Session ID unknown", "client not handshaken");

    /** A node that lost its connection to Redis has subscribed again within this time after Redis can be reached. */
    private static final long RESUBSCRIBED_MICROS = 5_000_000;

    private final FaultyRun run;
    private final Trace trace;
    private final History history;
    private final Recipients recipients;
    private final Subscriptions subscriptions;
    private final WorkerSessions sessions;
    private final Trails trails;

    LossEvidence(FaultyRun run, History history, Recipients recipients) {
        this.run = run;
        this.trace = run.trace();
        this.history = history;
        this.recipients = recipients;
        this.subscriptions = new Subscriptions(trace);
        this.sessions = recipients.sessions();
        this.trails = new Trails(run, history, sessions);
    }

    List<Trail> trails(Payload payload, TraceEvent emit, ClientConnection to) {
        return trails.of(payload, emit, to);
    }

    TraceEvent end(Trail trail) {
        return trail.end();
    }

    /** The client was connected and was told that its session is unknown. */
    TraceEvent clientWasRefused(Trail trail) {
        return refusal(trail.end());
    }

    TraceEvent emitterDied(Trail trail) {
        return trace.events().subList((int) trail.emit().id(), trace.size()).stream()
                .filter(event -> event.kind() == Kind.NODE_DIED
                        && event.lane().equals(trail.emit().lane()))
                .findFirst()
                .orElse(null);
    }

    TraceEvent connectionHadDiedSilently(Trail trail) {
        return lostBecauseOf("died silently", trail);
    }

    TraceEvent outputBufferWasFull(Trail trail) {
        return lostBecauseOf("output buffer", trail);
    }

    private TraceEvent lostBecauseOf(String reason, Trail trail) {
        TraceEvent lost = trails.lost(trail);
        return lost != null && lost.name().contains(reason) ? lost : null;
    }

    TraceEvent connectionBroke(Trail trail) {
        return trails.lost(trail);
    }

    TraceEvent workerDiedOnArrival(Trail trail) {
        TraceEvent lost = trails.lost(trail);
        boolean died = lost != null
                && (lost.name().equals(trail.worker() + " died") || lost.name().equals(trail.worker() + " crashed"));
        return died ? lost : null;
    }

    TraceEvent workerWasDead(Trail trail) {
        return subscriptions.at(trail.worker(), trail.end()) == Subscriptions.State.DEAD ? trail.end() : null;
    }

    TraceEvent workerNeverSubscribed(Trail trail) {
        return subscriptions.at(trail.worker(), trail.end()) == Subscriptions.State.NOT_YET ? trail.end() : null;
    }

    /** The subscription was lost, and no more time had passed since the last fault than a node takes to subscribe again. */
    TraceEvent workerWasUnsubscribed(Trail trail) {
        long broken = run.injections().stream()
                .filter(injection -> injection.atMicros() <= trail.end().timeMicros())
                .mapToLong(this::endMicros)
                .max()
                .orElse(0);
        if (trail.end().timeMicros() > broken + RESUBSCRIBED_MICROS) {
            return null;
        }
        return subscriptions.at(trail.worker(), trail.end()) == Subscriptions.State.NO_LONGER ? trail.end() : null;
    }

    private long endMicros(FaultyRun.Injection injection) {
        boolean untilHealed =
                injection.kind().endsProcess() && injection.fault().forMicros() == 0;
        return untilHealed
                ? run.healedMicros()
                : injection.atMicros() + injection.fault().forMicros();
    }

    TraceEvent workerHadLostSession(Trail trail) {
        return sessions.awayAt(trail.end(), trail.to());
    }

    TraceEvent sessionWasRefused(Trail trail) {
        return refusal(sessions.awayAt(trail.end(), trail.to()));
    }

    /** Another worker greeted the client before the emit came to its former one, and had dealt with the emit before that. */
    TraceEvent clientHadMoved(Trail trail) {
        String worker = sessions.workerAt(trail.end(), trail.to());
        if (ClientWire.anyWorkerMayAnswer(run.string()) || trail.worker().equals(worker)) {
            return null;
        }
        TraceEvent greeting = sessions.greetingBefore(trail.end(), trail.to());
        boolean reachedLater = !worker.equals(trail.payload().sender())
                && trails.arrivals(trail.payload()).stream()
                        .anyMatch(arrival -> arrival.lane().equals(worker) && arrival.id() > greeting.id());
        return reachedLater ? null : greeting;
    }

    TraceEvent clientHadNotJoined(Trail trail) {
        List<String> rooms = recipients.broadcast(trail.payload()).rooms();
        boolean notJoined = !rooms.isEmpty() && sessions.joinedBefore(trail.end(), trail.to(), rooms) == null;
        return notJoined ? trail.end() : null;
    }

    /** After a worker had the emit, the client's next poll went to another worker. */
    TraceEvent nextPollWentElsewhere(Trail trail) {
        if (!polls() || run.string().generation() != Generation.LEGACY) {
            return null;
        }
        List<TraceEvent> arrivals = new ArrayList<>(trails.arrivals(trail.payload()));
        arrivals.add(0, trail.emit());
        for (TraceEvent arrival : arrivals) {
            TraceEvent poll = ClientWire.nextPoll(trace, arrival, trail.to().client());
            if (poll != null && !poll.lane().equals(arrival.lane())) {
                return poll;
            }
        }
        return null;
    }

    TraceEvent nextPollWasRefused(Trail trail) {
        return refusal(sessionEndedBeforeNextPoll(trail));
    }

    TraceEvent sessionEndedBeforeNextPoll(Trail trail) {
        TraceEvent next = polls() ? history.nextAfter(trail.to(), trail.end()) : null;
        return next != null && next.kind() == Kind.DISCONNECTED ? next : null;
    }

    private boolean polls() {
        return run.string().access().transport().polls();
    }

    /** It arrived after the client had ended the session in which it was sent. */
    TraceEvent arrivedInAnotherSession(Trail trail) {
        return trace.effectsOf(trail.end()).stream()
                .filter(ClientWire::isReceivedByClient)
                .filter(received -> !history.isSameSession(trail.to(), trail.end(), received))
                .findFirst()
                .orElse(null);
    }

    /** {@code event} if it tells a client that its session is unknown. */
    private static TraceEvent refusal(TraceEvent event) {
        boolean refused = event != null
                && event.kind() == Kind.DISCONNECTED
                && SESSION_UNKNOWN.stream().anyMatch(words -> event.name().contains(words));
        return refused ? event : null;
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Why a worker that had the emit, and knew the client, could not send it at once, and what became of it then. What is volatile is not
 * kept. Anything else is kept for the client's next poll, which may go to another worker, be refused, or never come.
 */
final class PollEvidence {

    /** 0.9: how the channels begin on which workers tell each other what becomes of a session. */
    private static final List<String> STATE = List.of("open", "close", "connect", "join", "disconnect");

    /** Faults during which a client does not read. */
    private static final Set<FaultKind> HOLD_UP = EnumSet.of(FaultKind.STALL, FaultKind.SLOW, FaultKind.SILENCE);

    private final FaultyRun run;
    private final Trace trace;
    private final boolean legacy;
    private final boolean polls;
    private final boolean sticky;
    private final boolean anyWorkerMayAnswer;
    private final History history;
    private final Recipients recipients;
    private final Trails trails;

    PollEvidence(FaultyRun run, History history, Recipients recipients, Trails trails) {
        this.run = run;
        this.trace = run.trace();
        this.legacy = run.string().generation() == Generation.LEGACY;
        this.polls = run.string().access().transport().polls();
        this.sticky = run.string().access().isSticky();
        this.anyWorkerMayAnswer = ClientWire.anyWorkerMayAnswer(run.string());
        this.history = history;
        this.recipients = recipients;
        this.trails = trails;
    }

    private boolean isVolatile(Trail trail) {
        return recipients.broadcast(trail.payload()).manner() == Manner.VOLATILE;
    }

    /** What is volatile is not kept: the worker had answered the client's last poll, or the client did not read its WebSocket. */
    TraceEvent transportWasBusy(Trail trail) {
        if (!isVolatile(trail)) {
            return null;
        }
        boolean mayComeWithOthers = recipients.isEntry(trail.payload())
                || Payload.allIn(trail.end()).size() > 1;
        if (mayComeWithOthers && trace.effectsOf(trail.end()).stream().anyMatch(event -> isSentTo(trail.to(), event))) {
            return trail.end(); // after the first one of a read, the connection is busy
        }
        boolean noPollWaits =
                polls && ClientWire.hadNoPoll(trace, trail.end(), trail.to().client());
        return noPollWaits || isHeldUp(trail) ? trail.end() : null;
    }

    private static boolean isSentTo(ClientConnection client, TraceEvent event) {
        return ClientWire.isSentToClient(event) && event.peer().equals(client.client());
    }

    private boolean isHeldUp(Trail trail) {
        String connection = trail.end().lane() + '.' + trail.to().client();
        return run.injections().stream()
                .anyMatch(injection -> HOLD_UP.contains(injection.kind())
                        && injection.fault().target().equals(connection)
                        && injection.atMicros() <= trail.end().timeMicros()
                        && trail.end().timeMicros() <= run.endMicros(injection));
    }

    /** 0.9: what is volatile is not kept, and the worker had let go of the client's poll: another one had said that it has the client. */
    TraceEvent pollWasLetGo(Trail trail) {
        return isVolatile(trail) && openElsewhere(trail) != null ? trail.end() : null;
    }

    /** 0.9: the worker had let go of the client's poll, because another one had said that it has the client, and that one died. */
    TraceEvent workerWithPollDied(Trail trail) {
        TraceEvent open = openElsewhere(trail);
        if (open == null) {
            return null;
        }
        String other = trace.causeOf(open).peer();
        boolean reached = trails.arrivals(trail.payload()).stream()
                .anyMatch(arrival -> arrival.lane().equals(other));
        return reached
                ? null
                : trace.events(Kind.NODE_DIED).stream()
                        .filter(death -> death.lane().equals(other) && death.id() > open.id())
                        .findFirst()
                        .orElse(null);
    }

    /** 0.9: what made the worker let go of the client's poll; null if nothing did. */
    private TraceEvent openElsewhere(Trail trail) {
        return anyWorkerMayAnswer
                ? ClientWire.letGoOfLastPoll(trace, trail.end(), trail.to().client())
                : null;
    }

    /** A worker that had the emit had no poll of the client to answer, and the client's next poll went to another worker. */
    TraceEvent nextPollWentElsewhere(Trail trail) {
        for (TraceEvent arrival : keptArrivals(trail)) {
            TraceEvent poll = ClientWire.nextPoll(trace, arrival, trail.to().client());
            if (poll != null && !poll.lane().equals(arrival.lane())) {
                return poll;
            }
        }
        return null;
    }

    /** A worker had kept the emit for the client's next poll, and let go of it: another one said, before that poll, that it has the client. */
    TraceEvent keptWasLetGo(Trail trail) {
        return keptUntil("open", trail, (session, arrival) -> true);
    }

    /** A worker had kept the emit for the client's next poll, and began to keep anew: another one said, before that, that its poll is over. */
    TraceEvent keptWasOverwritten(Trail trail) {
        return keptUntil("close", trail, this::heardOfClose);
    }

    private TraceEvent keptUntil(String channel, Trail trail, BiPredicate<TraceEvent, TraceEvent> isKept) {
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        for (TraceEvent arrival : session == null ? List.<TraceEvent>of() : keptArrivals(trail)) {
            TraceEvent poll = ClientWire.nextPoll(trace, arrival, trail.to().client());
            TraceEvent told = ClientWire.nextToldByAnother(channel, trace, arrival, session.text());
            boolean inTime = told != null && (poll == null || told.id() < poll.id());
            if (inTime && isKept.test(session, arrival)) {
                return told;
            }
        }
        return null;
    }

    /** Whether the last that the worker of {@code arrival} had said or heard of the client's polls is that one is over. */
    private boolean heardOfClose(TraceEvent session, TraceEvent arrival) {
        return trace.events().subList(0, (int) arrival.id()).stream()
                .filter(event -> event.lane().equals(arrival.lane())
                        && (event.channel().equals("open") || event.channel().equals("close"))
                        && event.text().contains(session.text()))
                .reduce((first, second) -> second)
                .map(last -> last.channel().equals("close"))
                .orElse(false);
    }

    /**
     * 0.9: when workers had the emit, or emitted it, without a poll of the client that waited. Behind a sticky balancer, only
     * the worker that the client polled last is asked for it.
     */
    private List<TraceEvent> keptArrivals(Trail trail) {
        if (!legacy || !polls || isVolatile(trail)) {
            return List.of();
        }
        String client = trail.to().client();
        TraceEvent session = history.lastBefore(trail.to(), trail.emit());
        String id = session == null ? "" : session.text();
        List<TraceEvent> arrivals = new ArrayList<>();
        arrivals.add(trail.emit());
        arrivals.addAll(trails.arrivals(trail.payload()));
        arrivals.removeIf(arrival ->
                sticky && !polledLast(client, arrival) || ClientWire.isPollWaiting(trace, arrival, client, id));
        return arrivals;
    }

    /** Whether the last poll of {@code client}, when {@code arrival} came to a worker, had gone to that worker. */
    private boolean polledLast(String client, TraceEvent arrival) {
        TraceEvent poll = ClientWire.lastPoll(trace, arrival, client);
        return poll != null && poll.lane().equals(arrival.lane());
    }

    TraceEvent nextPollWasRefused(Trail trail) {
        return SessionEvidence.refusal(endAfter(trail));
    }

    /** No poll of the client waited at the worker, none came until the session ended, and the client did not move to its WebSocket. */
    TraceEvent sessionEndedBeforeNextPoll(Trail trail) {
        TraceEvent end = endAfter(trail);
        boolean hadNoWayOut = end != null
                && ClientWire.hadNoWayOut(trace, trail.end(), end, trail.to().client());
        return hadNoWayOut ? end : null;
    }

    /** The end of the session in which it was kept for a poll; null if it did not end, or if nothing is kept. */
    private TraceEvent endAfter(Trail trail) {
        TraceEvent next = polls && !isVolatile(trail) ? history.nextAfter(trail.to(), trail.end()) : null;
        TraceEvent greeting = recipients.sessions().greetingBefore(trail.end(), trail.to());
        boolean hearsLate = next != null
                && greeting != null
                && next.kind() == Kind.CONNECTED
                && next.text().equals(ClientWire.sessionBegunBy(greeting));
        TraceEvent end = hearsLate ? history.nextAfter(trail.to(), next) : next;
        return end != null && end.kind() == Kind.DISCONNECTED ? end : null;
    }

    /**
     * 0.9, through a balancer that is not sticky: another worker told the others what became of the session, and the worker heard the
     * client's last request before it heard that. Or it never heard of it.
     */
    TraceEvent stateCameLate(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        List<TraceEvent> before = trace.events().subList(0, (int) trail.end().id());
        TraceEvent request = before.stream()
                .filter(event -> event.kind() == Kind.HTTP_REQUEST_RECEIVED
                        && event.lane().equals(trail.end().lane())
                        && event.peer().equals(trail.to().client()))
                .reduce((first, second) -> second)
                .orElse(null);
        boolean mayBeLate = anyWorkerMayAnswer && !sticky;
        return !mayBeLate || session == null || request == null
                ? null
                : before.stream()
                        .filter(event -> event.id() < request.id() && isStateOf(session, event, request.lane()))
                        .filter(told -> trace.allEffectsOf(told).stream()
                                .noneMatch(event -> event.id() < request.id()
                                        && event.kind() == Kind.REDIS_PUSH
                                        && event.lane().equals(request.lane())))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isStateOf(TraceEvent session, TraceEvent event, String worker) {
        return event.is(Kind.REDIS_SENT, "PUBLISH")
                && !event.lane().equals(worker)
                && STATE.stream().anyMatch(event.channel()::startsWith)
                && event.text().contains(session.text());
    }

    /** 0.9 does not notice that a client has left, and answers its last poll. The request has the id of the session in it. */
    TraceEvent pollWasOfFormerSession(Trail trail) {
        TraceEvent session = history.lastBefore(trail.to(), trail.end());
        boolean former = legacy
                && trail.end().kind() == Kind.HTTP_RESPONSE_SENT
                && session != null
                && !trail.end().name().endsWith('/' + session.text());
        return former ? trail.end() : null;
    }
}

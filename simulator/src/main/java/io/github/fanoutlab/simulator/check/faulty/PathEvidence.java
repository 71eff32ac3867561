package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;

/** What broke on an emit's way to a client: a process died, a connection ended, or a subscription was lost. */
final class PathEvidence {

    /** A node that lost its connection to Redis has subscribed again within this time after Redis can be reached. */
    private static final long RESUBSCRIBED_MICROS = 5_000_000;

    private final FaultyRun run;
    private final Trace trace;
    private final Recipients recipients;
    private final Trails trails;
    private final Subscriptions subscriptions;

    PathEvidence(FaultyRun run, Recipients recipients, Trails trails) {
        this.run = run;
        this.trace = run.trace();
        this.recipients = recipients;
        this.trails = trails;
        this.subscriptions = new Subscriptions(trace);
    }

    TraceEvent emitterDied(Trail trail) {
        return trace.events().subList((int) trail.emit().id(), trace.size()).stream()
                .filter(event -> event.kind() == Kind.NODE_DIED
                        && event.lane().equals(trail.emit().lane()))
                .findFirst()
                .orElse(null);
    }

    TraceEvent connectionBroke(Trail trail) {
        return trails.lost(trail);
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

    /** Over streams, the emitting node sends it again, as long as it lives. */
    TraceEvent connectionToRedisBroke(Trail trail) {
        boolean isSentAgain = recipients.isEntry(trail.payload()) && emitterDied(trail) == null;
        return isSentAgain ? null : trails.lost(trail);
    }

    TraceEvent workerWasDead(Trail trail) {
        return atRedis(Subscriptions.State.DEAD, trail);
    }

    /** Over streams, Redis has nobody to push an entry to while the worker's next read is on its way. */
    TraceEvent workerDiedBeforeReading(Trail trail) {
        if (!recipients.isEntry(trail.payload())) {
            return null;
        }
        for (TraceEvent event : trace.events().subList((int) trail.end().id(), trace.size())) {
            boolean ofWorker = event.lane().equals(trail.worker());
            if (ofWorker && event.kind() == Kind.NODE_DIED) {
                return event;
            }
            if (ofWorker
                    && event.is(Kind.REDIS_PUSH, "entries")
                    && event.cause() > trail.end().id()) {
                return null;
            }
        }
        return null;
    }

    TraceEvent workerNeverSubscribed(Trail trail) {
        if (recipients.isEntry(trail.payload())) {
            return hadBegunToRead(trail.worker(), trail.end()) ? null : trail.end();
        }
        return atRedis(Subscriptions.State.NOT_YET, trail);
    }

    /** Whether {@code worker}, in its present life, had looked up where the stream ends before {@code moment}. */
    private boolean hadBegunToRead(String worker, TraceEvent moment) {
        boolean begun = false;
        for (TraceEvent event : trace.events().subList(0, (int) moment.id())) {
            if (event.kind() == Kind.NODE_STARTED && event.lane().equals(worker)) {
                begun = false;
            } else if (event.is(Kind.REDIS_HANDLED, "XREVRANGE") && event.peer().equals(worker)) {
                begun = true;
            }
        }
        return begun;
    }

    /** The subscription was lost, and no more time had passed since the last fault than a node takes to subscribe again. */
    TraceEvent workerWasUnsubscribed(Trail trail) {
        long broken = run.injections().stream()
                .filter(injection -> injection.atMicros() <= trail.end().timeMicros())
                .mapToLong(run::endMicros)
                .max()
                .orElse(0);
        boolean isSubscribedAgain = trail.end().timeMicros() > broken + RESUBSCRIBED_MICROS;
        return isSubscribedAgain ? null : atRedis(Subscriptions.State.NO_LONGER, trail);
    }

    /** The end of the trail, if that is what Redis knew of the worker then. */
    private TraceEvent atRedis(Subscriptions.State state, Trail trail) {
        return subscriptions.at(trail.worker(), trail.end()) == state ? trail.end() : null;
    }

    /**
     * 0.9.16: the worker had itself unsubscribed from the channel of the session, in a turn in which a poll of the session came or was
     * answered, or in which another worker said that it has the client.
     */
    TraceEvent workerHadUnsubscribed(Trail trail) {
        String channel = trail.end().channel();
        if (run.string().dialect() != RedisDialect.V0_9_16 || !channel.contains(":")) {
            return null;
        }
        TraceEvent last = null;
        for (TraceEvent event : trace.events().subList(0, (int) trail.end().id())) {
            if (event.kind() == Kind.REDIS_HANDLED
                    && event.peer().equals(trail.worker())
                    && event.text().endsWith("SUBSCRIBE " + channel)) {
                last = event;
            }
        }
        boolean ended = last != null && last.name().equals("UNSUBSCRIBE");
        return ended && isTurnOf(trace.causeOf(trace.causeOf(last)), channel.substring(channel.indexOf(':') + 1))
                ? last
                : null;
    }

    private boolean isTurnOf(TraceEvent turn, String session) {
        return turn.kind() == Kind.HTTP_REQUEST_RECEIVED && turn.text().contains(session)
                || turn.kind() == Kind.REDIS_PUSH
                        && turn.channel().equals("open")
                        && turn.text().contains(session)
                || trace.effectsOf(turn).stream()
                        .anyMatch(event -> event.kind() == Kind.HTTP_RESPONSE_SENT
                                && event.name().endsWith(session));
    }

    TraceEvent workerDiedOnArrival(Trail trail) {
        TraceEvent lost = trails.lost(trail);
        boolean died = lost != null
                && (lost.name().equals(trail.worker() + " died") || lost.name().equals(trail.worker() + " crashed"));
        return died ? lost : null;
    }

    /** Whether a fault kept from {@code worker} what another node had {@code sent} to all. */
    boolean neverReached(String worker, TraceEvent sent, Trail trail) {
        TraceEvent handled = trace.effectsOf(sent).stream()
                .filter(event -> event.kind() == Kind.REDIS_HANDLED)
                .findFirst()
                .orElse(null);
        LastSeen place = handled == null ? LastSeen.TO_REDIS : LastSeen.TO_WORKER;
        TraceEvent end = handled == null ? sent : handled;
        Trail copy = new Trail(trail.payload(), sent, trail.to(), worker, place, end);
        return trails.lost(copy) != null
                || handled != null
                        && (workerWasDead(copy) != null
                                || workerNeverSubscribed(copy) != null
                                || workerWasUnsubscribed(copy) != null);
    }
}

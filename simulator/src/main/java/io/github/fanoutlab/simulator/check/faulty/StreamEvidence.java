package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Map;

/**
 * Over streams, a client gets what it missed when it comes back. This looks in the trace for what {@link LossAttribution} demands as
 * the reason that one did not come back to its session. Each method returns the event that shows it, or null.
 */
final class StreamEvidence {

    /** How long a server of 1.0+ waits for a client, from one sign of life to the next. */
    private static final long HEARTBEAT_MICROS =
            1_000 * (EngineOptions.DEFAULT.pingIntervalMillis() + EngineOptions.DEFAULT.pingTimeoutMillis());

    private final FaultyRun run;
    private final Trace trace;
    private final History history;
    private final Recipients recipients;
    private final WorkerSessions sessions;
    private Comebacks comebacks;

    StreamEvidence(FaultyRun run, History history, Recipients recipients) {
        this.run = run;
        this.trace = run.trace();
        this.history = history;
        this.recipients = recipients;
        this.sessions = recipients.sessions();
    }

    /** The client connected for the first time after that. */
    TraceEvent clientHadNeverConnected(Trail trail) {
        return recipients.isEntry(trail.payload()) && comebacks().sessionAt(trail) == null
                ? comebacks().firstBegin(trail.to())
                : null;
    }

    TraceEvent clientHadNoOffset(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        return session != null && session.deliveries().stream().allMatch(this::hasNoOffset) ? session.begin() : null;
    }

    TraceEvent offsetWasOverwritten(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        List<TraceEvent> got = session == null ? List.of() : session.deliveries();
        TraceEvent last = got.isEmpty() ? null : got.get(got.size() - 1);
        return last != null && hasNoOffset(last) && last.text().endsWith("\"]") ? last : null;
    }

    /** Servers do not add an offset to what is volatile, and to what is no entry. */
    private boolean hasNoOffset(TraceEvent delivery) {
        Payload payload =
                Payload.in(delivery).filter(history.emits::containsKey).orElse(null);
        return payload != null && !recipients.isKept(payload);
    }

    /** A goodbye was emitted in the client's session, or before that and came to the client in it. */
    TraceEvent goodbyeEndedSession(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        if (session == null) {
            return null;
        }
        boolean isSentAway = session.end() != null
                && Goodbyes.BY_SERVER.contains(session.end().name());
        return history.emits.entrySet().stream()
                .filter(emit -> recipients.broadcast(emit.getKey()).manner() == Manner.GOODBYE
                        && recipients.isDue(emit.getKey(), trail.to())
                        && (isSentAway || emit.getValue().id() > session.begin().id())
                        && emit.getValue().id() < session.next().id())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Redis died between the time when a worker began the session and the time when the client came back. */
    TraceEvent redisHadForgotten(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        if (session == null) {
            return null;
        }
        String secret = secretOf(session);
        TraceEvent begun = trace.events().stream()
                .filter(event -> writes(secret, event))
                .findFirst()
                .orElse(session.begin());
        return comebacks().deathOfRedis(begun, session.next());
    }

    /** Redis died after it had the entry, and before the worker read on. */
    TraceEvent redisForgotEntry(Trail trail) {
        boolean atRedis = trail.lastSeen() == LastSeen.REDIS || trail.lastSeen() == LastSeen.TO_WORKER;
        TraceEvent death =
                recipients.isEntry(trail.payload()) && atRedis ? comebacks().deathOfRedis(trail.end(), null) : null;
        boolean readOn = death != null
                && trace.events().subList((int) trail.end().id(), (int) death.id()).stream()
                        .anyMatch(event -> event.is(Kind.REDIS_PUSH, "entries")
                                && event.lane().equals(trail.worker())
                                && event.cause() > trail.end().id());
        return readOn ? null : death;
    }

    /**
     * The entry did not get through to the client: no worker had it then, no poll of it waited, or what was sent to it was lost. And Redis
     * died after it had the entry and before the client was let in again.
     */
    TraceEvent redisForgotEntryOfAbsent(Trail trail) {
        boolean noPollWaits = run.string().access().transport().polls()
                && ClientWire.hadNoPoll(trace, trail.end(), trail.to().client());
        boolean missedIt = trail.lastSeen() == LastSeen.TO_CLIENT
                || noPollWaits
                || sessions.awayAt(trail.end(), trail.to()) != null;
        if (!recipients.isEntry(trail.payload()) || !missedIt) {
            return null;
        }
        TraceEvent back = history.sessions.getOrDefault(trail.to(), List.of()).stream()
                .filter(change -> change.kind() == Kind.CONNECTED
                        && change.id() > trail.end().id())
                .findFirst()
                .orElse(null);
        TraceEvent letIn = back == null ? null : trace.nearestCause(back, ClientWire::isSentToClient);
        return comebacks().deathOfRedis(trail.payload(), letIn);
    }

    /**
     * Redis never had the client's session: what the worker that began it wrote was lost, or that worker had no connection to Redis,
     * and died.
     */
    TraceEvent sessionWasNotWritten(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        TraceEvent welcome = session == null ? null : trace.nearestCause(session.begin(), ClientWire::isSentToClient);
        if (welcome == null) {
            return null;
        }
        String secret = ClientWire.secretIn(welcome);
        TraceEvent lost = null;
        TraceEvent death = null;
        for (TraceEvent event : trace.events().subList(0, (int) session.next().id())) {
            if (event.is(Kind.REDIS_HANDLED, "SET") && event.text().contains(secret)) {
                return null;
            }
            if (writes(secret, event)
                    && trace.effectsOf(event).stream().anyMatch(effect -> effect.kind() == Kind.LOST)) {
                lost = event;
            }
            if (event.kind() == Kind.NODE_DIED && event.lane().equals(welcome.lane()) && event.id() > welcome.id()) {
                death = event;
            }
        }
        return lost != null || !AnomalyEvidence.isClosed(trace, welcome.lane() + ".pub", welcome) ? lost : death;
    }

    /** A worker that lives writes the session when the client goes, and one that was killed had written it in the minute before. */
    TraceEvent sessionHadExpired(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        if (session == null || session.end() == null) {
            return null;
        }
        long kept = ConnectionStateRecovery.DEFAULT.maxDisconnectionMillis() * 1_000;
        long keptAtLeast = sessions.diedSince(session.begin(), trail.worker(), session.next()) ? kept / 2 : kept;
        long away = session.next().timeMicros() - session.end().timeMicros();
        return away > keptAtLeast ? session.end() : null;
    }

    /**
     * The worker that began the client's next session had the former one, and had no reason to think that it had ended: it had heard
     * from the client within the time of a heartbeat, lived on, and saw neither a goodbye nor the end of a WebSocket.
     */
    TraceEvent formerSessionWasKept(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        TraceEvent next = session == null ? null : trace.nearestCause(session.next(), ClientWire::isSentToClient);
        if (next == null) {
            return null;
        }
        TraceEvent heard = null;
        String secret = secretOf(session);
        String engineSession = "";
        boolean polls = false;
        for (TraceEvent event : trace.events().subList(0, (int) next.cause())) {
            if (!event.lane().equals(next.lane())) {
                continue;
            }
            boolean ofClient = event.peer().equals(trail.to().client());
            boolean tellsClient = ofClient
                    && ClientWire.sessionBegunBy(event).equals(session.begin().text());
            String writtenFor = writes(secret, event) ? ClientWire.engineSessionOf(trace, event) : "";
            boolean letsIn = !writtenFor.isEmpty() && !writtenFor.equals(engineSession);
            if (tellsClient || letsIn) {
                heard = event;
                engineSession = ClientWire.engineSessionOf(trace, event);
                polls = !engineSession.isEmpty();
            } else if (heard != null && ofClient && ClientWire.isReceivedIn(engineSession, event)) {
                heard = ClientWire.isGoodbye(event) ? null : event;
                polls &= !ClientWire.isUpgraded(event);
            } else if (heard != null
                    && (event.kind() == Kind.NODE_DIED
                            || ofClient && event.kind() == Kind.CONNECTION_CLOSED && !polls)) {
                heard = null;
            }
        }
        return heard != null && next.timeMicros() - heard.timeMicros() < HEARTBEAT_MICROS ? heard : null;
    }

    /** With what the client may come back to {@code session}. */
    private String secretOf(Comebacks.Session session) {
        TraceEvent welcome = trace.nearestCause(session.begin(), ClientWire::isSentToClient);
        return welcome == null ? "" : ClientWire.secretIn(welcome);
    }

    /** Whether a worker writes that session to Redis. Over polls, it does so before it can tell the client that the session has begun. */
    private static boolean writes(String secret, TraceEvent event) {
        return event.is(Kind.REDIS_SENT, "SET")
                && !secret.isEmpty()
                && event.text().contains(secret);
    }

    /** The client never came back: the last time that it tried, it was told once more that its session is unknown. */
    TraceEvent clientWasRefusedToTheEnd(Trail trail) {
        if (!recipients.isEntry(trail.payload())) {
            return null;
        }
        Comebacks.Session session = comebacks().sessionAt(trail);
        List<TraceEvent> changes = history.sessions.getOrDefault(trail.to(), List.of());
        boolean cameBack = session != null && session.next() != null;
        return cameBack || changes.isEmpty() ? null : SessionEvidence.refusal(changes.get(changes.size() - 1));
    }

    TraceEvent clientHadLeft(Trail trail) {
        Comebacks.Session session = lostSession(trail);
        boolean left =
                session != null && session.end() != null && session.end().name().equals("client disconnect");
        return left ? session.end() : null;
    }

    /** The client's session when it was emitted, if that was not the one in which it came back; null otherwise. */
    private Comebacks.Session lostSession(Trail trail) {
        Comebacks.Session session =
                recipients.isEntry(trail.payload()) ? comebacks().sessionAt(trail) : null;
        return session == null || session.next() == null ? null : session;
    }

    private Comebacks comebacks() {
        if (comebacks == null) {
            comebacks = new Comebacks(run, history, recipients);
        }
        return comebacks;
    }
}

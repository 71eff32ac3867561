package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Follows what was missed along its way, to where its tracks end, and names the reason that the causal graph shows there.
 *
 * <pre>
 * emitted -&gt; sent to Redis -&gt; Redis carried it out -&gt; arrived at the worker -&gt; sent to the client -&gt; delivered
 *     UNSENT      LOST_TO_REDIS       NODE_DEAD, NOT_SUBSCRIBED_YET,  CLIENT_AWAY      LOST_TO_CLIENT,
 *                                     SUBSCRIPTION_LOST,                               CLIENT_AWAY
 *                                     LOST_FROM_REDIS
 * </pre>
 *
 * <p>A worker keeps what is for a client that polls until the next poll: NOT_FETCHED. Through a balancer, the way begins with the
 * worker that greeted the client last; a client that no worker knows has no way: SESSION_UNKNOWN.
 *
 * <p>On the emitting node itself the way begins at the worker. No reason is taken for granted: where the graph does not show
 * it, the cause is {@link Cause#UNKNOWN}.
 */
final class LossAttribution {

    /** As 1.0+ and 0.9 answer a request whose session they do not know. */
    private static final List<String> SESSION_UNKNOWN = List.of("Session ID unknown", "client not handshaken");

    private final Trace trace;
    private final boolean polls;
    private final boolean legacy;
    private final History seen;
    private final Recipients recipients;
    private final Map<Payload, List<TraceEvent>> tracks = new LinkedHashMap<>();
    private Subscriptions subscriptions;
    private WorkerSessions sessions;

    LossAttribution(FaultyRun run, History seen, Recipients recipients) {
        this.trace = run.trace();
        this.polls = run.string().access().transport().polls();
        this.legacy = run.string().generation() == Generation.LEGACY;
        this.seen = seen;
        this.recipients = recipients;
    }

    /** Everything that somebody missed, in the order of emitting. */
    List<Deviation> misses() {
        Set<History.Due> got = new LinkedHashSet<>();
        seen.receipts.forEach(receipt -> got.add(receipt.what()));
        List<Deviation> misses = new ArrayList<>();
        seen.emits.forEach((payload, emit) -> {
            for (Connection connection : recipients.connections()) {
                if (recipients.isDue(payload, connection) && !got.contains(new History.Due(payload, connection))) {
                    misses.add(missed(payload, emit, connection));
                }
            }
        });
        return misses;
    }

    private Deviation missed(Payload payload, TraceEvent emit, Connection to) {
        if (subscriptions == null) {
            subscriptions = new Subscriptions(trace);
            sessions = new WorkerSessions(trace, recipients);
            index();
        }
        Finding finding = find(payload, emit, to);
        return new Deviation(
                payload.toString(),
                to.client(),
                to.worker(),
                finding.cause,
                finding.evidence == null ? "the run ended" : finding.evidence.line());
    }

    private record Finding(Cause cause, TraceEvent evidence) {}

    /** A client that is due an emit: its connection, and the worker that the connection led to when it was emitted. */
    private record Due(Connection connection, String worker) {}

    private Finding find(Payload payload, TraceEvent emit, Connection connection) {
        String worker = sessions.workerAt(emit, connection);
        if (worker == null || connection.isBalanced() && sessions.awayAt(emit, connection) != null) {
            TraceEvent last = seen.lastBefore(connection, emit);
            return away(last == null ? emit : last);
        }
        Finding finding = find(payload, emit, new Due(connection, worker));
        TraceEvent poll = mayPollAnywhere(connection) ? pollBefore(emit, connection.client()) : null;
        return poll == null || finding.cause != Cause.UNKNOWN
                ? finding
                : find(payload, emit, new Due(connection, poll.lane()));
    }

    private Finding find(Payload payload, TraceEvent emit, Due to) {
        return emit.lane().equals(to.worker) ? fromWorker(payload, emit, to) : toRedis(payload, emit, to);
    }

    private void index() {
        for (TraceEvent event : trace.events()) {
            boolean onTheWay = event.is(Kind.REDIS_SENT, "PUBLISH")
                    || event.is(Kind.REDIS_HANDLED, "PUBLISH")
                    || (event.kind() == Kind.REDIS_PUSH && event.name().endsWith("message"))
                    || ClientWire.isSentToClient(event);
            if (onTheWay) {
                Payload.allIn(event)
                        .forEach(payload -> tracks.computeIfAbsent(payload, none -> new ArrayList<>())
                                .add(event));
            }
        }
    }

    private TraceEvent track(Payload payload, Predicate<TraceEvent> wanted) {
        return tracks.getOrDefault(payload, List.of()).stream()
                .filter(wanted)
                .findFirst()
                .orElse(null);
    }

    private Finding toRedis(Payload payload, TraceEvent emit, Due to) {
        TraceEvent sent = track(payload, event -> event.kind() == Kind.REDIS_SENT);
        if (sent == null) {
            TraceEvent death = nextDeath(emit);
            return new Finding(death == null ? Cause.UNKNOWN : Cause.UNSENT, death == null ? emit : death);
        }
        TraceEvent handled = track(payload, event -> event.kind() == Kind.REDIS_HANDLED);
        if (handled == null) {
            TraceEvent lost = lost(sent, "redis");
            return lost == null ? new Finding(Cause.UNKNOWN, sent) : new Finding(why(lost, Cause.LOST_TO_REDIS), lost);
        }
        return fromRedis(payload, handled, to);
    }

    private Finding fromRedis(Payload payload, TraceEvent handled, Due to) {
        TraceEvent arrived = track(
                payload,
                event -> event.kind() == Kind.REDIS_PUSH && event.lane().equals(to.worker));
        if (arrived != null) {
            return fromWorker(payload, arrived, to);
        }
        TraceEvent lost = lost(handled, to.worker);
        if (lost != null) {
            return new Finding(why(lost, Cause.LOST_FROM_REDIS), lost);
        }
        return subscriptions.isSubscribed(to.worker, handled)
                ? new Finding(Cause.UNKNOWN, handled)
                : new Finding(subscriptions.whyNot(to.worker, handled), handled);
    }

    /** What the worker does with what came to it in {@code event}. */
    private Finding fromWorker(Payload payload, TraceEvent event, Due to) {
        Finding finding = null;
        for (TraceEvent track : tracks.getOrDefault(payload, List.of())) {
            boolean sentToClient = ClientWire.isSentToClient(track)
                    && to.connection.reaches(track.lane())
                    && track.peer().equals(to.connection.client());
            if (sentToClient && (finding == null || finding.cause == Cause.UNKNOWN)) {
                finding = fromFrame(track, to);
            }
        }
        return finding == null ? unsentToClient(payload, event, to) : finding;
    }

    private Finding unsentToClient(Payload payload, TraceEvent event, Due to) {
        TraceEvent away = sessions.awayAt(event, to.connection);
        if (away != null) {
            return away(away);
        }
        TraceEvent moved = movedBefore(payload, event, to);
        if (moved != null) {
            return new Finding(Cause.CLIENT_AWAY, moved);
        }
        List<String> rooms = recipients.broadcast(payload).rooms();
        if (!rooms.isEmpty() && sessions.joinedBefore(event, to.connection, rooms) == null) {
            return new Finding(Cause.NOT_IN_ROOM, event);
        }
        return polls ? unfetched(payload, event, to) : new Finding(Cause.UNKNOWN, event);
    }

    /**
     * That another worker greeted the client before {@code event}, and had been reached by the emit before, or had emitted it itself;
     * null when none did.
     */
    private TraceEvent movedBefore(Payload payload, TraceEvent event, Due to) {
        String worker = sessions.workerAt(event, to.connection);
        if (mayPollAnywhere(to.connection) || to.worker.equals(worker)) {
            return null;
        }
        TraceEvent greeting = sessions.greetingBefore(event, to.connection);
        boolean reachedLater = tracks.getOrDefault(payload, List.of()).stream()
                .anyMatch(track -> track.kind() == Kind.REDIS_PUSH
                        && track.lane().equals(worker)
                        && !worker.equals(payload.sender())
                        && track.id() > greeting.id());
        return reachedLater ? null : greeting;
    }

    /** Whether it is a client of 0.9 that polls through a balancer: any worker may have what is for it. */
    private boolean mayPollAnywhere(Connection connection) {
        return legacy && polls && connection.isBalanced();
    }

    /** The client was not there, as {@code evidence} shows. */
    private static Finding away(TraceEvent evidence) {
        boolean unknown = evidence.kind() == Kind.DISCONNECTED
                && SESSION_UNKNOWN.stream().anyMatch(words -> evidence.name().contains(words));
        return new Finding(unknown ? Cause.SESSION_UNKNOWN : Cause.CLIENT_AWAY, evidence);
    }

    /** The worker has it since {@code event}, and no poll brought it: the session must have ended, or polled elsewhere. */
    private Finding unfetched(Payload payload, TraceEvent event, Due to) {
        TraceEvent elsewhere = legacy ? pollElsewhere(payload, to) : null;
        if (elsewhere != null) {
            return new Finding(Cause.LEFT_BEHIND, elsewhere);
        }
        TraceEvent end = seen.nextAfter(to.connection, event);
        if (end == null || end.kind() != Kind.DISCONNECTED) {
            return new Finding(Cause.UNKNOWN, event);
        }
        Finding away = away(end);
        return away.cause == Cause.SESSION_UNKNOWN ? away : new Finding(Cause.NOT_FETCHED, end);
    }

    /** The poll of the client that came next after a worker had the emit, to another worker; null when there is none. */
    private TraceEvent pollElsewhere(Payload payload, Due to) {
        List<TraceEvent> arrivals = new ArrayList<>(tracks.getOrDefault(payload, List.of()));
        arrivals.removeIf(track -> track.kind() != Kind.REDIS_PUSH);
        arrivals.add(0, seen.emits.get(payload));
        for (TraceEvent arrival : arrivals) {
            TraceEvent next = nextPoll(arrival, to.connection.client());
            if (next != null && !next.lane().equals(arrival.lane())) {
                return next;
            }
        }
        return null;
    }

    private TraceEvent nextPoll(TraceEvent event, String client) {
        return trace.events().subList((int) event.id(), trace.size()).stream()
                .filter(later -> isPoll(later, client))
                .findFirst()
                .orElse(null);
    }

    private TraceEvent pollBefore(TraceEvent event, String client) {
        return trace.events().subList(0, (int) event.id()).stream()
                .filter(earlier -> isPoll(earlier, client))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static boolean isPoll(TraceEvent event, String client) {
        return event.kind() == Kind.HTTP_REQUEST_RECEIVED
                && event.peer().equals(client)
                && event.name().startsWith("GET ");
    }

    private Finding fromFrame(TraceEvent sent, Due to) {
        TraceEvent lost = lost(sent, to.connection.client());
        if (lost != null) {
            boolean left = lost.name().startsWith(to.connection.client() + " ");
            return new Finding(left ? Cause.CLIENT_AWAY : why(lost, Cause.LOST_TO_CLIENT), lost);
        }
        for (TraceEvent received : trace.effectsOf(sent)) {
            boolean toSessionOfNow =
                    !ClientWire.isReceivedByClient(received) || seen.isSameSession(to.connection, sent, received);
            if (!toSessionOfNow) {
                return new Finding(Cause.CLIENT_AWAY, received);
            }
        }
        return new Finding(Cause.UNKNOWN, sent);
    }

    /** Why something did not arrive, as the place says where it would have; {@code usual} when it is nothing special. */
    private static Cause why(TraceEvent lost, Cause usual) {
        String reason = lost.name();
        if (reason.equals(lost.lane() + " died") || reason.equals(lost.lane() + " crashed")) {
            return usual == Cause.LOST_FROM_REDIS ? Cause.NODE_DEAD : usual;
        }
        if (reason.contains("died silently")) {
            return Cause.DIED_SILENTLY;
        }
        return reason.contains("output buffer") ? Cause.OUTPUT_BUFFER : usual;
    }

    private TraceEvent nextDeath(TraceEvent emit) {
        return trace.events().subList((int) emit.id(), trace.size()).stream()
                .filter(event -> event.kind() == Kind.NODE_DIED && event.lane().equals(emit.lane()))
                .findFirst()
                .orElse(null);
    }

    /** That what {@code sent} recorded never arrived at {@code lane}; null when it did, or is on its way. */
    private TraceEvent lost(TraceEvent sent, String lane) {
        return trace.effectsOf(sent).stream()
                .filter(effect -> effect.kind() == Kind.LOST && effect.lane().equals(lane))
                .findFirst()
                .orElse(null);
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.Trace;
import io.github.fanoutlab.simulator.trace.TraceEvent;
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
 * <p>On the emitting node itself the way begins at the worker. No reason is taken for granted: where the graph does not show
 * it, the cause is {@link Cause#UNKNOWN}.
 */
final class Blame {

    private final Trace trace;
    private final Sightings seen;
    private final Audience audience;
    private final Map<Payload, List<TraceEvent>> tracks = new LinkedHashMap<>();
    private Subscriptions subscriptions;
    private WorkerSessions sessions;

    Blame(FaultyRun run, Sightings seen, Audience audience) {
        this.trace = run.trace();
        this.seen = seen;
        this.audience = audience;
    }

    /** Everything that somebody missed, in the order of emitting. */
    List<Miss> misses() {
        Set<Sightings.Due> got = new LinkedHashSet<>();
        seen.receipts.forEach(receipt -> got.add(receipt.what()));
        List<Miss> misses = new ArrayList<>();
        seen.emits.forEach((payload, emit) -> {
            for (Connection connection : audience.connections()) {
                if (audience.isDue(payload, connection) && !got.contains(new Sightings.Due(payload, connection))) {
                    misses.add(missed(payload, emit, connection));
                }
            }
        });
        return misses;
    }

    private Miss missed(Payload payload, TraceEvent emit, Connection to) {
        if (subscriptions == null) {
            subscriptions = new Subscriptions(trace);
            sessions = new WorkerSessions(trace, audience);
            index();
        }
        Finding finding = emit.lane().equals(to.worker()) ? fromWorker(payload, emit, to) : toRedis(payload, emit, to);
        return new Miss(
                payload.toString(),
                to.client(),
                to.worker(),
                finding.cause,
                finding.evidence == null ? "the run ended" : finding.evidence.line());
    }

    private record Finding(Cause cause, TraceEvent evidence) {}

    private void index() {
        for (TraceEvent event : trace.events()) {
            boolean onTheWay = event.is(Kind.REDIS_SENT, "PUBLISH")
                    || event.is(Kind.REDIS_HANDLED, "PUBLISH")
                    || (event.kind() == Kind.REDIS_PUSH && event.name().endsWith("message"))
                    || event.kind() == Kind.FRAME_SENT;
            if (onTheWay) {
                Payload.in(event)
                        .ifPresent(payload -> tracks.computeIfAbsent(payload, none -> new ArrayList<>())
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

    private Finding toRedis(Payload payload, TraceEvent emit, Connection to) {
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

    private Finding fromRedis(Payload payload, TraceEvent handled, Connection to) {
        TraceEvent arrived = track(
                payload,
                event -> event.kind() == Kind.REDIS_PUSH && event.lane().equals(to.worker()));
        if (arrived != null) {
            return fromWorker(payload, arrived, to);
        }
        TraceEvent lost = lost(handled, to.worker());
        if (lost != null) {
            return new Finding(why(lost, Cause.LOST_FROM_REDIS), lost);
        }
        return subscriptions.isSubscribed(to.worker(), handled)
                ? new Finding(Cause.UNKNOWN, handled)
                : new Finding(subscriptions.whyNot(to.worker(), handled), handled);
    }

    /** What the worker does with what came to it in {@code event}. */
    private Finding fromWorker(Payload payload, TraceEvent event, Connection to) {
        Finding finding = null;
        for (TraceEvent track : tracks.getOrDefault(payload, List.of())) {
            boolean sentToClient = track.kind() == Kind.FRAME_SENT
                    && track.lane().equals(to.worker())
                    && track.peer().equals(to.client());
            if (sentToClient && (finding == null || finding.cause == Cause.UNKNOWN)) {
                finding = fromFrame(track, to);
            }
        }
        return finding == null ? unsentToClient(payload, event, to) : finding;
    }

    private Finding unsentToClient(Payload payload, TraceEvent event, Connection to) {
        TraceEvent away = sessions.awayAt(event, to);
        if (away != null) {
            return new Finding(Cause.CLIENT_AWAY, away);
        }
        List<String> rooms = audience.broadcast(payload).rooms();
        boolean notInRoom = !rooms.isEmpty() && sessions.joinedBefore(event, to, rooms) == null;
        return new Finding(notInRoom ? Cause.NOT_IN_ROOM : Cause.UNKNOWN, event);
    }

    private Finding fromFrame(TraceEvent sent, Connection to) {
        TraceEvent lost = lost(sent, to.client());
        if (lost != null) {
            boolean left = lost.name().startsWith(to.client() + " ");
            return new Finding(left ? Cause.CLIENT_AWAY : why(lost, Cause.LOST_TO_CLIENT), lost);
        }
        for (TraceEvent received : trace.effectsOf(sent)) {
            boolean toSessionOfNow = received.kind() != Kind.FRAME_RECEIVED || seen.isSameSession(to, sent, received);
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

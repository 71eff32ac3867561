package io.github.fanoutlab.simulator.check.faulty;

import static io.github.fanoutlab.simulator.check.Cause.*;
import static io.github.fanoutlab.simulator.check.faulty.LastSeen.*;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Why clients missed emits. {@link Trails} follows a missed emit along its path, to where the trace shows it for the last time:
 *
 * <pre>
 * NO_SESSION    EMITTER --&gt; TO_REDIS --&gt; REDIS --&gt; TO_WORKER --&gt; WORKER --&gt; TO_CLIENT --&gt; delivered
 * </pre>
 *
 * <p>At the emitting node itself, the path begins at WORKER. Then the rows of the table for that place are tried in order. Each
 * demands that the trace shows its evidence, so that no defect of a server is explained away. A row begins with the one of {@link
 * LossEvidence} that looks for it.
 */
final class LossAttribution {

    /** A session whose worker died goes on at another one, which may have greeted the client again. */
    private static final EnumSet<LastSeen> EITHER_WORKER = EnumSet.of(NO_SESSION, WORKER);

    private static final EnumSet<LastSeen> CONNECTIONS = EnumSet.of(TO_REDIS, TO_WORKER, TO_CLIENT);

    private static final Rows<StreamEvidence> STREAM = new Rows<>(LossEvidence::stream);
    private static final Rows<PathEvidence> PATH = new Rows<>(LossEvidence::path);
    private static final Rows<SessionEvidence> SESSION = new Rows<>(LossEvidence::session);
    private static final Rows<JoinEvidence> JOIN = new Rows<>(LossEvidence::join);
    private static final Rows<PollEvidence> POLL = new Rows<>(LossEvidence::poll);

    /** Every cause, with the place where the emit was seen for the last time and the evidence that the cause demands. */
    static final List<CauseRow<Trail, LossEvidence>> TABLE = List.of(
            STREAM.row(NO_OFFSET, "the client had not connected yet", StreamEvidence::clientHadNeverConnected),
            STREAM.row(NO_OFFSET, "no delivery since it had connected", StreamEvidence::clientHadNoOffset),
            STREAM.row(OFFSET_OVERWRITTEN, "the last delivery has none", StreamEvidence::offsetWasOverwritten),
            STREAM.row(REDIS_FORGOT, "Redis died before it came back", StreamEvidence::redisHadForgotten),
            STREAM.row(REDIS_FORGOT, "Redis died before the worker read on", StreamEvidence::redisForgotEntry),
            STREAM.row(REDIS_FORGOT, "Redis died, and the client was away", StreamEvidence::redisForgotEntryOfAbsent),
            STREAM.row(SESSION_EXPIRED, "away for longer than two minutes", StreamEvidence::sessionHadExpired),
            STREAM.row(SESSION_UNWRITTEN, "Redis never had the session", StreamEvidence::sessionWasNotWritten),
            STREAM.row(STILL_HERE, "the worker kept the former session", StreamEvidence::formerSessionWasKept),
            STREAM.row(SESSION_UNKNOWN, "refused until the end", StreamEvidence::clientWasRefusedToTheEnd),
            STREAM.row(LEFT_POLITELY, "it said so", StreamEvidence::clientHadLeft),
            STREAM.row(SENT_AWAY, "a goodbye was emitted in its session", StreamEvidence::goodbyeEndedSession),
            JOIN.row(NOT_IN_ROOM, "no join had reached a worker", JoinEvidence::entryCameBeforeJoin),
            SESSION.row(NO_SESSION, SESSION_UNKNOWN, "a request was refused", SessionEvidence::clientWasRefused),
            JOIN.row(EITHER_WORKER, STATE_MISSED, "the copy of the join was lost", JoinEvidence::nextWorkerMissedJoin),
            JOIN.row(EITHER_WORKER, STATE_MISSED, "the worker died before it told", JoinEvidence::joinDiedUntold),
            SESSION.row(NO_SESSION, CLIENT_AWAY, "no session, or it had ended", SessionEvidence::clientHadNoSession),
            PATH.row(EMITTER, UNSENT, "the emitting node died later", PathEvidence::emitterDied),
            PATH.row(CONNECTIONS, DIED_SILENTLY, "the connection was dead", PathEvidence::connectionHadDiedSilently),
            PATH.row(TO_WORKER, OUTPUT_BUFFER, "Redis closed the connection", PathEvidence::outputBufferWasFull),
            PATH.row(TO_REDIS, LOST_TO_REDIS, "the connection broke", PathEvidence::connectionToRedisBroke),
            PATH.row(REDIS, NODE_DEAD, "the worker had died", PathEvidence::workerWasDead),
            PATH.row(REDIS, NODE_DEAD, "the worker died before it read on", PathEvidence::workerDiedBeforeReading),
            PATH.row(REDIS, NOT_SUBSCRIBED_YET, "no SUBSCRIBE since its start", PathEvidence::workerNeverSubscribed),
            PATH.row(REDIS, SUBSCRIPTION_LOST, "a SUBSCRIBE, undone since", PathEvidence::workerWasUnsubscribed),
            PATH.row(REDIS, SUBSCRIPTION_LOST, "0.9.16: its own UNSUBSCRIBE", PathEvidence::workerHadUnsubscribed),
            PATH.row(TO_WORKER, NODE_DEAD, "the worker died before it arrived", PathEvidence::workerDiedOnArrival),
            PATH.row(TO_WORKER, LOST_FROM_REDIS, "the connection broke", PathEvidence::connectionBroke),
            SESSION.row(WORKER, SESSION_UNKNOWN, "the session was refused before", SessionEvidence::sessionWasRefused),
            SESSION.row(WORKER, CLIENT_AWAY, "no session at the worker", SessionEvidence::workerHadLostSession),
            SESSION.row(WORKER, CLIENT_AWAY, "it left before the greeting", SessionEvidence::clientLeftBeforeGreeting),
            SESSION.row(WORKER, CLIENT_AWAY, "another worker had greeted the client", SessionEvidence::clientHadMoved),
            SESSION.row(WORKER, SENT_AWAY, "a goodbye had reached the worker", SessionEvidence::workerHadSaidGoodbye),
            SESSION.row(WORKER, SENT_AWAY, "another worker had said goodbye", SessionEvidence::goodbyeReachedWorker),
            JOIN.row(WORKER, NOT_IN_ROOM, "no join since the greeting", JoinEvidence::clientHadNotJoined),
            JOIN.row(WORKER, HANDLED_BY_STRANGER, "no worker carried out the join", JoinEvidence::joinWasNotCarriedOut),
            POLL.row(WORKER, NOT_READY, "volatile, and no poll waited, or a stall", PollEvidence::transportWasBusy),
            POLL.row(WORKER, NOT_READY, "volatile, and another worker said: open", PollEvidence::pollWasLetGo),
            POLL.row(WORKER, NODE_DEAD, "the worker that had said: open, died", PollEvidence::workerWithPollDied),
            JOIN.row(WORKER, STATE_MISSED, "the session's join had not come", JoinEvidence::workerMissedMember),
            JOIN.row(WORKER, STATE_MISSED, "the room's join had not come", JoinEvidence::workerMissedRoom),
            POLL.row(WORKER, LEFT_BEHIND, "the next poll went to another worker", PollEvidence::nextPollWentElsewhere),
            POLL.row(WORKER, LEFT_BEHIND, "another worker said: open", PollEvidence::keptWasLetGo),
            POLL.row(WORKER, SESSION_UNKNOWN, "the next poll was refused", PollEvidence::nextPollWasRefused),
            POLL.row(WORKER, NOT_FETCHED, "the session ended before a poll", PollEvidence::sessionEndedBeforeNextPoll),
            POLL.row(WORKER, STATE_MISSED, "state came after the next request", PollEvidence::stateCameLate),
            POLL.row(WORKER, LEFT_BEHIND, "another worker said: close", PollEvidence::keptWasOverwritten),
            PATH.row(TO_CLIENT, LOST_TO_CLIENT, "the connection broke", PathEvidence::connectionBroke),
            POLL.row(TO_CLIENT, CLIENT_AWAY, "the poll was of a former session", PollEvidence::pollWasOfFormerSession),
            SESSION.row(TO_CLIENT, CLIENT_AWAY, "arrived in another session", SessionEvidence::arrivedInAnotherSession),
            new CauseRow<>(everything -> true, UNKNOWN, "nothing: this is a defect", (none, trail) -> trail.end()));

    /** What can keep a client from an entry of a stream. Whatever else happens, it gets the entry when it comes back. */
    private static final EnumSet<Cause> OF_ENTRIES = EnumSet.of(
            NO_OFFSET,
            OFFSET_OVERWRITTEN,
            REDIS_FORGOT,
            SESSION_EXPIRED,
            SESSION_UNWRITTEN,
            STILL_HERE,
            LEFT_POLITELY,
            SENT_AWAY,
            UNSENT,
            LOST_TO_REDIS,
            NOT_SUBSCRIBED_YET,
            NOT_IN_ROOM,
            SESSION_UNKNOWN,
            UNKNOWN);

    private static final List<CauseRow<Trail, LossEvidence>> TABLE_OF_ENTRIES =
            TABLE.stream().filter(row -> OF_ENTRIES.contains(row.cause())).toList();

    private final FaultyRun run;
    private final History history;
    private final Recipients recipients;

    LossAttribution(FaultyRun run, History history, Recipients recipients) {
        this.run = run;
        this.history = history;
        this.recipients = recipients;
    }

    /** Everything that a client missed, in the order of emitting. */
    List<Deviation> misses() {
        List<Deviation> misses = new ArrayList<>();
        explained().forEach((due, match) -> misses.add(match.of(due)));
        return misses;
    }

    /** Everything that a client missed, and the row that explains it. */
    Map<History.Due, CauseRow.Match<Trail, LossEvidence>> explained() {
        List<History.Due> missed = missed();
        if (missed.isEmpty()) {
            return Map.of(); // most runs lose nothing, and to follow all emits takes long
        }
        Trails trails = new Trails(run, history, recipients);
        LossEvidence evidence = LossEvidence.of(run, history, recipients, trails);
        Map<History.Due, CauseRow.Match<Trail, LossEvidence>> explained = new LinkedHashMap<>();
        for (History.Due due : missed) {
            List<CauseRow<Trail, LossEvidence>> table = recipients.isKept(due.payload()) ? TABLE_OF_ENTRIES : TABLE;
            explained.put(due, firstExplained(trails.of(due), table, evidence));
        }
        return explained;
    }

    private List<History.Due> missed() {
        Set<History.Due> got = new LinkedHashSet<>();
        history.receipts.forEach(receipt -> got.add(receipt.due()));
        List<History.Due> missed = new ArrayList<>();
        for (Payload payload : history.emits.keySet()) {
            for (ClientConnection connection : recipients.connections()) {
                History.Due due = new History.Due(payload, connection);
                if (recipients.isDue(payload, connection) && !got.contains(due)) {
                    missed.add(due);
                }
            }
        }
        return missed;
    }

    /** The match of the first trail that {@code table} explains; of the last trail if it explains none. */
    private static CauseRow.Match<Trail, LossEvidence> firstExplained(
            List<Trail> trails, List<CauseRow<Trail, LossEvidence>> table, LossEvidence evidence) {
        CauseRow.Match<Trail, LossEvidence> match = null;
        for (Trail trail : trails) {
            match = CauseRow.first(table, trail, evidence);
            if (!match.isUnknown()) {
                break;
            }
        }
        return match;
    }

    /** Makes the rows whose evidence one of the finders looks for. */
    private record Rows<E>(Function<LossEvidence, E> finder) {

        /** A row for emits that were seen for the last time at {@code place}. */
        CauseRow<Trail, LossEvidence> row(
                LastSeen place, Cause cause, String demands, BiFunction<E, Trail, TraceEvent> evidence) {
            return row(EnumSet.of(place), cause, demands, evidence);
        }

        /** A row for all emits, wherever they were seen for the last time. */
        CauseRow<Trail, LossEvidence> row(Cause cause, String demands, BiFunction<E, Trail, TraceEvent> evidence) {
            return row(EnumSet.allOf(LastSeen.class), cause, demands, evidence);
        }

        CauseRow<Trail, LossEvidence> row(
                Set<LastSeen> places, Cause cause, String demands, BiFunction<E, Trail, TraceEvent> evidence) {
            return new CauseRow<>(
                    trail -> places.contains(trail.lastSeen()),
                    cause,
                    demands,
                    (all, trail) -> evidence.apply(finder.apply(all), trail));
        }
    }
}

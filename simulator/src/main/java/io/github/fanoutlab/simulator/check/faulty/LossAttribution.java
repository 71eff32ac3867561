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

/**
 * Why clients missed emits. {@link Trails} follows a missed emit along its path, to where the trace shows it for the last time:
 *
 * <pre>
 * NO_SESSION    EMITTER --&gt; TO_REDIS --&gt; REDIS --&gt; TO_WORKER --&gt; WORKER --&gt; TO_CLIENT --&gt; delivered
 * </pre>
 *
 * <p>At the emitting node itself, the path begins at WORKER. Then the rows of the table for that place are tried in order. Each
 * demands that the trace shows its evidence, so that no defect of a server is explained away.
 */
final class LossAttribution {

    /** A session whose worker died goes on at another one, which may have greeted the client again. */
    private static final EnumSet<LastSeen> EITHER_WORKER = EnumSet.of(NO_SESSION, WORKER);

    private static final EnumSet<LastSeen> CONNECTIONS = EnumSet.of(TO_REDIS, TO_WORKER, TO_CLIENT);

    private static final EnumSet<LastSeen> ANYWHERE = EnumSet.allOf(LastSeen.class);

    /** Every cause, with the place where the emit was seen for the last time and the evidence that the cause demands. */
    static final List<CauseRow<Trail, LossEvidence>> TABLE = List.of(
            stream(NO_OFFSET, "the client had not connected yet", StreamEvidence::clientHadNeverConnected),
            stream(NO_OFFSET, "no delivery since it had connected", StreamEvidence::clientHadNoOffset),
            stream(OFFSET_OVERWRITTEN, "the last delivery has none", StreamEvidence::offsetWasOverwritten),
            stream(REDIS_FORGOT, "Redis died before it came back", StreamEvidence::redisHadForgotten),
            stream(REDIS_FORGOT, "Redis died before the worker read on", StreamEvidence::redisForgotEntry),
            stream(REDIS_FORGOT, "Redis died, and the client was away", StreamEvidence::redisForgotEntryOfAbsent),
            stream(SESSION_EXPIRED, "away for longer than two minutes", StreamEvidence::sessionHadExpired),
            stream(SESSION_UNWRITTEN, "Redis never had the session", StreamEvidence::sessionWasNotWritten),
            stream(STILL_HERE, "the worker kept the former session", StreamEvidence::formerSessionWasKept),
            stream(SESSION_UNKNOWN, "refused until the end", StreamEvidence::clientWasRefusedToTheEnd),
            stream(LEFT_POLITELY, "it said so", StreamEvidence::clientHadLeft),
            stream(SENT_AWAY, "a goodbye was emitted in its session", StreamEvidence::goodbyeEndedSession),
            row(ANYWHERE, NOT_IN_ROOM, "no join had reached a worker", LossEvidence::entryCameBeforeJoin),
            row(NO_SESSION, SESSION_UNKNOWN, "a request of the client was refused", LossEvidence::clientWasRefused),
            row(EITHER_WORKER, STATE_MISSED, "the copy of the join was lost", LossEvidence::nextWorkerMissedJoin),
            row(
                    EITHER_WORKER,
                    STATE_MISSED,
                    "the worker died before it told of the join",
                    LossEvidence::joinDiedUntold),
            row(NO_SESSION, CLIENT_AWAY, "no session, or one that had ended", LossEvidence::clientHadNoSession),
            row(EMITTER, UNSENT, "the emitting node died later", LossEvidence::emitterDied),
            row(CONNECTIONS, DIED_SILENTLY, "the connection was dead", LossEvidence::connectionHadDiedSilently),
            row(TO_WORKER, OUTPUT_BUFFER, "Redis closed the connection", LossEvidence::outputBufferWasFull),
            row(TO_REDIS, LOST_TO_REDIS, "the connection broke", LossEvidence::connectionToRedisBroke),
            row(REDIS, NODE_DEAD, "the worker had died", LossEvidence::workerWasDead),
            row(REDIS, NODE_DEAD, "the worker died before it read on", LossEvidence::workerDiedBeforeReading),
            row(REDIS, NOT_SUBSCRIBED_YET, "no SUBSCRIBE since its start", LossEvidence::workerNeverSubscribed),
            row(REDIS, SUBSCRIPTION_LOST, "a SUBSCRIBE, undone since", LossEvidence::workerWasUnsubscribed),
            row(REDIS, SUBSCRIPTION_LOST, "0.9.16: its own UNSUBSCRIBE", LossEvidence::workerHadUnsubscribed),
            row(TO_WORKER, NODE_DEAD, "the worker died before it arrived", LossEvidence::workerDiedOnArrival),
            row(TO_WORKER, LOST_FROM_REDIS, "the connection broke", LossEvidence::connectionBroke),
            row(WORKER, SESSION_UNKNOWN, "the session was refused before", LossEvidence::sessionWasRefused),
            row(WORKER, CLIENT_AWAY, "the worker had no session of the client", LossEvidence::workerHadLostSession),
            row(WORKER, CLIENT_AWAY, "the client left before it was greeted", LossEvidence::clientLeftBeforeGreeting),
            row(WORKER, CLIENT_AWAY, "another worker had greeted the client", LossEvidence::clientHadMoved),
            row(WORKER, SENT_AWAY, "a goodbye reached the worker before", LossEvidence::workerHadSaidGoodbye),
            row(WORKER, SENT_AWAY, "another worker had said goodbye", LossEvidence::goodbyeReachedWorker),
            row(WORKER, NOT_IN_ROOM, "no join since the greeting", LossEvidence::clientHadNotJoined),
            row(WORKER, HANDLED_BY_STRANGER, "no worker carried out the join", LossEvidence::joinWasNotCarriedOut),
            row(WORKER, NOT_READY, "volatile, and no poll waited, or a stall", LossEvidence::transportWasBusy),
            row(WORKER, NOT_READY, "volatile, and another worker said: open", LossEvidence::pollWasLetGo),
            row(WORKER, NODE_DEAD, "the worker that had said: open, died", LossEvidence::workerWithPollDied),
            row(WORKER, STATE_MISSED, "the session's join had not come", LossEvidence::workerMissedMember),
            row(WORKER, LEFT_BEHIND, "the next poll went to another worker", LossEvidence::nextPollWentElsewhere),
            row(WORKER, LEFT_BEHIND, "another worker said: open", LossEvidence::keptWasLetGo),
            row(WORKER, SESSION_UNKNOWN, "the next poll was refused", LossEvidence::nextPollWasRefused),
            row(WORKER, NOT_FETCHED, "the session ended before a poll", LossEvidence::sessionEndedBeforeNextPoll),
            row(WORKER, STATE_MISSED, "state came after the next request", LossEvidence::stateCameLate),
            row(TO_CLIENT, LOST_TO_CLIENT, "the connection broke", LossEvidence::connectionBroke),
            row(TO_CLIENT, CLIENT_AWAY, "the poll was of a former session", LossEvidence::pollWasOfFormerSession),
            row(TO_CLIENT, CLIENT_AWAY, "it arrived in another session", LossEvidence::arrivedInAnotherSession),
            row(ANYWHERE, UNKNOWN, "nothing: this is a defect", LossEvidence::end));

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
    private LossEvidence evidence;

    LossAttribution(FaultyRun run, History history, Recipients recipients) {
        this.run = run;
        this.history = history;
        this.recipients = recipients;
    }

    /** A row for clients that would have got it when they came back, if their session had been restored. */
    private static CauseRow<Trail, LossEvidence> stream(
            Cause cause, String demands, BiFunction<StreamEvidence, Trail, TraceEvent> evidence) {
        return row(ANYWHERE, cause, demands, (all, trail) -> evidence.apply(all.streams(), trail));
    }

    private static CauseRow<Trail, LossEvidence> row(
            LastSeen place, Cause cause, String demands, BiFunction<LossEvidence, Trail, TraceEvent> evidence) {
        return row(EnumSet.of(place), cause, demands, evidence);
    }

    private static CauseRow<Trail, LossEvidence> row(
            Set<LastSeen> places, Cause cause, String demands, BiFunction<LossEvidence, Trail, TraceEvent> evidence) {
        return new CauseRow<>(trail -> places.contains(trail.lastSeen()), cause, demands, evidence);
    }

    /** Everything that a client missed, in the order of emitting. */
    List<Deviation> misses() {
        List<Deviation> misses = new ArrayList<>();
        explained().forEach((due, match) -> misses.add(match.of(due)));
        return misses;
    }

    /** Everything that a client missed, and the row that explains it. */
    Map<History.Due, CauseRow.Match<Trail, LossEvidence>> explained() {
        Set<History.Due> got = new LinkedHashSet<>();
        history.receipts.forEach(receipt -> got.add(receipt.due()));
        Map<History.Due, CauseRow.Match<Trail, LossEvidence>> misses = new LinkedHashMap<>();
        history.emits.forEach((payload, emit) -> {
            for (ClientConnection connection : recipients.connections()) {
                History.Due due = new History.Due(payload, connection);
                if (recipients.isDue(payload, connection) && !got.contains(due)) {
                    misses.put(due, explain(payload, emit, connection));
                }
            }
        });
        return misses;
    }

    /** The match of the first trail that the table explains. */
    private CauseRow.Match<Trail, LossEvidence> explain(Payload payload, TraceEvent emit, ClientConnection to) {
        if (evidence == null) {
            evidence = new LossEvidence(run, history, recipients);
        }
        CauseRow.Match<Trail, LossEvidence> match = null;
        for (Trail trail : evidence.trails(payload, emit, to)) {
            match = CauseRow.first(recipients.isKept(payload) ? TABLE_OF_ENTRIES : TABLE, trail, evidence);
            if (!match.isUnknown()) {
                break;
            }
        }
        return match;
    }
}

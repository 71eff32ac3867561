package io.github.fanoutlab.simulator.check.faulty;

import static io.github.fanoutlab.simulator.check.Cause.*;
import static io.github.fanoutlab.simulator.check.faulty.Surplus.Kind.*;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Why clients got emits that they should not have got: emits that except a room the client is in, or that the client had got already.
 *
 * <p>0.9 excepts sessions, not rooms. The emitting program must look up who is in the room, and its node knows only of joins
 * whose copies reached it over Redis in its present life.
 *
 * <p>A worker can die while its emit is on its way to Redis, and be started again before the emit comes back. It has a new id
 * then, does not know its own echo, and delivers it. A client may have got the emit from the worker's former life. Both
 * generations do that.
 */
final class KnownAnomalies {

    /** Every cause, with the kind of surplus that it explains and the evidence that it demands. */
    static final List<CauseRow<Surplus, AnomalyEvidence>> TABLE = List.of(
            row(EXCEPTED, NOT_IN_ROOM, "the worker had no join to the room yet", AnomalyEvidence::clientHadNotJoined),
            row(EXCEPTED, NOT_IN_ROOM, "its worker died, and Redis had no room", AnomalyEvidence::roomDied),
            row(EXCEPTED, MEMBER_UNKNOWN, "the join's copy came too late", AnomalyEvidence::emitterDidNotKnowOfJoin),
            row(EXCEPTED, HANDLED_BY_STRANGER, "no worker carried out the join", AnomalyEvidence::joinWasNotCarriedOut),
            row(AGAIN, KEPT_TWICE, "two responses in one session", AnomalyEvidence::cameInTwoResponses),
            row(AGAIN, KEPT_TWICE, "0.9.16: two polls were over at once", AnomalyEvidence::workerKeptBoth),
            row(AGAIN, REDIS_FORGOT, "it was added again since", AnomalyEvidence::entryWasAddedAgain),
            row(AGAIN, FORMER_LIFE, "the emitting worker died in between", AnomalyEvidence::emitterWasRestarted),
            row(AGAIN, MOVED, "each copy came from another worker", AnomalyEvidence::clientHadMoved),
            row(EnumSet.allOf(Surplus.Kind.class), UNKNOWN, "nothing: this is a defect", AnomalyEvidence::delivery));

    private final AnomalyEvidence evidence;
    private final History history;
    private final Recipients recipients;

    KnownAnomalies(FaultyRun run, History history, Recipients recipients) {
        this.evidence = new AnomalyEvidence(run, history, recipients);
        this.history = history;
        this.recipients = recipients;
    }

    private static CauseRow<Surplus, AnomalyEvidence> row(
            Surplus.Kind kind, Cause cause, String demands, BiFunction<AnomalyEvidence, Surplus, TraceEvent> evidence) {
        return row(EnumSet.of(kind), cause, demands, evidence);
    }

    private static CauseRow<Surplus, AnomalyEvidence> row(
            Set<Surplus.Kind> kinds,
            Cause cause,
            String demands,
            BiFunction<AnomalyEvidence, Surplus, TraceEvent> evidence) {
        return new CauseRow<>(surplus -> kinds.contains(surplus.kind()), cause, demands, evidence);
    }

    /** Everything that excepted clients got, then everything that came again, each in the order of delivery. */
    List<Deviation> extras() {
        List<Deviation> extras = new ArrayList<>();
        explained()
                .forEach((surplus, match) ->
                        extras.add(match.of(surplus.receipt().due())));
        return extras;
    }

    /** The same, with the row that explains it. */
    Map<Surplus, CauseRow.Match<Surplus, AnomalyEvidence>> explained() {
        List<Surplus> all = new ArrayList<>();
        for (History.Receipt receipt : history.receipts) {
            if (recipients.isExceptedOnly(receipt.payload(), receipt.connection())) {
                all.add(new Surplus(EXCEPTED, receipt, null));
            }
        }
        Map<History.Due, History.Receipt> first = new LinkedHashMap<>();
        for (History.Receipt receipt : history.receipts) {
            History.Receipt before = first.putIfAbsent(receipt.due(), receipt);
            if (before != null && (before.session() != receipt.session() || mayComeAgain(before, receipt))) {
                all.add(new Surplus(AGAIN, receipt, before));
            }
        }
        Map<Surplus, CauseRow.Match<Surplus, AnomalyEvidence>> explained = new LinkedHashMap<>();
        all.forEach(surplus -> explained.put(surplus, CauseRow.first(TABLE, surplus, evidence)));
        return explained;
    }

    /** Whether two copies that came in one session are a known anomaly. */
    boolean mayComeAgain(History.Receipt before, History.Receipt receipt) {
        Surplus surplus = new Surplus(AGAIN, receipt, before);
        return evidence.cameInTwoResponses(surplus) != null
                || evidence.workerKeptBoth(surplus) != null
                || evidence.entryWasAddedAgain(surplus) != null;
    }
}

package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;

/** What a run with faults is judged by, read from its trace. */
record Facts(
        FaultyRun run,
        History history,
        Recipients recipients,
        KnownAnomalies anomalies,
        List<Deviation> misses,
        List<Deviation> extras) {

    static Facts of(FaultyRun run) {
        History history = new History(run);
        Recipients recipients = new Recipients(run, history);
        KnownAnomalies anomalies = new KnownAnomalies(run, history, recipients);
        List<Deviation> misses = new LossAttribution(run, history, recipients).misses();
        return new Facts(run, history, recipients, anomalies, misses, anomalies.extras());
    }
}

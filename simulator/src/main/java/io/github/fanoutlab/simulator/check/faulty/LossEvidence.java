package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.stage.FaultyRun;

/**
 * What looks in the trace for what the table of {@link LossAttribution} demands. Each method of theirs that the table names returns
 * the event that shows it, or null.
 *
 * @param stream why the client, when it came back, was not given what it had missed
 * @param path what broke on the way to the client
 * @param session why the worker had no session of the client
 * @param join why the worker did not have the client in the room
 * @param poll why the worker could not send the emit at once, and what became of it then
 */
record LossEvidence(
        StreamEvidence stream, PathEvidence path, SessionEvidence session, JoinEvidence join, PollEvidence poll) {

    static LossEvidence of(FaultyRun run, History history, Recipients recipients, Trails trails) {
        PathEvidence path = new PathEvidence(run, recipients, trails);
        return new LossEvidence(
                new StreamEvidence(run, history, recipients),
                path,
                new SessionEvidence(run, history, recipients, trails),
                new JoinEvidence(run, history, recipients, path),
                new PollEvidence(run, history, recipients, trails));
    }
}

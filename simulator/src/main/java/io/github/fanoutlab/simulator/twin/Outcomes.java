package io.github.fanoutlab.simulator.twin;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every client got of every emit, until every node emits once more, and why it missed the others. */
public final class Outcomes {

    private final Set<String> emitted = new LinkedHashSet<>();
    private final Set<List<String>> got = new LinkedHashSet<>();
    private final List<Deviation> misses;
    private final Map<List<String>, Cause> missed = new LinkedHashMap<>();

    /** Of a run that was judged. */
    public Outcomes(Verdict<FaultyRun> verdict) {
        List<String> nodes = verdict.run().string().scenario().nodes();
        for (TraceEvent event : verdict.run().trace().events()) {
            if (event.kind() == Kind.EMIT
                    && nodes.contains(event.lane())
                    && event.timeMicros() < verdict.run().probedMicros()) {
                Payload.in(event).ifPresent(payload -> emitted.add(payload.toString()));
            } else if (event.kind() == Kind.DELIVERY) {
                Payload.in(event)
                        .filter(payload -> emitted.contains(payload.toString()))
                        .ifPresent(payload -> got.add(List.of(payload.toString(), event.lane(), event.peer())));
            }
        }
        misses = verdict.misses().stream()
                .filter(miss -> emitted.contains(miss.payload()))
                .toList();
        misses.forEach(miss -> missed.put(List.of(miss.payload(), miss.client(), miss.worker()), miss.cause()));
    }

    /** The names of the emits, in their order. */
    Set<String> emitted() {
        return emitted;
    }

    /** What clients missed, in the order of emitting. */
    public List<Deviation> misses() {
        return misses;
    }

    /** Who missed what, and why: {@code master#4 to C2 at W2}, with its cause, in the order of emitting. */
    public Map<String, Cause> missed() {
        Map<String, Cause> byName = new LinkedHashMap<>();
        missed.forEach((miss, cause) -> byName.put(miss.get(0) + " to " + miss.get(1) + " at " + miss.get(2), cause));
        return byName;
    }

    boolean got(String payload, String client, String worker) {
        return got.contains(List.of(payload, client, worker));
    }

    String words(String payload, String client, String worker) {
        if (got(payload, client, worker)) {
            return "delivered";
        }
        if (!emitted.contains(payload)) {
            return "not emitted";
        }
        Cause cause = missed.get(List.of(payload, client, worker));
        return cause == null ? "not for this client" : cause.words();
    }
}

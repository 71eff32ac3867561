package io.github.fanoutlab.simulator.twin;

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
final class Outcomes {

    private final Set<String> emitted = new LinkedHashSet<>();
    private final Set<List<String>> got = new LinkedHashSet<>();
    private final Map<List<String>, String> missed = new LinkedHashMap<>();

    Outcomes(Verdict<FaultyRun> verdict) {
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
        verdict.misses()
                .forEach(miss -> missed.put(
                        List.of(miss.payload(), miss.client(), miss.worker()),
                        miss.cause().words()));
    }

    /** The names of the emits, in their order. */
    Set<String> emitted() {
        return emitted;
    }

    boolean got(String payload, String client, String worker) {
        return got.contains(List.of(payload, client, worker));
    }

    String words(String payload, String client, String worker) {
        if (got(payload, client, worker)) {
            return "delivered";
        }
        return emitted.contains(payload)
                ? missed.getOrDefault(List.of(payload, client, worker), "not for this client")
                : "not emitted";
    }
}

package io.github.fanoutlab.simulator.twin;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The same run in both generations. */
public record Twin(Verdict<FaultyRun> legacy, Verdict<FaultyRun> adapter) {

    /** Plays {@code run} in both. The faults wait for the same triggers, or are injected at the same time after the first step began. */
    public static Twin of(RunString run) {
        return new Twin(play(run.in(Generation.LEGACY)), play(run.in(Generation.ADAPTER)));
    }

    private static Verdict<FaultyRun> play(RunString string) {
        return FaultyClaims.judge(FaultyRun.of(string));
    }

    /** Whether every claim holds in both. */
    public boolean passed() {
        return legacy.passed() && adapter.passed();
    }

    /**
     * An emit that a client got in one generation only.
     *
     * @param payload who emitted, and for which time: {@code W2#7}
     * @param worker over the connection to which worker
     * @param inLegacy what became of it there, in words
     * @param inAdapter the same there
     */
    public record Difference(String payload, String client, String worker, String inLegacy, String inAdapter) {

        /** {@code master#4 to C2 at W2}. */
        public String emitAndClient() {
            return payload + " to " + client + " at " + worker;
        }
    }

    /** In one line whether, and where, the generations differ in what clients got. */
    public String summary() {
        List<Difference> differences = differences();
        return switch (differences.size()) {
            case 0 -> "every client got the same in both generations";
            case 1 -> "1 delivery differs: " + differences.get(0).emitAndClient();
            default -> differences.size() + " deliveries differ";
        };
    }

    /** All of them, in the order of emitting; the emits that every node makes once more at the end do not count. */
    public List<Difference> differences() {
        Outcomes old = new Outcomes(legacy);
        Outcomes modern = new Outcomes(adapter);
        Set<String> payloads = new LinkedHashSet<>(old.emitted());
        payloads.addAll(modern.emitted());
        List<Difference> differences = new ArrayList<>();
        for (String payload : payloads) {
            for (ClientRole client : legacy.run().string().played().clients()) {
                for (String worker : client.workers()) {
                    if (old.got(payload, client.name(), worker) != modern.got(payload, client.name(), worker)) {
                        differences.add(new Difference(
                                payload,
                                client.name(),
                                worker,
                                old.words(payload, client.name(), worker),
                                modern.words(payload, client.name(), worker)));
                    }
                }
            }
        }
        return differences;
    }
}

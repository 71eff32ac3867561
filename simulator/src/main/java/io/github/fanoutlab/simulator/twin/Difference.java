package io.github.fanoutlab.simulator.twin;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An emit that a client got in one run, and not in another one of the same scenario, seed and faults.
 *
 * @param payload who emitted, and for which time: {@code W2#7}
 * @param worker over the connection to which worker
 * @param outcomes what became of it in each run, in words
 */
public record Difference(String payload, String client, String worker, List<String> outcomes) {

    /** All of them, in the order of emitting; the emits that every node makes once more at the end do not count. */
    public static List<Difference> all(List<Verdict<FaultyRun>> verdicts) {
        List<Outcomes> runs = verdicts.stream().map(Outcomes::new).toList();
        Set<String> payloads = new LinkedHashSet<>();
        runs.forEach(run -> payloads.addAll(run.emitted()));
        List<Difference> differences = new ArrayList<>();
        for (String payload : payloads) {
            for (ClientRole client : verdicts.get(0).run().string().played().clients()) {
                for (String worker : client.workers()) {
                    long got = runs.stream()
                            .filter(run -> run.got(payload, client.name(), worker))
                            .count();
                    if (got > 0 && got < runs.size()) {
                        differences.add(new Difference(
                                payload,
                                client.name(),
                                worker,
                                runs.stream()
                                        .map(run -> run.words(payload, client.name(), worker))
                                        .toList()));
                    }
                }
            }
        }
        return differences;
    }

    /** So many runs, in words. */
    public static String inEach(int runs) {
        return runs == 2 ? "in both generations" : "in all " + (runs == 3 ? "three" : runs);
    }

    /** {@code master#4 to C2 at W2}. */
    public String emitAndClient() {
        return payload + " to " + client + " at " + worker;
    }
}

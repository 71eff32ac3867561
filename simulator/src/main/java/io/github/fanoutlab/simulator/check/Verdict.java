package io.github.fanoutlab.simulator.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run and what all its claims say about it.
 *
 * @param <R> what was judged: an observation, which may be of real processes, or a run with faults
 * @param misses everything that a client missed, with its cause; of a calm run, what it missed because the scenario kills its worker
 * @param extras everything that a client got although it should not have got it, with its cause; empty for a calm run
 */
public record Verdict<R>(R run, List<Check> checks, List<Deviation> misses, List<Deviation> extras) {

    public Verdict {
        checks = List.copyOf(checks);
        misses = List.copyOf(misses);
        extras = List.copyOf(extras);
    }

    /** Whether every promise was kept. */
    public boolean passed() {
        return failures().isEmpty();
    }

    /** The promises that were not kept. */
    public List<Check> failures() {
        return checks.stream().filter(Check::failed).toList();
    }

    /**
     * The promises that users expect of a server and that it broke by its design, each with what was seen. They are no failures:
     * each has a {@linkplain Cause#promise() known cause}, or is not {@linkplain Check#promised() promised} in such a run.
     */
    public List<Check> brokenPromises() {
        Map<String, List<String>> broken = new LinkedHashMap<>();
        for (Deviation extra : extras) {
            extra.cause()
                    .promise()
                    .ifPresent(promise -> broken.computeIfAbsent(promise, none -> new ArrayList<>())
                            .add(extra.toString()));
        }
        List<Check> promises = new ArrayList<>();
        broken.forEach((promise, seen) ->
                promises.add(Claim.<List<String>>that(promise, Finding::none).judge(seen)));
        checks.stream().filter(check -> !check.passed() && !check.promised()).forEach(promises::add);
        return promises;
    }
}

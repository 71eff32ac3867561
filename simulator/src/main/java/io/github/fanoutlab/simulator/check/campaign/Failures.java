package io.github.fanoutlab.simulator.check.campaign;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The runs in which a claim did not hold, in groups of the same servers and the same kinds of faults. A group keeps only its
 * simplest run, so there may be any number of runs.
 */
public final class Failures {

    private final Map<String, Group> groups = new TreeMap<>();
    private RunString first;

    /**
     * The runs of a group.
     *
     * @param runs how many
     * @param simplest the first of those with the fewest faults
     * @param faults how many faults these are
     * @param seen what was seen in it instead
     */
    public record Group(long runs, RunString simplest, int faults, String seen) {

        private Group plus(Group later) {
            Group simpler = later.faults < faults ? later : this;
            return new Group(runs + later.runs, simpler.simplest, simpler.faults, simpler.seen);
        }
    }

    void add(FaultyRun run, String seen) {
        String kinds = run.injections().stream()
                .filter(injection -> injection.hits() > 0)
                .map(injection -> injection.kind().word())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        Group one = new Group(1, run.string(), run.injections().size(), seen);
        add(run.string(), run.string().dialect().generationKey() + ": " + kinds, one);
    }

    void add(Failures later) {
        later.groups.forEach((name, group) -> add(later.first, name, group));
    }

    private void add(RunString run, String name, Group group) {
        first = first == null ? run : first;
        groups.merge(name, group, Group::plus);
    }

    /** In how many runs the claim did not hold. */
    public long runs() {
        return groups.values().stream().mapToLong(Group::runs).sum();
    }

    /** The first of them. */
    public RunString first() {
        return first;
    }

    /** The groups by servers and kinds of faults, as in {@code legacy: kill, stall}. */
    public Map<String, Group> groups() {
        return Collections.unmodifiableMap(groups);
    }
}

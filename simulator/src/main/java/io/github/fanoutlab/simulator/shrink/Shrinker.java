package io.github.fanoutlab.simulator.shrink;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Makes a failing run 1-minimal: it still fails in the same way, and none of its {@linkplain Reductions reductions} does.
 *
 * <p>First it leaves out faults, nodes, clients and steps, many at a time ({@link DeltaDebugging}). Then it tries one reduction
 * after the other until none of them still fails.
 */
public final class Shrinker {

    private final Oracle oracle;
    private final Map<String, Boolean> tried = new LinkedHashMap<>();
    private String claim;
    private RunString smallest;

    private Shrinker(Oracle oracle) {
        this.oracle = oracle;
    }

    /** Shrinks {@code run}; empty if it does not fail. */
    public static Optional<Shrunk> shrink(RunString run, Oracle oracle) {
        List<String> failures = oracle.failuresOf(run);
        return failures.isEmpty() ? Optional.empty() : Optional.of(shrink(run, failures.get(0), oracle));
    }

    /** Shrinks {@code run}, which fails with {@code claim}: one of those that the oracle names. */
    public static Shrunk shrink(RunString run, String claim, Oracle oracle) {
        Shrinker shrinker = new Shrinker(oracle);
        shrinker.claim = claim;
        shrinker.smallest = run;
        shrinker.leaveOut();
        shrinker.simplify();
        return new Shrunk(run, shrinker.smallest, claim, shrinker.tried.size());
    }

    private void leaveOut() {
        List<Fault> faults =
                DeltaDebugging.minimize(smallest.faults(), some -> fails(smallest.with(smallest.scenario(), some)));
        smallest = smallest.with(smallest.scenario(), faults);
        leaveOut(Excerpt::nodes, Excerpt::withNodes);
        leaveOut(Excerpt::clients, Excerpt::withClients);
        leaveOut(Excerpt::steps, Excerpt::withSteps);
    }

    private <T> void leaveOut(Function<Excerpt, List<T>> read, BiFunction<Excerpt, List<T>, Excerpt> write) {
        Scenario whole = Reductions.wholeOf(smallest);
        Excerpt kept = Excerpt.of(smallest.scenario(), whole);
        Function<List<T>, Optional<RunString>> part =
                some -> Reductions.part(smallest, write.apply(kept, some).from(whole));
        List<T> some = DeltaDebugging.minimize(
                read.apply(kept), each -> part.apply(each).filter(this::fails).isPresent());
        smallest = part.apply(some).orElse(smallest);
    }

    private void simplify() {
        Optional<RunString> simpler = Optional.of(smallest);
        while (simpler.isPresent()) {
            smallest = simpler.get();
            simpler = Reductions.of(smallest).stream().filter(this::fails).findFirst();
        }
    }

    private boolean fails(RunString run) {
        return tried.computeIfAbsent(
                run.toString(), string -> oracle.failuresOf(run).contains(claim));
    }
}

package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Searches all orders in which the steps of a scenario, everything that comes of them, and a few faults can happen. Each one is
 * judged as any run with faults.
 */
public final class ScenarioSearch {

    private final RunString scenario;
    private final Explorer explorer;
    private final List<List<Fault>> plans;
    private int finished;
    private final Map<Cause, Long> missed = new TreeMap<>();
    private final Map<String, Failure> failures = new LinkedHashMap<>();

    /**
     * A claim that does not hold in some schedules.
     *
     * @param first the number of the first such schedule
     * @param actual what was seen there
     */
    public record Failure(String claim, long schedules, long first, String actual) {}

    /** Learns of every schedule and its verdict. */
    @FunctionalInterface
    public interface Watcher {
        void judged(long number, List<Transition> order, Verdict<FaultyRun> verdict);
    }

    /**
     * A search of {@code scenario}, without the faults in that string.
     *
     * @param kinds the kinds of faults to inject, of {@link FaultKind#EVENTS}
     * @param mostFaults how many faults are injected in one schedule, at most
     */
    public ScenarioSearch(RunString scenario, List<FaultKind> kinds, int mostFaults, Search search, long limit) {
        this.scenario = scenario;
        this.explorer = new Explorer(search, limit);
        this.plans = plans(Fault.all(kinds, scenario.scenario()), mostFaults);
    }

    /** Every choice of at most {@code most} of {@code faults}, the smaller choices first. */
    private static List<List<Fault>> plans(List<Fault> faults, int most) {
        List<List<Fault>> plans = new ArrayList<>();
        List<List<Fault>> largest = List.of(List.of());
        for (int size = 0; size <= most; size++) {
            plans.addAll(largest);
            List<List<Fault>> larger = new ArrayList<>();
            for (List<Fault> plan : largest) {
                int next = plan.isEmpty() ? 0 : faults.indexOf(plan.get(plan.size() - 1)) + 1;
                for (Fault fault : faults.subList(next, faults.size())) {
                    List<Fault> more = new ArrayList<>(plan);
                    more.add(fault);
                    larger.add(more);
                }
            }
            largest = larger;
        }
        return plans;
    }

    /** Runs the search. */
    public void run(Watcher watcher) {
        run(play -> FaultyClaims.judge(play.run()), watcher);
    }

    /** Runs the search with another judge. */
    void run(Function<ScenarioPlay, Verdict<FaultyRun>> judge, Watcher watcher) {
        for (List<Fault> plan : plans) {
            RunString string = scenario.with(scenario.scenario(), plan);
            explorer.explore(() -> new ScenarioPlay(string), (number, order, play) -> {
                Verdict<FaultyRun> verdict = judge.apply(play);
                verdict.misses().forEach(miss -> missed.merge(miss.cause(), 1L, Long::sum));
                verdict.failures().forEach(failure -> add(failure, number));
                watcher.judged(number, order, verdict);
            });
            finished += explorer.result().complete() ? 1 : 0;
        }
    }

    private void add(Check failure, long number) {
        failures.merge(
                failure.name(),
                new Failure(failure.name(), 1, number, failure.actual()),
                (a, b) -> new Failure(a.claim, a.schedules + b.schedules, a.first, a.actual));
    }

    /** The scenario, without faults. */
    public RunString scenario() {
        return scenario;
    }

    /** How many sets of faults there are, including the empty one. */
    public int plans() {
        return plans.size();
    }

    /** How many of these were searched to the end; all of them if the search is complete. */
    public int finishedPlans() {
        return finished;
    }

    public Exploration result() {
        return explorer.result();
    }

    /** How many deliveries were missed, by cause, in all schedules together. */
    public Map<Cause, Long> missed() {
        return Collections.unmodifiableMap(missed);
    }

    /** The claims that do not hold in every schedule. */
    public List<Failure> failures() {
        return List.copyOf(failures.values());
    }
}

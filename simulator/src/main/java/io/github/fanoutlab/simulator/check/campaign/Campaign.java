package io.github.fanoutlab.simulator.check.campaign;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RandomFaults;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.TriggerEvent;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Many runs, each with the faults that its seed draws, and what was counted in them. */
public final class Campaign {

    private final Map<FaultKind, Coverage> coverage = new EnumMap<>(FaultKind.class);
    private final Map<TriggerEvent, Coverage> triggers = new EnumMap<>(TriggerEvent.class);
    private final Map<FaultKind, Map<ProtocolStep, Long>> met = new EnumMap<>(FaultKind.class);
    private final Map<Cause, Map<RedisDialect, Long>> missed = new EnumMap<>(Cause.class);
    private final Map<Cause, Map<RedisDialect, Long>> extras = new EnumMap<>(Cause.class);
    private final Map<RedisDialect, Map<String, Broken>> broken = new EnumMap<>(RedisDialect.class);
    private final Map<String, Failures> failed = new LinkedHashMap<>();
    private final Set<RedisDialect> dialects = EnumSet.noneOf(RedisDialect.class);
    private long runs;
    private long failedRuns;
    private long events;

    /**
     * How often faults of a kind were injected, or faults that waited for a step of the protocol.
     *
     * @param drawn how many were drawn
     * @param hit how many of them hit something
     * @param runs in how many runs one of them hit something
     */
    public record Coverage(long drawn, long hit, long runs) {

        private Coverage plus(Coverage more) {
            return new Coverage(drawn + more.drawn, hit + more.hit, runs + more.runs);
        }
    }

    /**
     * A promise that a server broke by its design.
     *
     * @param runs in how many runs
     * @param first the first of them
     */
    public record Broken(long runs, RunString first) {

        private Broken plus(Broken more) {
            return new Broken(runs + more.runs, first);
        }
    }

    /** Plays {@code scenario} with the faults that {@code seed} draws, judges, and counts. */
    public Verdict<FaultyRun> play(Scenario scenario, Generation generation, long seed) {
        return play(RunString.of(scenario, generation, seed));
    }

    /** Plays {@code run}, with the faults that its seed draws if it names none; judges, and counts. */
    public Verdict<FaultyRun> play(RunString run) {
        RunString string =
                run.faults().isEmpty() ? run.with(run.scenario(), RandomFaults.draw(run.exposed(), run.seed())) : run;
        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(string));
        add(verdict);
        return verdict;
    }

    /** Adds what {@code later} counted to what this campaign counted. */
    public void add(Campaign later) {
        runs += later.runs;
        dialects.addAll(later.dialects);
        events += later.events;
        failedRuns += later.failedRuns;
        later.failed.forEach((claim, failures) -> failed(claim).add(failures));
        later.missed.forEach((cause, counts) -> addAll(missed, cause, counts));
        later.extras.forEach((cause, counts) -> addAll(extras, cause, counts));
        later.broken.forEach((dialect, promises) -> promises.forEach((promise, more) -> add(dialect, promise, more)));
        later.met.forEach((kind, steps) -> {
            Map<ProtocolStep, Long> all = met.computeIfAbsent(kind, none -> none());
            steps.forEach((step, count) -> all.merge(step, count, Long::sum));
        });
        later.coverage.forEach((kind, covered) -> coverage.merge(kind, covered, Coverage::plus));
        later.triggers.forEach((step, covered) -> triggers.merge(step, covered, Coverage::plus));
    }

    /** Counts what a run showed. */
    void add(Verdict<FaultyRun> verdict) {
        runs++;
        dialects.add(verdict.run().string().dialect());
        events += verdict.run().trace().size();
        failedRuns += verdict.passed() ? 0 : 1;
        for (Check check : verdict.failures()) {
            failed(check.name()).add(verdict.run(), check.actual());
        }
        for (ProtocolCoverage.Hit hit : new ProtocolCoverage(verdict.run()).hits()) {
            Map<ProtocolStep, Long> steps = met.computeIfAbsent(hit.fault.kind(), none -> none());
            hit.steps.forEach(step -> steps.merge(step, 1L, Long::sum));
        }
        RunString string = verdict.run().string();
        Map<RedisDialect, Long> one = Map.of(string.dialect(), 1L);
        verdict.misses().forEach(miss -> addAll(missed, miss.cause(), one));
        verdict.extras().forEach(extra -> addAll(extras, extra.cause(), one));
        verdict.brokenPromises().forEach(promise -> add(string.dialect(), promise.name(), new Broken(1, string)));
        List<FaultyRun.Injection> injections = verdict.run().injections();
        for (FaultKind kind : FaultKind.BREAKING) {
            coverage.merge(kind, covered(injections, fault -> fault.kind() == kind), Coverage::plus);
        }
        for (TriggerEvent step : TriggerEvent.values()) {
            triggers.merge(
                    step,
                    covered(
                            injections,
                            fault -> !fault.isTimed() && fault.trigger().what() == step),
                    Coverage::plus);
        }
    }

    private static Coverage covered(List<FaultyRun.Injection> injections, Predicate<Fault> which) {
        List<FaultyRun.Injection> drawn = injections.stream()
                .filter(injection -> which.test(injection.fault()))
                .toList();
        long hit = drawn.stream().filter(injection -> injection.hits() > 0).count();
        return new Coverage(drawn.size(), hit, hit > 0 ? 1 : 0);
    }

    private Failures failed(String claim) {
        return failed.computeIfAbsent(claim, none -> new Failures());
    }

    private static void addAll(Map<Cause, Map<RedisDialect, Long>> counts, Cause cause, Map<RedisDialect, Long> more) {
        Map<RedisDialect, Long> all = counts.computeIfAbsent(cause, none -> new EnumMap<>(RedisDialect.class));
        more.forEach((dialect, count) -> all.merge(dialect, count, Long::sum));
    }

    private void add(RedisDialect dialect, String promise, Broken more) {
        broken.computeIfAbsent(dialect, none -> new LinkedHashMap<>()).merge(promise, more, Broken::plus);
    }

    /** Every kind of fault that was drawn, and how often. */
    public Map<FaultKind, Coverage> coverage() {
        return Collections.unmodifiableMap(coverage);
    }

    /** Every step of the protocol that faults waited for, and how often. */
    public Map<TriggerEvent, Coverage> triggers() {
        return Collections.unmodifiableMap(triggers);
    }

    /** How many faults of each kind met which steps of the protocols. */
    public Map<FaultKind, Map<ProtocolStep, Long>> met() {
        return Collections.unmodifiableMap(met);
    }

    private static Map<ProtocolStep, Long> none() {
        return new EnumMap<>(ProtocolStep.class);
    }

    /** How many deliveries were missed, by cause. */
    public Map<Cause, Map<RedisDialect, Long>> missed() {
        return Collections.unmodifiableMap(missed);
    }

    /** How many emits clients got that except them, or that they had got before they reconnected, by cause. */
    public Map<Cause, Map<RedisDialect, Long>> extras() {
        return Collections.unmodifiableMap(extras);
    }

    /** The promises that servers broke by their design, by what they speak on Redis. */
    public Map<RedisDialect, Map<String, Broken>> broken() {
        return Collections.unmodifiableMap(broken);
    }

    /** The runs that did not pass, by the {@linkplain Check#name claim} that did not hold. */
    public Map<String, Failures> failed() {
        return Collections.unmodifiableMap(failed);
    }

    /** What was spoken on Redis in these runs. */
    public Set<RedisDialect> dialects() {
        return Collections.unmodifiableSet(dialects);
    }

    public long runs() {
        return runs;
    }

    public long failedRuns() {
        return failedRuns;
    }

    /** How many events their traces have. */
    public long events() {
        return events;
    }
}

package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.RunStringSyntaxException;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs of the book, each made when it is first asked for. Used by one thread.
 *
 * <p>A run is named as pages name it:
 *
 * <pre>
 * heartbeat                          a scenario or variant
 * heartbeat!deaf-workers             the same with a {@link Mutant}
 * heartbeat!ch08                     the same with the {@code MyAdapter} of a chapter
 * heartbeat;adapter;kill:W2@3.2s     a run string, which is played as a run with faults
 * handshake-0.9.17                   one of the {@link Experiments}
 * </pre>
 */
public final class Runs {

    /** Decides every latency and every id in the book. */
    public static final long SEED = 42;

    private record Key(Scenario scenario, Generation generation, String mutant) {}

    private static final String HONEST = "";

    private final Path root;
    private final Map<Key, CalmRun> played = new LinkedHashMap<>();
    private final Map<String, CalmRun> mine = new LinkedHashMap<>();
    private final Map<String, PatchedSimulator> patched = new LinkedHashMap<>();
    private final Map<Key, Observation> mutated = new LinkedHashMap<>();
    private final Map<String, Verdict<FaultyRun>> faulty = new LinkedHashMap<>();
    private final Map<String, Experiment> experiments = new LinkedHashMap<>();

    /** @param root the repository; a mutant changes a copy of one of its sources */
    public Runs(Path root) {
        this.root = root;
    }

    /** The run of {@code scenario} with the servers of {@code generation}. */
    public CalmRun of(Scenario scenario, Generation generation) {
        return played.computeIfAbsent(
                new Key(scenario, generation, HONEST), key -> CalmRun.of(scenario, generation, SEED));
    }

    /** The run called {@code name}, as far as it is a calm one of unchanged sources, or of a {@code MyAdapter}. */
    public Optional<CalmRun> calm(String name, Generation generation) {
        int mark = name.indexOf('!');
        if (isRunString(name) || Experiments.exists(name)) {
            return Optional.empty();
        }
        if (mark < 0) {
            return Optional.of(of(Variants.named(name), generation));
        }
        if (!mine.containsKey(name)) {
            MyAdapters.source(root, name.substring(mark + 1)).ifPresent(source -> {
                RunString run = RunString.of(Variants.named(name.substring(0, mark)), Generation.ADAPTER, SEED)
                        .in(RedisDialect.MINE);
                mine.put(name, OwnAdapter.playing(OwnAdapter.compiled(source), () -> CalmRun.of(run)));
            });
        }
        return Optional.ofNullable(mine.get(name));
    }

    /** What was observed in the runs of {@code scenario}, the older generation first. */
    public List<Observation> both(Scenario scenario) {
        return Stream.of(Generation.values())
                .map(generation -> of(scenario, generation).observation())
                .toList();
    }

    /**
     * What was observed in the run called {@code name} in {@code generation}.
     *
     * @throws IllegalArgumentException if there is no such scenario or mutant
     */
    public Observation of(String name, Generation generation) {
        Optional<CalmRun> calm = calm(name, generation);
        if (calm.isPresent()) {
            return calm.get().observation();
        }
        int mark = name.indexOf('!');
        Scenario scenario = Variants.named(name.substring(0, mark));
        Mutant mutant = Mutant.named(name.substring(mark + 1));
        PatchedSimulator simulator = patched.computeIfAbsent(mutant.name(), unpatched -> mutant.compile(root));
        return mutated.computeIfAbsent(
                new Key(scenario, generation, mutant.name()), key -> simulator.run(scenario, generation, SEED));
    }

    /** The same for both generations, the older one first. */
    public List<Observation> both(String name) {
        return Stream.of(Generation.values())
                .map(generation -> of(name, generation))
                .toList();
    }

    /**
     * The verdict on the run with faults that {@code string} names.
     *
     * @throws IllegalArgumentException if it is no run string
     */
    public Verdict<FaultyRun> faulty(String string) {
        try {
            return faulty.computeIfAbsent(
                    string, unplayed -> FaultyClaims.judge(FaultyRun.of(RunString.parse(string))));
        } catch (RunStringSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The experiment called {@code name}. */
    public Experiment experiment(String name) {
        return experiments.computeIfAbsent(name, Experiments::played);
    }

    /** Whether {@code run} is the run string of a run with faults. */
    public static boolean isRunString(String run) {
        return run.contains(";");
    }

    /** What the run called {@code name} shows, for the terminal; {@code generation} counts for a calm run only. */
    public String shown(String name, Generation generation) {
        if (isRunString(name)) {
            return FaultyNumbers.missed(faulty(name));
        }
        return Experiments.exists(name) ? experiment(name).shown() : RunDiagram.of(of(name, generation));
    }

    static Generation generation(String key) {
        return Stream.of(Generation.values())
                .filter(generation -> generation.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no generation '" + key + "', only legacy and adapter, or both where they agree"));
    }
}

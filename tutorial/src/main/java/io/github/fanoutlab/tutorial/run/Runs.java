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
 * <p>A run is named as pages name it: {@code heartbeat}, a scenario or variant; {@code heartbeat!deaf-workers}, the same
 * with a {@link Mutant}; {@code heartbeat!ch08}, with the {@code MyAdapter} of a chapter; {@code heartbeat;adapter;kill:W2@3.2s}, a run string, which is played as a run with faults; or the
 * name of one of the {@link Experiments}.
 */
public final class Runs {

    /** Decides every latency and every id in the book. */
    public static final long SEED = 42;

    private record Key(Scenario scenario, Generation generation, String mutant) {}

    private static final String HONEST = "";
    private static final String BOTH = "both";

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

    /**
     * A number, as pages ask for it: {@code RUN/GENERATION/FACT} of a calm run, where the generation may be {@code both}, when both
     * agree; {@code RUNSTRING/NUMBER} of a run with faults; {@code EXPERIMENT/NUMBER}.
     *
     * @throws IllegalArgumentException if there is none, naming what there is
     */
    public long number(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length == 2 && isRunString(parts[0])) {
            return new Experiment(FaultyNumbers.of(faulty(parts[0])), "").number(parts[1]);
        }
        if (parts.length == 2) {
            return experiment(parts[0]).number(parts[1]);
        }
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a page asks for a number as RUN/GENERATION/FACT, as in heartbeat/both/eventsEachPerSecond,"
                            + " or as RUNSTRING/NUMBER or EXPERIMENT/NUMBER");
        }
        if (!parts[1].equals(BOTH)) {
            return Fact.read(parts[2], of(parts[0], generation(parts[1])));
        }
        List<Long> numbers = both(parts[0]).stream()
                .map(seen -> Fact.read(parts[2], seen))
                .distinct()
                .toList();
        if (numbers.size() > 1) {
            throw new IllegalArgumentException(
                    "the generations differ in " + parts[2] + ": " + numbers.get(0) + " in " + Generation.LEGACY + ", "
                            + numbers.get(1) + " in " + Generation.ADAPTER + "; ask for one of them");
        }
        return numbers.get(0);
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

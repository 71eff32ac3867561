package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runs of the book, each made when it is first asked for. Used by one thread.
 *
 * <p>A run is named as pages name it: {@code heartbeat}, a scenario or variant; {@code heartbeat!deaf-workers}, the same
 * with a {@link Mutant}.
 */
public final class Runs {

    /** Decides every latency and every id in the book. */
    public static final long SEED = 42;

    private record Key(Scenario scenario, Generation generation, String mutant) {}

    private static final String HONEST = "";

    private final Path root;
    private final Map<Key, CalmRun> played = new LinkedHashMap<>();
    private final Map<String, PatchedSimulator> patched = new LinkedHashMap<>();
    private final Map<Key, Observation> mutated = new LinkedHashMap<>();

    /** @param root the repository; a mutant changes a copy of one of its sources */
    public Runs(Path root) {
        this.root = root;
    }

    /** The run of {@code scenario} with the servers of {@code generation}. */
    public CalmRun of(Scenario scenario, Generation generation) {
        return played.computeIfAbsent(
                new Key(scenario, generation, HONEST), key -> CalmRun.of(scenario, generation, SEED));
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
        int mark = name.indexOf('!');
        if (mark < 0) {
            return of(Variants.named(name), generation).observation();
        }
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
}

package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.List;

/**
 * A number that a page or a question asks for, as in
 *
 * <pre>
 * sixteen!echo/adapter/eventsEachPerSecond    RUN/GENERATION/FACT of a calm run; "both" if the generations agree
 * heartbeat;adapter;kill:W3@3.2s+2s/missed    RUNSTRING/NUMBER of a run with faults
 * handshake-0.9.17/refused                    EXPERIMENT/NUMBER
 * </pre>
 */
public sealed interface AskedNumber {

    /** The run, as {@link Runs} names it. */
    String run();

    /** Which number of that run. */
    String name();

    /** Whose run is asked, if it is a calm one. */
    default Generation generation() {
        return Generation.ADAPTER;
    }

    /**
     * What the run shows.
     *
     * @throws IllegalArgumentException if there is no such run or number, naming what there is, or if the generations differ
     */
    long in(Runs runs);

    /**
     * Reads {@code text}.
     *
     * @throws IllegalArgumentException if it asks for no number; the message says how to ask
     */
    static AskedNumber parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length == 3) {
            return new OfCalmRun(parts[0], generations(parts[1]), parts[2]);
        }
        if (parts.length == 2) {
            return Runs.isRunString(parts[0])
                    ? new OfRunWithFaults(parts[0], parts[1])
                    : new OfExperiment(parts[0], parts[1]);
        }
        throw new IllegalArgumentException(
                "a page asks for a number as RUN/GENERATION/FACT, as in heartbeat/both/eventsEachPerSecond,"
                        + " or as RUNSTRING/NUMBER or EXPERIMENT/NUMBER");
    }

    private static List<Generation> generations(String key) {
        return key.equals("both") ? List.of(Generation.values()) : List.of(Runs.generation(key));
    }

    /** A {@link Fact} about a calm run of one generation, or of all that are named if they agree. */
    record OfCalmRun(String run, List<Generation> generations, String name) implements AskedNumber {

        @Override
        public Generation generation() {
            return generations.size() == 1 ? generations.get(0) : Generation.ADAPTER;
        }

        @Override
        public long in(Runs runs) {
            List<Long> numbers = generations.stream()
                    .map(generation -> Fact.read(name, runs.of(run, generation)))
                    .distinct()
                    .toList();
            if (numbers.size() > 1) {
                throw new IllegalArgumentException(
                        "the generations differ in " + name + ": " + numbers.get(0) + " in " + Generation.LEGACY + ", "
                                + numbers.get(1) + " in " + Generation.ADAPTER + "; ask for one of them");
            }
            return numbers.get(0);
        }
    }

    /** One of {@link FaultyNumbers}. */
    record OfRunWithFaults(String run, String name) implements AskedNumber {

        @Override
        public long in(Runs runs) {
            return new Experiment(FaultyNumbers.of(runs.faulty(run)), "").number(name);
        }
    }

    /** A number that an experiment tells. */
    record OfExperiment(String run, String name) implements AskedNumber {

        @Override
        public long in(Runs runs) {
            return runs.experiment(run).number(name);
        }
    }
}

package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.Rate;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Chapter 4: build a cluster in which one client gets twelve a second, in two ways. */
public final class TwelveASecond {

    private static final int WANTED = 12;

    /** What a cluster is made of, as far as the rate of its client goes. */
    private record Way(int emitters, int connections) {

        @Override
        public String toString() {
            return emitters + (emitters == 1 ? " emitter" : " emitters") + " and " + connections
                    + (connections == 1 ? " connection" : " connections");
        }
    }

    /** Judges two clusters; null for one that was not built yet. */
    public Grade grade(Scenario first, Scenario second) {
        return problem("first", first)
                .or(() -> problem("second", second))
                .or(() -> wayOf(first).equals(wayOf(second))
                        ? Optional.of("Both give " + WANTED + ", and both with " + wayOf(first)
                                + ". Which other two numbers have " + WANTED + " as their product?")
                        : Optional.empty())
                .map(Grade::notYet)
                .orElseGet(() -> Grade.right("Twelve a second with " + wayOf(first) + ", and with " + wayOf(second)
                        + ", in both generations. Emitters times connections it is."));
    }

    private static Optional<String> problem(String which, Scenario scenario) {
        if (scenario == null) {
            return Optional.of("There is no " + which + " cluster yet.");
        }
        return misbuilt(scenario)
                .or(() -> wrongRate(scenario))
                .map(problem -> "Your " + which + " cluster: " + problem);
    }

    private static Optional<String> misbuilt(Scenario scenario) {
        List<Step.Beat> beats = beats(scenario);
        if (scenario.clients().size() != 1) {
            return Optional.of("it has " + scenario.clients().size() + " clients. Twelve is what one client is to get;"
                    + " connections of other clients do not add to it.");
        }
        if (beats.size() != 1) {
            return Optional.of(
                    "it has " + beats.size() + " beats. Steps come one after the other, so several do not make a"
                            + " second fuller: let one beat name all who emit.");
        }
        if (hasTwice(scenario.clients().get(0).workers())) {
            return Optional.of(
                    "its client is connected to one worker twice. That counts double indeed, but it is a leak"
                            + " and not a cluster: connect it to different workers.");
        }
        if (hasTwice(beats.get(0).nodes())) {
            return Optional.of(
                    "one node has two timers. That counts double indeed, but as one emitter that talks twice:"
                            + " let different nodes emit.");
        }
        try {
            Expectation.of(scenario);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("it cannot be played. " + e.getMessage() + ".");
        }
    }

    private static Optional<String> wrongRate(Scenario scenario) {
        for (Generation generation : Generation.values()) {
            Observation seen = CalmRun.of(scenario, generation, Runs.SEED).observation();
            double rate = Rate.perSecond(seen, scenario.clients().get(0).name());
            if (rate != WANTED) {
                return Optional.of("its client gets "
                        + BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString() + " a second. "
                        + diagnosis(scenario, wayOf(scenario)));
            }
        }
        return Optional.empty();
    }

    private static String diagnosis(Scenario scenario, Way way) {
        if (beats(scenario).get(0).broadcast().local()) {
            return "A local emit reaches the emitting worker's own clients and does not multiply: leave local() out.";
        }
        if (way.connections == 1) {
            return "With one connection, every emit arrives once: that is " + way + ", as behind a load balancer.";
        }
        if (way.emitters + way.connections == WANTED) {
            return way + " make " + WANTED + " when added. Do they add?";
        }
        return "That is " + way + ": change one of the two.";
    }

    private static Way wayOf(Scenario scenario) {
        ClientRole client = scenario.clients().get(0);
        return new Way(beats(scenario).get(0).nodes().size(), client.workers().size());
    }

    private static List<Step.Beat> beats(Scenario scenario) {
        return scenario.steps().stream()
                .filter(Step.Beat.class::isInstance)
                .map(Step.Beat.class::cast)
                .toList();
    }

    private static boolean hasTwice(List<String> names) {
        return new LinkedHashSet<>(names).size() < names.size();
    }
}

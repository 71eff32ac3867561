package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.Rate;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.SpaceTimeTable;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Runs;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The grader of chapter 4: build a cluster in which one client gets twelve events a second, in two ways. */
public final class TwelveASecond {

    /** What the reader writes. */
    public interface Answer {

        /** A cluster whose one client gets twelve events a second. */
        Scenario first();

        /** Another one that does it differently; null as long as there is none. */
        Scenario second();
    }

    private static final int WANTED = 12;

    /** The two factors that decide how much a client gets. */
    private record Factors(int emitters, int connections) {

        @Override
        public String toString() {
            return emitters + (emitters == 1 ? " emitter" : " emitters") + " and " + connections
                    + (connections == 1 ? " connection" : " connections");
        }
    }

    /** Judges both clusters. */
    public Grade grade(Answer answer) {
        return grade(answer.first(), answer.second());
    }

    /** Judges two clusters; null stands for one that was not built yet. */
    public Grade grade(Scenario first, Scenario second) {
        return problem("first", first)
                .or(() -> problem("second", second))
                .or(() -> factorsOf(first).equals(factorsOf(second))
                        ? Optional.of(Grade.notYet("Both give " + WANTED + ", and both with " + factorsOf(first)
                                + ". Which other two factors have " + WANTED + " as their product?"))
                        : Optional.empty())
                .orElseGet(() -> Grade.right("Twelve a second with " + factorsOf(first) + ", and with "
                        + factorsOf(second) + ", in both generations: emitters times connections."));
    }

    private static Optional<Grade> problem(String which, Scenario scenario) {
        if (scenario == null) {
            return Optional.of(Grade.notYet("Your file has no " + which + " cluster yet."));
        }
        String yours = "Your " + which + " cluster: ";
        return misbuilt(scenario).map(problem -> Grade.notYet(yours + problem)).or(() -> wrongRate(yours, scenario));
    }

    private static Optional<String> misbuilt(Scenario scenario) {
        List<Step.Beat> beats = beats(scenario);
        if (scenario.clients().size() != 1) {
            return Optional.of(
                    "it has " + scenario.clients().size()
                            + " clients. One client has to get twelve events, and the connections of other clients do not count.");
        }
        if (beats.size() != 1) {
            return Optional.of("it has " + beats.size()
                    + " beats. Steps are played one after the other, so a second beat does not add events to a second of"
                    + " the first one. Let one beat name all nodes that emit.");
        }
        if (hasTwice(scenario.clients().get(0).workers())) {
            return Optional.of(
                    "its client is connected to one worker twice. That does count double, but the second connection is"
                            + " a leak. Connect the client to different workers.");
        }
        if (hasTwice(beats.get(0).nodes())) {
            return Optional.of(
                    "one node has two timers. That does count double, but it is one emitter that emits twice. Let"
                            + " different nodes emit.");
        }
        try {
            Expectation.of(scenario);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    "it cannot be played: " + e.getMessage().replaceFirst("^.* cannot be played: ", "") + ".");
        }
    }

    private static Optional<Grade> wrongRate(String yours, Scenario scenario) {
        for (Generation generation : List.of(Generation.ADAPTER, Generation.LEGACY)) {
            CalmRun run = CalmRun.of(scenario, generation, Runs.SEED);
            double rate =
                    Rate.perSecond(run.observation(), scenario.clients().get(0).name());
            if (rate != WANTED) {
                String gets = BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
                Factors factors = factorsOf(scenario);
                return Optional.of(new OneRun(
                                SpaceTimeTable.ofEmit(SpaceTime.of(run), 1, Glyphs.ASCII),
                                factors + " give " + gets + " events a second, here in " + generation.version(),
                                "")
                        .notYet(yours + "its client gets " + gets + " events a second. "
                                + diagnosis(scenario, factors)));
            }
        }
        return Optional.empty();
    }

    private static String diagnosis(Scenario scenario, Factors factors) {
        if (beats(scenario).get(0).broadcast().local()) {
            return "A local emit reaches only the emitting worker's own clients and does not multiply. Leave out"
                    + " local().";
        }
        if (factors.connections == 1) {
            return "With one connection, every emit arrives once: that is " + factors + ", as behind a load balancer.";
        }
        if (factors.emitters + factors.connections == WANTED) {
            return factors + " add up to " + WANTED + ". But do they add?";
        }
        return "That is " + factors + ". Change one of the two numbers.";
    }

    private static Factors factorsOf(Scenario scenario) {
        ClientRole client = scenario.clients().get(0);
        return new Factors(
                beats(scenario).get(0).nodes().size(), client.workers().size());
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

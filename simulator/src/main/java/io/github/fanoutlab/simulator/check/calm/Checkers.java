package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.ArrayList;
import java.util.List;

/** Which checkers judge which run: the table of contents of everything that is claimed about the two generations. */
public final class Checkers {

    private Checkers() {}

    /** The checkers of {@code scenario} in {@code generation}, in the order in which they are read. */
    public static List<Checker> of(Scenario scenario, Generation generation) {
        Expectation due = Expectation.of(scenario);
        List<Checker> checkers = new ArrayList<>();

        FlowCheckers flows = new FlowCheckers(due);
        checkers.add(flows::documentedDiagram);
        checkers.add(flows::asOftenAsEmitted);

        DeliveryCheckers deliveries = new DeliveryCheckers(due);
        checkers.add(deliveries::greetedOnce);
        checkers.add(deliveries::exactlyOnce);
        checkers.add(deliveries::inOrder);
        if (scenario.perSecond() > 0) {
            checkers.add(deliveries::documentedRate);
        }
        if (scenario.perSecond() > 0 && scenario.beats() > 1) {
            checkers.add(deliveries::aSecondApart);
        }

        RedisCheckers redis = new RedisCheckers(due, generation);
        checkers.add(redis::connections);
        checkers.add(redis::publishes);
        checkers.add(redis::deliveries);
        checkers.add(redis::ownEchoes);
        checkers.add(redis::replicatedState);

        if (scenario.steps().stream().anyMatch(Step.Kill.class::isInstance)) {
            DeathCheckers death = new DeathCheckers(due);
            checkers.add(death::isLogged);
            checkers.add(death::countGoesOn);
            checkers.add(death::onlyItsClientsMiss);
        }
        return checkers;
    }
}

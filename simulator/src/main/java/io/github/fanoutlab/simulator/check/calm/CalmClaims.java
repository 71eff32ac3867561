package io.github.fanoutlab.simulator.check.calm;

import static io.github.fanoutlab.simulator.check.Claim.that;

import io.github.fanoutlab.simulator.check.Claim;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What is claimed of a calm run: one in which nothing fails but what its scenario makes fail. It is judged by what could be
 * observed, so simulated and real runs are judged alike.
 */
public final class CalmClaims {

    private CalmClaims() {}

    /** Judges what was observed in a run. */
    public static Verdict<Observation> judge(Observation seen) {
        return new Verdict<>(
                seen,
                of(seen.scenario(), seen.dialect()).stream()
                        .map(claim -> claim.judge(seen))
                        .toList(),
                new DeathRules(Expectation.of(seen.scenario())).misses(seen),
                List.of());
    }

    /** The claims about {@code scenario} in {@code dialect}, in the order in which they are read. */
    public static List<Claim<Observation>> of(Scenario scenario, RedisDialect dialect) {
        Expectation due = Expectation.of(scenario);
        FlowRules flows = new FlowRules(due);
        DeliveryRules deliveries = new DeliveryRules(due);
        RedisRules redis = new RedisRules(due, dialect);
        DeathRules death = new DeathRules(due);
        boolean beats = scenario.perSecond() > 0;
        boolean kills = scenario.steps().stream().anyMatch(Step.Kill.class::isInstance);

        List<Claim<Observation>> claims = new ArrayList<>();
        claims.add(that("The run draws the documented diagram, arrow by arrow", flows::documentedDiagram));
        claims.add(that("Every emit takes its path exactly once", flows::asOftenAsEmitted));

        claims.add(that("Every connection is greeted once, by its own worker", deliveries::greetedOnce));
        claims.add(that(
                "Every client gets each event meant for it exactly once, and nothing else", deliveries::exactlyOnce));
        claims.add(that(
                "On each connection, the events of one sender arrive in the order in which it emitted them",
                deliveries::inOrder));
        if (beats) {
            claims.add(that(
                    "Each client gets " + scenario.perSecond() + " a second, as documented",
                    deliveries::documentedRate));
        }
        if (beats && scenario.beats() > 1) {
            claims.add(that("Beats are a second apart", deliveries::aSecondApart));
        }

        if (dialect != RedisDialect.MINE) { // which opens as many as its author likes
            claims.add(that(redis.connectionsOfEach(), redis::connections));
        }
        claims.add(that("Every emit that is not local is published to Redis once", redis::publishes));
        claims.add(that("Every live server subscribes, and receives every published message", redis::deliveries));
        boolean dropsEchoes = dialect != RedisDialect.MINE // which counts none
                && dialect != RedisDialect.STREAMS; // which carries out what comes back
        if (dropsEchoes) {
            claims.add(that("A subscribed sender gets its own message back and drops it", redis::ownEchoes));
        }
        claims.add(that(redis.whoIsToldOfConnections(), redis::replicatedState));

        if (kills) {
            claims.add(that("The master logs that a worker died", death::isLogged));
            claims.add(
                    that("The master keeps its state: it goes on counting as if nobody had died", death::countGoesOn));
            claims.add(that(
                    "Only the dead worker's clients miss something, and only what was emitted while the worker was away",
                    death::onlyItsClientsMiss));
        }
        return claims;
    }
}

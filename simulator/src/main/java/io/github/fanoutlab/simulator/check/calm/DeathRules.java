package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.check.Multiset;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.UntimedDelivery;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the death of a worker changes, and what it leaves alone. */
final class DeathRules {

    /** The source document's line: with a process id in the real cluster, with the worker's name in the simulator. */
    private static final Pattern DIED = Pattern.compile("worker \\S+ died");

    private final Expectation due;
    private final Set<String> killed = new LinkedHashSet<>();
    private final long deaths;

    DeathRules(Expectation due) {
        this.due = due;
        List<Step.Kill> kills = due.scenario().steps().stream()
                .filter(Step.Kill.class::isInstance)
                .map(Step.Kill.class::cast)
                .toList();
        kills.forEach(kill -> killed.add(kill.worker()));
        this.deaths = kills.size();
    }

    Finding isLogged(Observation seen) {
        long lines =
                seen.log().stream().filter(line -> DIED.matcher(line).find()).count();
        return Finding.same(
                Count.of(deaths, "line") + " like: worker <id> died",
                Count.of(lines, "line") + " like: worker <id> died");
    }

    Finding countGoesOn(Observation seen) {
        String prefix = Scenario.MASTER + '#';
        List<String> expected = numbers(
                prefix, due.emits().stream().map(e -> e.broadcast().payload()).toList());
        List<String> heard = numbers(
                prefix,
                seen.events().stream()
                        .filter(event -> !killed.contains(event.worker()))
                        .map(Delivery::payload)
                        .toList());
        return Finding.same(String.join(" ", expected), String.join(" ", heard));
    }

    /** The different numbers of the payloads that begin with {@code prefix}, in order. */
    private static List<String> numbers(String prefix, List<String> payloads) {
        return payloads.stream()
                .filter(payload -> payload.startsWith(prefix))
                .map(payload -> payload.substring(prefix.length()))
                .distinct()
                .toList();
    }

    Finding onlyItsClientsMiss(Observation seen) {
        Multiset<UntimedDelivery> withoutDeath =
                Multiset.of(Expectation.of(immortal()).deliveries());
        Multiset<UntimedDelivery> expected = withoutDeath.minus(Multiset.of(due.deliveries()));
        Multiset<UntimedDelivery> actual = withoutDeath.minus(
                Multiset.of(seen.events().stream().map(UntimedDelivery::of).toList()));
        return new Finding(expected.counts().equals(actual.counts()), words(expected), words(actual));
    }

    /** What the clients of dead workers missed, in the order of emitting. */
    List<Deviation> misses(Observation seen) {
        List<UntimedDelivery> got =
                seen.events().stream().map(UntimedDelivery::of).toList();
        return Expectation.of(immortal()).deliveries().stream()
                .filter(delivery -> killed.contains(delivery.worker()) && !got.contains(delivery))
                .map(delivery -> new Deviation(
                        delivery.payload(),
                        delivery.client(),
                        delivery.worker(),
                        Cause.NODE_DEAD,
                        "the scenario kills " + delivery.worker() + " before this emit, and forks it again after it"))
                .toList();
    }

    private static String words(Multiset<UntimedDelivery> missed) {
        return "missed " + missed.total() + (missed.isEmpty() ? "" : ": " + missed.firstFew());
    }

    /** The same scenario in a world in which nobody dies. */
    private Scenario immortal() {
        return due.scenario()
                .withSteps(due.scenario().steps().stream()
                        .filter(step -> !(step instanceof Step.Kill) && !(step instanceof Step.Fork))
                        .toList());
    }
}

package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Multiset;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.Receipt;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the death of a worker does, and what it leaves alone. */
final class DeathCheckers {

    /** The source document's line: with a process id in the real cluster, with the worker's name in the simulator. */
    private static final Pattern DIED = Pattern.compile("worker \\S+ died");

    private final Expectation due;
    private final Set<String> killed = new LinkedHashSet<>();
    private final long deaths;

    DeathCheckers(Expectation due) {
        this.due = due;
        List<Step.Kill> kills = due.scenario().steps().stream()
                .filter(Step.Kill.class::isInstance)
                .map(Step.Kill.class::cast)
                .toList();
        kills.forEach(kill -> killed.add(kill.worker()));
        this.deaths = kills.size();
    }

    Check isLogged(Observation seen) {
        long lines =
                seen.log().stream().filter(line -> DIED.matcher(line).find()).count();
        return Check.same(
                "The master says that a worker died",
                Count.of(deaths, "line") + " like: worker <id> died",
                Count.of(lines, "line") + " like: worker <id> died");
    }

    Check countGoesOn(Observation seen) {
        String prefix = Scenario.MASTER + '#';
        List<String> expected = numbers(
                prefix,
                due.emissions().stream().map(e -> e.broadcast().payload()).toList());
        List<String> heard = numbers(
                prefix,
                seen.events().stream()
                        .filter(event -> !killed.contains(event.worker()))
                        .map(Delivery::payload)
                        .toList());
        return Check.same(
                "The master counts on as if nobody had died: its state stays",
                String.join(" ", expected),
                String.join(" ", heard));
    }

    /** The different numbers of the payloads that begin with {@code prefix}, in order. */
    private static List<String> numbers(String prefix, List<String> payloads) {
        return payloads.stream()
                .filter(payload -> payload.startsWith(prefix))
                .map(payload -> payload.substring(prefix.length()))
                .distinct()
                .toList();
    }

    Check onlyItsClientsMiss(Observation seen) {
        Multiset<Receipt> withoutDeath = Multiset.of(Expectation.of(immortal()).receipts());
        Multiset<Receipt> expected = withoutDeath.minus(Multiset.of(due.receipts()));
        Multiset<Receipt> actual = withoutDeath.minus(
                Multiset.of(seen.events().stream().map(Receipt::of).toList()));
        return new Check(
                "Only the dead worker's clients miss something, and just what was emitted while it was away",
                expected.counts().equals(actual.counts()),
                words(expected),
                words(actual));
    }

    private static String words(Multiset<Receipt> missed) {
        return "missed " + missed.total() + (missed.isEmpty() ? "" : ": " + missed.firstFew());
    }

    /** The same scenario in a world in which nobody dies. */
    private Scenario immortal() {
        Scenario mortal = due.scenario();
        List<Step> steps = mortal.steps().stream()
                .filter(step -> !(step instanceof Step.Kill) && !(step instanceof Step.Fork))
                .toList();
        return new Scenario(
                mortal.name(),
                mortal.question(),
                mortal.master(),
                mortal.workers(),
                mortal.clients(),
                steps,
                mortal.perSecond(),
                mortal.diagram());
    }
}

package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.Count;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.check.Multiset;
import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.Rate;
import io.github.fanoutlab.simulator.check.expectation.UntimedDelivery;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Observation;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who gets what, how often, in which order and at which rate. */
final class DeliveryRules {

    /** Beats count as a second apart if their average distance is between these two: a busy machine is never exact. */
    private static final double SHORTEST_SECOND = 0.8;

    private static final double LONGEST_SECOND = 1.25;

    private final Expectation due;

    DeliveryRules(Expectation due) {
        this.due = due;
    }

    Finding greetedOnce(Observation seen) {
        List<UntimedDelivery> greeted = seen.deliveries().stream()
                .filter(Delivery::isGreeting)
                .map(UntimedDelivery::of)
                .toList();
        return sameDeliveries("greeting", due.greetings(), greeted);
    }

    Finding exactlyOnce(Observation seen) {
        List<UntimedDelivery> got =
                seen.events().stream().map(UntimedDelivery::of).toList();
        return sameDeliveries("event", due.deliveries(), got);
    }

    private static Finding sameDeliveries(String thing, List<UntimedDelivery> expected, List<UntimedDelivery> actual) {
        Multiset<UntimedDelivery> missing = Multiset.of(expected).minus(Multiset.of(actual));
        Multiset<UntimedDelivery> extra = Multiset.of(actual).minus(Multiset.of(expected));
        StringBuilder words = new StringBuilder(Count.of(actual.size(), thing));
        if (!missing.isEmpty()) {
            words.append("; missing ").append(missing.total()).append(": ").append(missing.firstFew());
        }
        if (!extra.isEmpty()) {
            words.append("; too many ").append(extra.total()).append(": ").append(extra.firstFew());
        }
        return Finding.same(Count.of(expected.size(), thing), words.toString());
    }

    Finding inOrder(Observation seen) {
        List<String> broken = new SenderOrder(due).brokenBy(seen.events());
        return Finding.same("none out of order", broken.isEmpty() ? "none out of order" : String.join(", ", broken));
    }

    Finding documentedRate(Observation seen) {
        return Finding.same(
                perClient(client -> number(due.scenario().perSecond())),
                perClient(client -> number(Rate.perSecond(seen, client.name()))));
    }

    private String perClient(Function<ClientRole, String> rate) {
        return due.scenario().clients().stream()
                .map(client -> client.name() + ": " + rate.apply(client))
                .collect(Collectors.joining(", "));
    }

    /** Without decimals where there are none. */
    private static String number(double rate) {
        return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.format(Locale.ROOT, "%.2f", rate);
    }

    Finding aSecondApart(Observation seen) {
        long first = seen.events().stream().mapToLong(Delivery::atMicros).min().orElse(0);
        long last = seen.events().stream().mapToLong(Delivery::atMicros).max().orElse(0);
        double gaps = Math.max(1, due.scenario().beats() - 1);
        double seconds = (last - first) / 1_000_000.0 / gaps;
        return new Finding(
                seconds >= SHORTEST_SECOND && seconds <= LONGEST_SECOND,
                String.format(Locale.ROOT, "%.2f to %.2f s", SHORTEST_SECOND, LONGEST_SECOND),
                String.format(Locale.ROOT, "%.2f s", seconds));
    }
}

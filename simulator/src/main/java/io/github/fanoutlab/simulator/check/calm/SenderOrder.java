package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.ExpectedEmit;
import io.github.fanoutlab.simulator.check.expectation.UntimedDelivery;
import io.github.fanoutlab.simulator.scenario.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which the events of each sender must arrive on each connection. Other claims are about events that are missing or
 * come twice. Nothing is known of events that look the same as another sender's.
 */
final class SenderOrder {

    private final Map<UntimedDelivery, Set<String>> senders = new LinkedHashMap<>();
    private final Map<Stream, List<UntimedDelivery>> inOrder = new LinkedHashMap<>();

    SenderOrder(Expectation due) {
        for (ExpectedEmit emit : due.emits()) {
            for (UntimedDelivery delivery : emit.deliveries()) {
                senders.computeIfAbsent(delivery, same -> new LinkedHashSet<>()).add(emit.node());
                inOrder.computeIfAbsent(Stream.of(emit.node(), delivery), stream -> new ArrayList<>())
                        .add(delivery);
            }
        }
    }

    /** Each event, in words, that arrived after an event that its sender emitted later. */
    List<String> brokenBy(List<Delivery> deliveries) {
        List<String> broken = new ArrayList<>();
        Map<Stream, Integer> reached = new LinkedHashMap<>();
        for (Delivery timed : deliveries) {
            UntimedDelivery delivery = UntimedDelivery.of(timed);
            Set<String> from = senders.getOrDefault(delivery, Set.of());
            if (from.size() == 1) {
                Stream stream = Stream.of(from.iterator().next(), delivery);
                List<UntimedDelivery> emitted = inOrder.get(stream);
                int last = reached.getOrDefault(stream, 0);
                int next = emitted.subList(last, emitted.size()).indexOf(delivery);
                if (next < 0) {
                    broken.add(delivery + " after \"" + emitted.get(last).payload() + '"');
                } else {
                    reached.put(stream, last + next);
                }
            }
        }
        return broken;
    }

    /** The events of one sender on one connection. */
    private record Stream(String sender, String client, String worker) {

        static Stream of(String sender, UntimedDelivery delivery) {
            return new Stream(sender, delivery.client(), delivery.worker());
        }
    }
}

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
 * The order in which each connection must see the events of each sender. Nothing is said about events that are missing or
 * come twice, and nothing about events that look the same as another sender's.
 */
final class SenderOrder {

    private final Map<UntimedDelivery, Set<String>> senders = new LinkedHashMap<>();
    private final Map<Stream, List<UntimedDelivery>> inOrder = new LinkedHashMap<>();

    SenderOrder(Expectation due) {
        for (ExpectedEmit emission : due.emissions()) {
            for (UntimedDelivery receipt : emission.receipts()) {
                senders.computeIfAbsent(receipt, same -> new LinkedHashSet<>()).add(emission.node());
                inOrder.computeIfAbsent(Stream.of(emission.node(), receipt), stream -> new ArrayList<>())
                        .add(receipt);
            }
        }
    }

    /** Each event that came after one which its sender emitted later, in words. */
    List<String> brokenBy(List<Delivery> deliveries) {
        List<String> broken = new ArrayList<>();
        Map<Stream, Integer> reached = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            UntimedDelivery receipt = UntimedDelivery.of(delivery);
            Set<String> from = senders.getOrDefault(receipt, Set.of());
            if (from.size() == 1) {
                Stream stream = Stream.of(from.iterator().next(), receipt);
                List<UntimedDelivery> emitted = inOrder.get(stream);
                int last = reached.getOrDefault(stream, 0);
                int next = emitted.subList(last, emitted.size()).indexOf(receipt);
                if (next < 0) {
                    broken.add(receipt + " after \"" + emitted.get(last).payload() + '"');
                } else {
                    reached.put(stream, last + next);
                }
            }
        }
        return broken;
    }

    /** What one sender sends over one connection. */
    private record Stream(String sender, String client, String worker) {

        static Stream of(String sender, UntimedDelivery receipt) {
            return new Stream(sender, receipt.client(), receipt.worker());
        }
    }
}

package io.github.fanoutlab.simulator.check;

import io.github.fanoutlab.simulator.scenario.Delivery;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which one connection must see the events of one sender. Nothing is said about those that are missing or
 * come twice, and nothing about events that look the same as another sender's.
 */
record SenderOrder(String client, String worker, List<Receipt> inOrder) {

    static SenderOrder of(Expectation due, String sender, String client, String worker) {
        List<Receipt> own = new ArrayList<>();
        List<Receipt> others = new ArrayList<>();
        for (Emission emission : due.emissions()) {
            List<Receipt> sameSender = emission.node().equals(sender) ? own : others;
            emission.receipts().stream()
                    .filter(receipt ->
                            receipt.client().equals(client) && receipt.worker().equals(worker))
                    .forEach(sameSender::add);
        }
        own.removeAll(others);
        return new SenderOrder(client, worker, own);
    }

    /** Each event that came after one which the sender emitted later, in words. */
    List<String> brokenBy(List<Delivery> deliveries) {
        List<String> broken = new ArrayList<>();
        int reached = 0;
        for (Delivery delivery : deliveries) {
            Receipt receipt = Receipt.of(delivery);
            if (!inOrder.contains(receipt)) {
                continue;
            }
            int next = inOrder.subList(reached, inOrder.size()).indexOf(receipt);
            if (next < 0) {
                broken.add(receipt + " after \"" + inOrder.get(reached).payload() + '"');
            } else {
                reached += next;
            }
        }
        return broken;
    }
}

package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.scenario.Delivery;

/**
 * Who gets what, over the connection to which worker: a {@link Delivery} without its time.
 *
 * @param payload the first argument, as text
 */
public record UntimedDelivery(String client, String worker, String event, String payload) {

    /** What was delivered, whenever it was. */
    public static UntimedDelivery of(Delivery delivery) {
        return new UntimedDelivery(delivery.client(), delivery.worker(), delivery.event(), delivery.payload());
    }

    @Override
    public String toString() {
        return client + " from " + worker + ": " + event + " \"" + payload + '"';
    }
}

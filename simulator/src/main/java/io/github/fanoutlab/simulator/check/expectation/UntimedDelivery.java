package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.scenario.Delivery;

/**
 * A {@link Delivery} without its time: who gets what, over the connection to which worker.
 *
 * @param payload the first argument, as text
 */
public record UntimedDelivery(String client, String worker, String event, String payload) {

    /** {@code delivery} without its time. */
    public static UntimedDelivery of(Delivery delivery) {
        return new UntimedDelivery(delivery.client(), delivery.worker(), delivery.event(), delivery.payload());
    }

    @Override
    public String toString() {
        return client + " from " + worker + ": " + event + " \"" + payload + '"';
    }
}

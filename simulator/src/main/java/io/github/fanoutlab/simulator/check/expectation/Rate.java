package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.scenario.Observation;

/** How many events a client got per second of emitting. */
public final class Rate {

    private Rate() {}

    /** Over all connections of {@code client}, without greetings; 0 if the scenario does not emit by the second. */
    public static double perSecond(Observation seen, String client) {
        int seconds = seen.scenario().beats();
        long events = seen.events().stream()
                .filter(delivery -> delivery.client().equals(client))
                .count();
        return seconds == 0 ? 0 : (double) events / seconds;
    }
}

package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * One thing that happens in a scenario. Steps follow one another: the next begins when everything that the last one set off
 * has been delivered.
 */
public sealed interface Step {

    /** {@code node} emits once. */
    record Emit(String node, Broadcast broadcast) implements Step {
        @Override
        public String toString() {
            return node + ": " + broadcast;
        }
    }

    /**
     * Each of {@code nodes} starts an interval timer of its own and emits once a second, {@code times} times.
     *
     * @param numbered whether the payload says who emits for which time, {@code W1#3}, instead of the broadcast's payload.
     *     The number is the emitting program's own count, so it goes on where the last beat of that node ended
     */
    record Beat(List<String> nodes, int times, boolean numbered, Broadcast broadcast) implements Step {

        /** The period of the source document's {@code setInterval}. */
        public static final long PERIOD_MILLIS = 1_000;

        public Beat {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String toString() {
            return String.join(", ", nodes) + ": setInterval(() -> " + broadcast + ", " + PERIOD_MILLIS + "), " + times
                    + " times" + (numbered ? ", numbered" : "");
        }
    }

    /** The process of {@code worker} is killed without a word; its clients are cut off. */
    record Kill(String worker) implements Step {
        @Override
        public String toString() {
            return "kill " + worker;
        }
    }

    /** The master forks {@code worker} again and its clients come back to it. */
    record Fork(String worker) implements Step {
        @Override
        public String toString() {
            return "fork " + worker;
        }
    }
}

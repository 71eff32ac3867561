package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * One thing that happens in a scenario. A step begins when everything that came of the one before it has been delivered.
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
     * @param numbered whether the payload names the emitting node and counts its emits, {@code W1#3}, in place of the broadcast's
     *     payload. The program keeps the count, so it goes on from one step to the next, and begins anew in a new process
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

    /** The process of {@code worker} is killed without warning; its clients are disconnected. */
    record Kill(String worker) implements Step {
        @Override
        public String toString() {
            return "kill " + worker;
        }
    }

    /** The master forks {@code worker} again, and its clients connect again. */
    record Fork(String worker) implements Step {
        @Override
        public String toString() {
            return "fork " + worker;
        }
    }
}

package io.github.fanoutlab.simulator.scenario;

/**
 * One event that a client's application received.
 *
 * @param worker the worker at the other end of the connection
 * @param atMicros microseconds since the run began
 * @param payload the first argument, as text
 */
public record Delivery(String client, String worker, long atMicros, String event, String payload) {

    /** The beginning of every worker's first event, as in the source document. */
    public static final String GREETING = "connected to worker: ";

    public boolean isGreeting() {
        return payload.startsWith(GREETING);
    }

    /** The greeting of {@code worker}, whose cluster id is the number in its name. */
    public static String greetingOf(String worker) {
        return GREETING + idOf(worker);
    }

    /** The worker that calls itself {@code id}: {@code W3} for {@code 3}. */
    public static String workerOf(String id) {
        return "W" + id;
    }

    /** {@code 3} of {@code W3}: what {@code cluster.worker.id} is in the source document. */
    public static String idOf(String worker) {
        return worker.startsWith("W") ? worker.substring(1) : worker;
    }
}

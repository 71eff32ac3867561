package io.github.fanoutlab.simulator.scenario;

/**
 * One event that a client's application got.
 *
 * @param worker over the connection to which worker
 * @param atMicros when, in microseconds since the run began
 * @param payload the first argument, as text
 */
public record Delivery(String client, String worker, long atMicros, String event, String payload) {

    /** What every worker of the source document says first. */
    public static final String GREETING = "connected to worker: ";

    public boolean isGreeting() {
        return payload.startsWith(GREETING);
    }

    /** The greeting of {@code worker}: its cluster id is the number in its name. */
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

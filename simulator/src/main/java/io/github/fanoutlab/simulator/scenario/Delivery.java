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
        return GREETING + Scenario.idOf(worker);
    }
}

package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * The world in which a scenario is played, with one generation's programs: the simulator, or real processes.
 *
 * <p>Every method returns when what it set off has happened, as far as the stage can tell by awaiting it.
 */
public interface Stage extends AutoCloseable {

    /** Starts Redis and every process of the scenario; they are connected, subscribed and, the workers, listening. */
    void boot(Scenario scenario);

    /** Connects {@code client} to one {@code worker}; it has been greeted and is in its rooms. */
    void connect(ClientRole client, String worker);

    /** {@code node} emits once. */
    void emit(String node, Broadcast broadcast);

    /** The nodes emit once a second, until each has done so as often as it should. */
    void beat(Step.Beat beat);

    /** Kills {@code worker}; the master and the worker's clients have noticed. */
    void kill(String worker);

    /** The master forks {@code worker} again; it is ready as after {@link #boot}. */
    void fork(String worker);

    /** Everything that was set off so far has been delivered, dropped or lost. */
    void settle();

    /** What was counted so far. */
    Tally tally();

    /** What the clients' applications got so far, in that order. */
    List<Delivery> deliveries();

    /** The way of every emit so far, in the order of emitting. */
    List<Flow> flows();

    /** What the processes said to their operators so far. */
    List<String> log();

    /** The hash of everything that happened; empty where a run cannot be repeated. */
    String traceHash();

    @Override
    void close();
}

package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * The world in which a scenario is played, with one generation's programs: the simulator, or real processes.
 *
 * <p>Every method returns when what it set off has happened, as far as the stage can tell by awaiting it.
 */
public interface Stage extends AutoCloseable {

    /** Plays {@code scenario} step by step, and says what could be observed. */
    default Observation play(Scenario scenario) {
        boot(scenario);
        for (ClientRole client : scenario.clients()) {
            client.workers().forEach(worker -> connect(client, worker));
        }
        settle();
        Tally connecting = tally();
        for (Step step : scenario.steps()) {
            play(step, scenario);
            settle();
        }
        return new Observation(
                scenario,
                generation(),
                deliveries(),
                flows(),
                tally().since(connecting),
                connecting,
                log(),
                traceHash());
    }

    private void play(Step step, Scenario scenario) {
        if (step instanceof Step.Emit emit) {
            emit(emit.node(), emit.broadcast());
        } else if (step instanceof Step.Beat beat) {
            beat(beat);
        } else if (step instanceof Step.Kill kill) {
            kill(kill.worker());
        } else if (step instanceof Step.Fork fork) {
            fork(fork.worker());
            scenario.clients().stream()
                    .filter(client -> client.workers().contains(fork.worker()))
                    .forEach(client -> connect(client, fork.worker()));
        }
    }

    /** Whose programs are played. */
    Generation generation();

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

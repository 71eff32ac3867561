package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * Where a scenario is played with the programs of one generation: in the simulator, or with real processes.
 *
 * <p>Each method returns when its effects have happened, as far as the stage can tell.
 */
public interface Stage extends AutoCloseable {

    /** Plays {@code scenario} step by step, each when the one before it is over, and returns what could be observed. */
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
                scenario, dialect(), deliveries(), flows(), tally().since(connecting), connecting, log(), traceHash());
    }

    private void play(Step step, Scenario scenario) {
        if (step instanceof Step.Emit emit) {
            emit(emit.node(), emit.broadcast());
        } else if (step instanceof Step.Beat beat) {
            beat(beat);
        } else if (step instanceof Step.Kill kill) {
            kill(kill.worker());
        } else if (step instanceof Step.Fork fork) {
            fork(fork.worker(), scenario);
        }
    }

    /** If the master forks the worker again, the worker's clients connect again. */
    private void fork(String worker, Scenario scenario) {
        if (fork(worker)) {
            scenario.clients().stream()
                    .filter(client -> client.workers().contains(worker))
                    .forEach(client -> connect(client, worker));
        }
    }

    /** What the programs speak on Redis. */
    RedisDialect dialect();

    /** The generation of the programs. */
    default Generation generation() {
        return dialect().generation();
    }

    /** Starts Redis and every process. Then all are connected and subscribed, and the workers listen. */
    void boot(Scenario scenario);

    /** Connects {@code client} to one {@code worker}. Then it has been greeted, and is in its rooms. */
    void connect(ClientRole client, String worker);

    /** {@code node} emits once. */
    void emit(String node, Broadcast broadcast);

    /** The nodes emit once a second, each as often as {@code beat} says. */
    void beat(Step.Beat beat);

    /** Kills {@code worker}. Then the master and the worker's clients have noticed. */
    void kill(String worker);

    /**
     * Lets the master's fork of {@code worker}, which has died, begin. Then the worker is as ready as after {@link #boot}.
     *
     * @return false if the master does not fork it again
     */
    boolean fork(String worker);

    /** Waits until everything that was sent so far has been delivered, dropped or lost. */
    void settle();

    /** What was counted so far. */
    Tally tally();

    /** What the clients' applications received so far, in order. */
    List<Delivery> deliveries();

    /** The path of every emit so far, in the order of emitting. */
    List<Flow> flows();

    /** What the processes told their operators so far. */
    List<String> log();

    /** The hash of everything that happened; empty if the run cannot be repeated. */
    String traceHash();

    @Override
    void close();
}

package io.github.fanoutlab.simulator.scenario;

import java.util.List;

/**
 * What one run of a scenario let us see; the checkers judge nothing else.
 *
 * @param tally counted from the first step on, when every client was connected already
 * @param connecting counted before that: what it took to boot and to connect the clients
 */
public record Observation(
        Scenario scenario,
        Generation generation,
        List<Delivery> deliveries,
        List<Flow> flows,
        Tally tally,
        Tally connecting,
        List<String> log,
        String traceHash) {

    public Observation {
        deliveries = List.copyOf(deliveries);
        flows = List.copyOf(flows);
        log = List.copyOf(log);
    }

    /** The deliveries that are no greetings. */
    public List<Delivery> events() {
        return deliveries.stream().filter(delivery -> !delivery.isGreeting()).toList();
    }

    /** Plays {@code scenario} on {@code stage}, step by step, and looks. */
    public static Observation of(Scenario scenario, Generation generation, Stage stage) {
        stage.boot(scenario);
        for (ClientRole client : scenario.clients()) {
            for (String worker : client.workers()) {
                stage.connect(client, worker);
            }
        }
        stage.settle();
        Tally connecting = stage.tally();
        for (Step step : scenario.steps()) {
            play(step, scenario, stage);
            stage.settle();
        }
        return new Observation(
                scenario,
                generation,
                stage.deliveries(),
                stage.flows(),
                stage.tally().since(connecting),
                connecting,
                stage.log(),
                stage.traceHash());
    }

    private static void play(Step step, Scenario scenario, Stage stage) {
        if (step instanceof Step.Emit emit) {
            stage.emit(emit.node(), emit.broadcast());
        } else if (step instanceof Step.Beat beat) {
            stage.beat(beat);
        } else if (step instanceof Step.Kill kill) {
            stage.kill(kill.worker());
        } else if (step instanceof Step.Fork fork) {
            stage.fork(fork.worker());
            for (ClientRole client : scenario.clients()) {
                if (client.workers().contains(fork.worker())) {
                    stage.connect(client, fork.worker());
                }
            }
        }
    }
}

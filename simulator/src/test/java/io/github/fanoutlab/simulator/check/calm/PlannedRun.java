package io.github.fanoutlab.simulator.check.calm;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.ExpectedEmit;
import io.github.fanoutlab.simulator.check.expectation.UntimedDelivery;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.scenario.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Observations made by hand: a run in which everything goes as it must, to be spoiled in one place by a test. */
public final class PlannedRun {

    private final Scenario scenario;
    private final Generation generation;
    private List<Delivery> deliveries = new ArrayList<>();
    private List<Flow> flows;
    private Tally tally;
    private Tally connecting;
    private List<String> log = new ArrayList<>();

    private PlannedRun(Scenario scenario, Generation generation) {
        this.scenario = scenario;
        this.generation = generation;
        Expectation due = Expectation.of(scenario);
        due.greetings().forEach(greeting -> deliveries.add(delivery(greeting, 1_000)));
        long micros = 1_000_000;
        int emitters = Math.max(
                1, (int) due.flows().stream().map(Flow::emitter).distinct().count());
        for (ExpectedEmit emit : due.emits()) {
            micros += 1_000_000 / emitters;
            for (UntimedDelivery delivery : emit.deliveries()) {
                deliveries.add(delivery(delivery, micros));
            }
        }
        flows = due.flows();
        boolean legacy = generation == Generation.LEGACY;
        long whileConnecting = legacy
                ? scenario.clients().stream()
                        .mapToLong(client -> client.workers().size() * RedisRules.stateMessages(client))
                        .sum()
                : 0;
        long state = legacy && scenario.steps().stream().anyMatch(Step.Fork.class::isInstance) ? 6 : 0;
        long nodes = due.subscribers();
        tally = new Tally(
                nodes * (legacy ? 3 : 2) + (scenario.master() == MasterRole.EMITTER ? 1 : 0),
                legacy ? 13 : 4,
                due.publishedEmits() + state,
                due.redisDeliveries() + state * nodes,
                due.ownEchoes() + state - (legacy ? 0 : due.ownEchoesToUnknownRooms()),
                state,
                100 * due.publishedEmits());
        connecting = new Tally(0, 0, 0, 0, 0, whileConnecting, 0);
        scenario.steps().stream()
                .filter(Step.Kill.class::isInstance)
                .forEach(kill -> log.add("worker " + ((Step.Kill) kill).worker() + " died"));
    }

    public static PlannedRun of(Scenario scenario, Generation generation) {
        return new PlannedRun(scenario, generation);
    }

    public Observation observation() {
        return new Observation(
                scenario, RedisDialect.usual(generation), deliveries, flows, tally, connecting, log, "hash");
    }

    public PlannedRun deliveries(UnaryOperator<List<Delivery>> spoil) {
        deliveries = spoil.apply(new ArrayList<>(deliveries));
        return this;
    }

    /** The delivery of the first event that is no greeting is what {@code spoil} makes of it. */
    public PlannedRun firstEvent(UnaryOperator<Delivery> spoil) {
        int first = 0;
        while (deliveries.get(first).isGreeting()) {
            first++;
        }
        deliveries.set(first, spoil.apply(deliveries.get(first)));
        return this;
    }

    public PlannedRun flows(UnaryOperator<List<Flow>> spoil) {
        flows = spoil.apply(new ArrayList<>(flows));
        return this;
    }

    public PlannedRun tally(UnaryOperator<Tally> spoil) {
        tally = spoil.apply(tally);
        return this;
    }

    public PlannedRun connecting(UnaryOperator<Tally> spoil) {
        connecting = spoil.apply(connecting);
        return this;
    }

    public PlannedRun log(String... lines) {
        log = List.of(lines);
        return this;
    }

    static Delivery delivery(UntimedDelivery delivery, long micros) {
        return new Delivery(delivery.client(), delivery.worker(), micros, delivery.event(), delivery.payload());
    }
}

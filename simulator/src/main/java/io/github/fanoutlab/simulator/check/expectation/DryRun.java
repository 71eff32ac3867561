package io.github.fanoutlab.simulator.check.expectation;

import io.github.fanoutlab.simulator.check.diagram.Flows;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays a scenario without any servers: tracks who is alive, how far each node has counted, and who must get what. */
final class DryRun {

    /** The event with which workers greet, as in the source document. */
    private static final String GREETING_EVENT = "data";

    private final Scenario scenario;
    private final Set<String> alive;
    private final Map<String, Integer> beatsOfNode = new LinkedHashMap<>();
    private final List<UntimedDelivery> greetings = new ArrayList<>();
    private final List<ExpectedEmit> emits = new ArrayList<>();

    DryRun(Scenario scenario) {
        this.scenario = scenario;
        this.alive = new LinkedHashSet<>(scenario.nodes());
    }

    Expectation play() {
        for (ClientRole client : scenario.clients()) {
            client.workers().forEach(worker -> greet(client, worker));
        }
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Emit emit) {
                emit(emit.node(), emit.broadcast());
            } else if (step instanceof Step.Beat beat) {
                beat(beat);
            } else if (step instanceof Step.Kill kill) {
                kill(kill.worker());
            } else if (step instanceof Step.Fork fork) {
                fork(fork.worker());
            }
        }
        return new Expectation(scenario, greetings, emits);
    }

    private void greet(ClientRole client, String worker) {
        require(
                scenario.workers().contains(worker),
                client.name() + " connects to " + worker + ", which is not a worker of it");
        greetings.add(new UntimedDelivery(client.name(), worker, GREETING_EVENT, Delivery.greetingOf(worker)));
    }

    private void beat(Step.Beat beat) {
        for (int time = 0; time < beat.times(); time++) {
            for (String node : beat.nodes()) {
                emit(node, beat.numbered() ? numbered(node, beat.broadcast()) : beat.broadcast());
            }
        }
    }

    private Broadcast numbered(String node, Broadcast broadcast) {
        return broadcast.saying(node + '#' + beatsOfNode.merge(node, 1, Integer::sum));
    }

    private void kill(String worker) {
        require(alive.contains(worker), worker + " is killed, but it is not alive");
        alive.remove(worker);
        beatsOfNode.remove(worker);
    }

    private void fork(String worker) {
        require(
                scenario.workers().contains(worker) && !alive.contains(worker),
                worker + " is forked, but it is not a dead worker");
        alive.add(worker);
        for (ClientRole client : scenario.clients()) {
            if (client.workers().contains(worker)) {
                greet(client, worker);
            }
        }
    }

    private void emit(String node, Broadcast broadcast) {
        List<String> nodes = scenario.nodes();
        require(nodes.contains(node), node + " emits, but the nodes are " + String.join(", ", nodes));
        require(alive.contains(node), node + " emits, but it is not alive");
        boolean published = !broadcast.local();
        List<Flow.Hop> hops = new ArrayList<>();
        for (String worker : scenario.workers()) {
            if (worker.equals(node) || (published && alive.contains(worker))) {
                hops.add(new Flow.Hop(worker, !worker.equals(node), due(worker, broadcast)));
            }
        }
        Flow flow = Flows.tidy(new Flow(node, published, hops));
        int subscribers = (int) alive.stream().filter(this::subscribes).count();
        boolean knowsRoom = broadcast.rooms().stream().allMatch(room -> hasMember(node, broadcast.namespace(), room));
        emits.add(new ExpectedEmit(broadcast, flow, subscribers, published && subscribes(node), knowsRoom));
    }

    private boolean hasMember(String worker, String namespace, String room) {
        return scenario.clients().stream()
                .anyMatch(client -> client.workers().contains(worker)
                        && client.namespace().equals(namespace)
                        && client.rooms().contains(room));
    }

    private List<String> due(String worker, Broadcast broadcast) {
        return scenario.clients().stream()
                .filter(client -> client.workers().contains(worker) && hears(client, broadcast))
                .map(ClientRole::name)
                .toList();
    }

    private static boolean hears(ClientRole client, Broadcast broadcast) {
        boolean meant = broadcast.rooms().isEmpty() || !Collections.disjoint(client.rooms(), broadcast.rooms());
        boolean excepted = !Collections.disjoint(client.rooms(), broadcast.except());
        return client.namespace().equals(broadcast.namespace()) && meant && !excepted;
    }

    private boolean subscribes(String node) {
        return !node.equals(Scenario.MASTER) || scenario.master() == MasterRole.SERVER;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("scenario " + scenario.name() + " cannot be played: " + otherwise);
        }
    }
}

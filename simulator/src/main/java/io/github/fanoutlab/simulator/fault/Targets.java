package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** What faults can hit in a scenario. */
final class Targets {

    private static final String REDIS = "redis";

    private final Scenario scenario;

    Targets(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Everything that a fault of {@code kind} can hit, in a fixed order. */
    List<String> of(FaultKind kind) {
        return switch (kind) {
            case KILL, CRASH, CLOCK -> scenario.nodes();
            case CUT, STALL, SILENCE, LAG, SLOW -> connections();
            case OVERFLOW ->
                connections().stream()
                        .filter(connection -> connection.endsWith(".sub"))
                        .toList();
            case PAUSE -> pausable();
            case RESTART, FULL, FAILOVER -> List.of(REDIS);
            case FIRST -> receivers();
            case LEAVE -> scenario.clients().stream().map(ClientRole::name).toList();
        };
    }

    private List<String> pausable() {
        List<String> all = new ArrayList<>(scenario.nodes());
        all.add(REDIS);
        return all;
    }

    private List<String> connections() {
        List<String> all = new ArrayList<>();
        for (String node : scenario.nodes()) {
            all.add(node + '.' + REDIS);
            if (!node.equals(Scenario.MASTER) || scenario.master() != MasterRole.EMITTER) {
                all.add(node + ".pub");
                all.add(node + ".sub");
            }
        }
        for (ClientRole client : scenario.clients()) {
            client.workers().forEach(worker -> all.add(worker + '.' + client.name()));
        }
        return all;
    }

    /** Both ends of each connection: {@code W1.sub} and {@code redis.W1.sub}, {@code W1.C1} and {@code C1.W1}. */
    private List<String> receivers() {
        List<String> all = new ArrayList<>();
        for (String connection : connections()) {
            String node = connection.substring(0, connection.indexOf('.'));
            String which = connection.substring(node.length() + 1);
            boolean withClient =
                    scenario.clients().stream().anyMatch(client -> client.name().equals(which));
            all.add(connection);
            all.add(withClient ? which + '.' + node : REDIS + '.' + (which.equals(REDIS) ? node : connection));
        }
        return all;
    }
}

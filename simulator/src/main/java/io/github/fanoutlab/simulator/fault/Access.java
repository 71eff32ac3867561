package io.github.fanoutlab.simulator.fault;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.world.Balancing;
import java.util.List;

/** How the clients of a run reach its workers: over which transport, and through which load balancer. */
public record Access(Transport transport, Balancing balancing) {

    /** The access of a run that names none: over WebSocket, directly to the workers that the scenario names. */
    public static final Access USUAL = new Access(Transport.WEBSOCKET, Balancing.NONE);

    /** The balancer's host name. */
    public static final String BALANCER = "balancer";

    /** Whether there is a balancer. */
    public boolean isBalanced() {
        return balancing != Balancing.NONE;
    }

    /** Whether all requests of a session reach one worker, as long as it lives. */
    public boolean isSticky() {
        return balancing != Balancing.ROUND_ROBIN || !transport.polls();
    }

    /** The scenario as its clients see it: behind a balancer there is one address, so each client has one connection. */
    Scenario asSeenByClients(Scenario scenario) {
        return isBalanced() ? connectedTo(List.of(BALANCER), scenario) : scenario;
    }

    /** The scenario as faults see it: through a balancer, any client may be connected to any worker. */
    Scenario asSeenByFaults(Scenario scenario) {
        return isBalanced() ? connectedTo(scenario.workers(), scenario) : scenario;
    }

    private static Scenario connectedTo(List<String> hosts, Scenario scenario) {
        return scenario.withClients(
                scenario.clients().stream().map(role -> role.at(hosts)).toList());
    }

    /** As a text for people: {@code over polling, through a balancer: round-robin}. */
    public String words(Generation generation) {
        String over = "over " + transport.key(generation);
        return isBalanced() ? over + ", through a balancer: " + balancing.key() : over;
    }

    /** As fields of a run string, each after a semicolon; empty for {@link #USUAL}. */
    public String print(Generation generation) {
        String fields = transport == USUAL.transport ? "" : ";transport=" + transport.key(generation);
        return isBalanced() ? fields + ";balancer=" + balancing.key() : fields;
    }
}

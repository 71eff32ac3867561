package io.github.fanoutlab.simulator.check.faulty;

import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;

/** A client at a worker, or at the balancer in front of the workers. Over time it can have several sessions. */
record ClientConnection(String client, String worker) implements Comparable<ClientConnection> {

    /** The connections that the clients of {@code scenario} hold, or try to open again. */
    static List<ClientConnection> of(Scenario scenario) {
        return scenario.clients().stream()
                .flatMap(role -> role.workers().stream().map(worker -> new ClientConnection(role.name(), worker)))
                .toList();
    }

    /** The connection of an event that a client recorded. */
    static ClientConnection of(TraceEvent recordedByClient) {
        return new ClientConnection(recordedByClient.lane(), recordedByClient.peer());
    }

    /** Whether it goes to the balancer, and so may lead to any worker. */
    boolean isBalanced() {
        return worker.equals(Access.BALANCER);
    }

    /** Whether it can lead to {@code node}. */
    boolean reaches(String node) {
        return isBalanced() || worker.equals(node);
    }

    @Override
    public int compareTo(ClientConnection other) {
        int byClient = client.compareTo(other.client);
        return byClient != 0 ? byClient : worker.compareTo(other.worker);
    }

    @Override
    public String toString() {
        return client + " at " + worker;
    }
}

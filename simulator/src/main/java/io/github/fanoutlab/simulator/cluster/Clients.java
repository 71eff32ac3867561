package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The real clients of a run, all on one node in the launcher's process, so that what they get has one order. Used by the
 * launcher's thread.
 */
final class Clients {

    private final Generation generation;
    private final NodePorts ports;
    private final BoundedWait wait;
    private final Consumer<String> progress;
    private final long startNanos = System.nanoTime();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Delivery> deliveries = Collections.synchronizedList(new ArrayList<>());

    /** No clients yet. {@code progress} gets a line for each that connects or is cut off. */
    Clients(Generation generation, NodePorts ports, BoundedWait wait, Consumer<String> progress) {
        this.generation = generation;
        this.ports = ports;
        this.wait = wait;
        this.progress = progress;
    }

    /**
     * Connects {@code role} to {@code worker}, unless the system leads it elsewhere. Then it has been greeted, and is in its rooms.
     *
     * @param shared whether all workers listen on {@code port}, and the system chooses one. A connection to another worker
     *     stays open and is ignored: if it ended, the nodes of 0.9 would tell each other while messages are counted
     * @return whether it is connected to {@code worker}, and not to another one
     */
    boolean connect(ClientRole role, String worker, int port, boolean shared) {
        Connection connection = dial(role, worker, URI.create("http://127.0.0.1:" + port), shared);
        if (connection == null) {
            return false;
        }
        wait.get(connection + " to be in its rooms " + role.rooms(), BoundedWait.MILLIS, connection.join());
        connections.add(connection);
        progress.accept(role.name() + " is connected to " + worker);
        return true;
    }

    /** A connection to {@code worker}; null if another worker got it. */
    private Connection dial(ClientRole role, String worker, URI server, boolean shared) {
        Connection connection = new Connection(
                role,
                worker,
                Programs.client(generation, ports, Recorder.none()),
                shared,
                payload -> deliveries.add(new Delivery(role.name(), worker, nowMicros(), "data", payload)));
        boolean wanted = wait.get(
                "the greeting of " + worker + " for " + role.name() + " at " + server,
                BoundedWait.MILLIS,
                connection.open(server));
        return wanted ? connection : null;
    }

    /** Waits until every client of {@code worker} knows that its connection is lost. */
    void awaitCutOff(String worker) {
        List<Connection> cutOff =
                connections.stream().filter(to -> to.worker().equals(worker)).toList();
        for (Connection connection : cutOff) {
            String reason = wait.get(connection + " to be cut off", BoundedWait.MILLIS, connection.over());
            progress.accept(connection + " is cut off: " + reason);
        }
        connections.removeAll(cutOff);
    }

    /** Waits until everything that the workers have sent so far has arrived. */
    void awaitArrivals() {
        List<CompletableFuture<?>> fences = new ArrayList<>();
        connections.forEach(connection -> fences.add(connection.fence()));
        for (int i = 0; i < fences.size(); i++) {
            wait.get("an ack for " + connections.get(i), BoundedWait.MILLIS, fences.get(i));
        }
    }

    /** The deliveries so far, in their order. */
    List<Delivery> deliveries() {
        synchronized (deliveries) {
            return List.copyOf(deliveries);
        }
    }

    private long nowMicros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    }
}

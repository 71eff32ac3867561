package io.github.fanoutlab.simulator.cluster;

import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A client's connection to one worker, and what the application behind it gets. Its handlers run on the clients' loop. */
final class Connection {

    private final ClientRole role;
    private final String worker;
    private final LabClient client;
    private final Consumer<String> deliver;
    private final CompletableFuture<Boolean> greeted = new CompletableFuture<>();
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private boolean heard;

    /**
     * A connection that is not yet open.
     *
     * @param anyWorker whether the system may connect it to another worker than the wanted one, or first to one and then to
     *     another that does not know it yet. Events count only from the greeting of the wanted worker on
     * @param deliver gets the payload of each event that counts
     */
    Connection(ClientRole role, String worker, LabClient client, boolean anyWorker, Consumer<String> deliver) {
        this.role = role;
        this.worker = worker;
        this.client = client;
        this.deliver = deliver;
        this.heard = !anyWorker;
        client.on("data", event -> receive(event.string(0)));
        client.onDisconnect(over::complete);
        over.thenAccept(reason -> {
            if (anyWorker) {
                greeted.complete(false);
            } else {
                greeted.completeExceptionally(new ClusterFailure("it was cut off: " + reason));
            }
        });
    }

    /** Opens it. Completes with whether the wanted worker greets; fails if no worker does. */
    CompletableFuture<Boolean> open(URI server) {
        client.connect(server, role.namespace());
        return greeted;
    }

    private void receive(String payload) {
        heard = heard || payload.equals(Delivery.greetingOf(worker));
        if (heard) {
            deliver.accept(payload);
        }
        if (payload.startsWith(Delivery.GREETING)) {
            greeted.complete(heard);
        }
    }

    /** Asks to join the client's rooms; completes when the worker has acknowledged all. */
    CompletableFuture<?> join() {
        return CompletableFuture.allOf(
                role.rooms().stream().map(room -> ackOf("join", room)).toArray(CompletableFuture[]::new));
    }

    /** Completes when everything that the worker has sent so far has arrived: its ack comes after that. */
    CompletableFuture<?> fence() {
        return CompletableFuture.anyOf(ackOf("fence"), over);
    }

    /** Completes with the reason when the connection is lost. */
    CompletableFuture<String> over() {
        return over;
    }

    String worker() {
        return worker;
    }

    @Override
    public String toString() {
        return role.name() + " on " + worker;
    }

    private CompletableFuture<?> ackOf(String event, Object... args) {
        CompletableFuture<Object> ack = new CompletableFuture<>();
        client.emitWithAck(ack::complete, event, args);
        return ack;
    }
}

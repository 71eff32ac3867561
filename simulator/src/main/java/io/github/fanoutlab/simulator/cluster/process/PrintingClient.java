package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.simulator.client.ClientEvent;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.net.URI;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A client that tells in lines what happens to it:
 *
 * <pre>
 *   localhost:3001 connecting as a client of generation adapter
 *   localhost:3001 connected
 *   W1 data "connected to worker: 1"
 *   W1 data "payload"
 *   W1 disconnected: transport close
 *   localhost:3001 reconnecting
 * </pre>
 *
 * <p>A line begins with the worker, which the client knows from its greeting, or else with the URL. Used on the node's loop.
 */
final class PrintingClient {

    private final Generation generation;
    private final LabClient client;
    private final URI url;
    private final Consumer<String> say;

    /** The worker that has greeted; the URL if none has. */
    private String from;

    private boolean connected;
    private boolean leaving;

    PrintingClient(Generation generation, NodePorts ports, URI url, String room, Consumer<String> say) {
        this.generation = generation;
        this.client = Programs.reconnectingClient(generation, Transport.WEBSOCKET, ports, Recorder.none());
        this.url = url;
        this.say = say;
        this.from = address();
        client.onConnect(() -> entered(room));
        client.onDisconnect(this::left);
        client.onAny(this::received);
    }

    void connect() {
        say("connecting as a client of generation " + generation);
        client.connect(url, namespace());
    }

    /** Disconnects, and says nothing of it. */
    void disconnect() {
        leaving = true;
        client.disconnect();
    }

    /** Whether it will not connect any more. */
    boolean isClosed() {
        return client.state() == LabClient.State.CLOSED;
    }

    private String namespace() {
        return url.getPath().isEmpty() ? "/" : url.getPath();
    }

    private String address() {
        return url.getAuthority() + (namespace().equals("/") ? "" : namespace());
    }

    private void entered(String room) {
        connected = true;
        say("connected");
        if (room != null) {
            client.emitWithAck(ack -> say("joined room " + room), "join", room);
        }
    }

    private void received(ClientEvent event) {
        String first = event.string(0);
        if (first.startsWith(Delivery.GREETING)) {
            from = Scenario.workerOf(first.substring(Delivery.GREETING.length()));
        }
        String args = event.args().stream().map(JsonText::stringify).collect(Collectors.joining(" "));
        say((event.name() + " " + args).strip());
    }

    private void left(String reason) {
        if (leaving) {
            return;
        }
        String label = from;
        from = address();
        if (connected) {
            say.accept(label + " disconnected: " + reason);
            connected = false;
            if (!isClosed()) {
                say("reconnecting");
            }
        } else {
            say("cannot connect: " + reason + (reason.contains("HTTP") ? otherGeneration() : "")
                    + (isClosed() ? "" : "; trying again"));
        }
    }

    /** What a server may be that answers, but not as expected. */
    private String otherGeneration() {
        return " (is it a server of generation "
                + (generation == Generation.LEGACY ? Generation.ADAPTER : Generation.LEGACY) + "?)";
    }

    private void say(String what) {
        say.accept(from + " " + what);
    }
}

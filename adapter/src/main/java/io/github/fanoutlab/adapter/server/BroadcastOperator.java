package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** A selection of the clients of a namespace. Immutable: each step makes a new one. May be used from any thread. */
public final class BroadcastOperator implements Broadcaster {

    private final SelectedNamespaces namespaces;
    private final BroadcastOptions options;

    BroadcastOperator(SelectedNamespaces namespaces, BroadcastOptions options) {
        this.namespaces = namespaces;
        this.options = options;
    }

    @Override
    public BroadcastOperator toAll() {
        return this;
    }

    @Override
    public BroadcastOperator to(String... rooms) {
        return new BroadcastOperator(namespaces, options.to(rooms));
    }

    @Override
    public BroadcastOperator to(long room) {
        return new BroadcastOperator(namespaces, options.numbering(room).to(Long.toString(room)));
    }

    @Override
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    @Override
    public BroadcastOperator in(long room) {
        return to(room);
    }

    @Override
    public BroadcastOperator except(String... rooms) {
        return new BroadcastOperator(namespaces, options.except(rooms));
    }

    @Override
    public BroadcastOperator except(long room) {
        return new BroadcastOperator(namespaces, options.numbering(room).except(Long.toString(room)));
    }

    @Override
    public BroadcastOperator local() {
        return new BroadcastOperator(namespaces, options.with("local", true));
    }

    @Override
    public BroadcastOperator volatile_() {
        return new BroadcastOperator(namespaces, options.with("volatile", true));
    }

    @Override
    public BroadcastOperator compress(boolean compress) {
        return new BroadcastOperator(namespaces, options.with("compress", compress));
    }

    @Override
    public BroadcastOperator timeout(long millis) {
        return new BroadcastOperator(namespaces, options.timeout(millis));
    }

    @Override
    public void emit(String event, Object... args) {
        EmitArguments<BroadcastAck> emitted = EmitArguments.of(event, args, BroadcastAck.class);
        emitWithAck(event, emitted.args(), emitted.ack());
    }

    /** {@code ack} may be null. */
    void emitWithAck(String event, Object[] args, BroadcastAck ack) {
        ArrayNode data = Payloads.event(event, args);
        if (ack == null) {
            namespaces.forEach(
                    namespace -> namespace.adapter().broadcast(Packet.event(namespace.name(), data), options));
            return;
        }
        Namespace namespace = namespaces.only("a broadcast with acks");
        if (options.timeoutMillis().isEmpty()) {
            throw new IllegalArgumentException(
                    "an ack of \"" + event + "\" needs a timeout: call timeout(millis) before emit");
        }
        Packet packet = Packet.event(namespace.name(), data);
        namespace.ask(
                "ack of \"" + event + "\"",
                ack,
                (adapter, answers) -> BroadcastAcks.await(
                        namespace.ports(), namespace.broadcastAcks(), adapter, packet, options, answers));
    }

    @Override
    public void fetchSockets(Callback<List<RemoteSocket>> answer) {
        Namespace namespace = namespaces.only("fetchSockets");
        namespace.ask(
                "callback of fetchSockets",
                answer,
                (adapter, sockets) -> adapter.fetchSockets(
                        options,
                        (error, found) -> sockets.done(
                                error,
                                error == null
                                        ? found.stream()
                                                .map(namespace::remoteSocket)
                                                .toList()
                                        : null)));
    }

    @Override
    public void socketsJoin(String... rooms) {
        List<String> all = List.of(rooms);
        namespaces.forEach(namespace -> namespace.adapter().addSockets(options, all));
    }

    @Override
    public void socketsJoin(long room) {
        new BroadcastOperator(namespaces, options.numbering(room)).socketsJoin(Long.toString(room));
    }

    @Override
    public void socketsLeave(String... rooms) {
        List<String> all = List.of(rooms);
        namespaces.forEach(namespace -> namespace.adapter().delSockets(options, all));
    }

    @Override
    public void socketsLeave(long room) {
        new BroadcastOperator(namespaces, options.numbering(room)).socketsLeave(Long.toString(room));
    }

    @Override
    public void disconnectSockets(boolean close) {
        namespaces.forEach(namespace -> namespace.adapter().disconnectSockets(options, close));
    }
}

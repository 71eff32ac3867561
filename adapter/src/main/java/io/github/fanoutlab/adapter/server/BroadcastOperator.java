package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A selection of a namespace's clients. Immutable: each step makes a new one. From any thread. */
public final class BroadcastOperator implements Broadcaster {

    private final Namespace namespace;
    private final BroadcastOptions options;

    BroadcastOperator(Namespace namespace, BroadcastOptions options) {
        this.namespace = namespace;
        this.options = options;
    }

    @Override
    public BroadcastOperator toAll() {
        return this;
    }

    @Override
    public BroadcastOperator to(String... rooms) {
        return new BroadcastOperator(namespace, options.to(rooms));
    }

    @Override
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    @Override
    public BroadcastOperator except(String... rooms) {
        return new BroadcastOperator(namespace, options.except(rooms));
    }

    @Override
    public BroadcastOperator local() {
        return new BroadcastOperator(namespace, options.with("local", true));
    }

    @Override
    public BroadcastOperator volatile_() {
        return new BroadcastOperator(namespace, options.with("volatile", true));
    }

    @Override
    public BroadcastOperator compress(boolean compress) {
        return new BroadcastOperator(namespace, options.with("compress", compress));
    }

    @Override
    public BroadcastOperator timeout(long millis) {
        return new BroadcastOperator(namespace, options.timeout(millis));
    }

    @Override
    public void emit(String event, Object... args) {
        Outgoing<BroadcastAck> outgoing = Outgoing.of(event, args, BroadcastAck.class);
        emitWithAck(event, outgoing.args(), outgoing.ack());
    }

    /** {@code ack} may be null. */
    void emitWithAck(String event, Object[] args, BroadcastAck ack) {
        Packet packet = Packet.event(namespace.name(), Payloads.event(event, args));
        if (ack == null) {
            namespace.onAdapter(adapter -> adapter.broadcast(packet, options));
            return;
        }
        if (options.timeoutMillis().isEmpty()) {
            throw new IllegalArgumentException(
                    "how long should the answers to \"" + event + "\" be waited for? Call timeout(millis) first");
        }
        Callback<List<JsonNode>> guarded = namespace.guarded("ack of \"" + event + "\"", ack);
        namespace.onAdapter(adapter -> BroadcastAnswers.await(namespace.ports(), adapter, packet, options, guarded));
    }

    @Override
    public void fetchSockets(Callback<List<RemoteSocket>> answer) {
        Callback<List<RemoteSocket>> guarded = namespace.guarded("callback of fetchSockets", answer);
        namespace.onAdapter(adapter -> adapter.fetchSockets(
                options,
                (error, found) -> guarded.done(
                        error,
                        error == null
                                ? found.stream().map(namespace::remoteSocket).toList()
                                : null)));
    }

    @Override
    public void socketsJoin(String... rooms) {
        List<String> all = List.of(rooms);
        namespace.onAdapter(adapter -> adapter.addSockets(options, all));
    }

    @Override
    public void socketsLeave(String... rooms) {
        List<String> all = List.of(rooms);
        namespace.onAdapter(adapter -> adapter.delSockets(options, all));
    }

    @Override
    public void disconnectSockets(boolean close) {
        namespace.onAdapter(adapter -> adapter.disconnectSockets(options, close));
    }
}

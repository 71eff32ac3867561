package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import java.util.List;

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
    public void emit(String event, Object... args) {
        Packet packet = Packet.event(namespace.name(), Payloads.event(event, args));
        namespace.onAdapter(adapter -> adapter.broadcast(packet, options));
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

package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.protocol.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * A broadcast to a namespace: its recipients and its flags. Immutable: each method returns a new one, which may be kept and
 * shared, unlike the flags of 0.9. May be used from any thread.
 */
public final class Broadcast {

    private final Namespace namespace;
    private final String key;
    private final List<String> exceptIds;
    private final boolean json;
    private final boolean isVolatile;

    Broadcast(Namespace namespace, String key, List<String> exceptIds, boolean json, boolean isVolatile) {
        this.namespace = namespace;
        this.key = key;
        this.exceptIds = List.copyOf(exceptIds);
        this.json = json;
        this.isVolatile = isVolatile;
    }

    /** To the members of {@code room} only, instead of any room named before. An empty name, or null, means the whole namespace. */
    public Broadcast in(String room) {
        String roomKey = room == null || room.isEmpty() ? namespace.name() : namespace.roomKey(room);
        return new Broadcast(namespace, roomKey, exceptIds, json, isVolatile);
    }

    /** The same as {@link #in}. */
    public Broadcast to(String room) {
        return in(room);
    }

    /** Not to the client of session {@code id}. */
    public Broadcast except(String id) {
        List<String> more = new ArrayList<>(exceptIds);
        more.add(id);
        return new Broadcast(namespace, key, more, json, isVolatile);
    }

    /** As JSON; useful with {@link #send}. */
    public Broadcast json() {
        return new Broadcast(namespace, key, exceptIds, true, isVolatile);
    }

    /** Only to clients with an open transport. It is not buffered for the others. */
    public Broadcast volatile_() {
        return new Broadcast(namespace, key, exceptIds, json, true);
    }

    /** Emits an event. */
    public void emit(String event, Object... args) {
        packet(Packet.event(namespace.name(), event, JavaScriptJson.listOf(EmitArgs.withoutAcks(args))));
    }

    /** Sends a message: text, or any value as JSON after {@link #json()}. */
    public void send(Object data) {
        packet(
                json
                        ? Packet.json(namespace.name(), JavaScriptJson.of(data))
                        : Packet.message(namespace.name(), String.valueOf(data)));
    }

    private void packet(Packet packet) {
        namespace.manager().ports().loop().run(() -> namespace.packet(packet, key, isVolatile, exceptIds));
    }
}

package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sessions of the cluster, from their first transport to their end: the tables that this node keeps of all of them, and the
 * transports that are here.
 *
 * <p>What happens when a client's first transport opens, and what a node publishes of it, in order:
 *
 * <pre>
 *   open [id]             connect [id]
 *   handshake [id,data]   without the date "issued", so that it is not collected as unused
 *   handshake [id,data]   once more, as whenever a client connects to a namespace, here to the default one
 *   join [id,""]          then 1:: goes to the client, and the connection handlers run
 * </pre>
 *
 * <p>And when it ends: {@code close [id]}, the disconnect handlers, EXPIRE of the client's hash, {@code
 * disconnect-remote [id,reason]}, which the dialect 0.9.16 does not know.
 *
 * <p>Used on the node's loop only.
 */
final class Sessions {

    private static final long GARBAGE_COLLECTION_MILLIS = 10_000;

    private final Manager manager;
    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private SessionTables tables = new SessionTables(this::backlogOf);
    private EventLoop.Timer garbageCollection;

    Sessions(Manager manager) {
        this.manager = manager;
    }

    /** Empties all tables. */
    void forgetAll() {
        tables.dropAllBuffered();
        tables = new SessionTables(this::backlogOf);
    }

    SessionTables tables() {
        return tables;
    }

    /** The latest transport of session {@code id}, open or not; null if it is not on this node. */
    Transport transport(String id) {
        return transports.get(id);
    }

    /** Does something with the latest transport of session {@code id}, open or not, if it is on this node. */
    void ifHere(String id, Consumer<Transport> action) {
        Transport transport = transports.get(id);
        if (transport != null) {
            action.accept(transport);
        }
    }

    /** The open transport of session {@code id}; null if it is not on this node. */
    Transport openTransport(String id) {
        Transport transport = transports.get(id);
        return transport != null && transport.isOpen() ? transport : null;
    }

    /** A transport was made for session {@code id}: the end of {@code handleClient} in lib/manager.js. */
    void adopt(String id, Transport transport) {
        // region refuse
        ObjectNode handshake = tables.handshake(id);
        if (handshake == null) {
            if (transport.isOpen()) {
                transport.error(PacketText.NOT_HANDSHAKEN, PacketText.RECONNECT);
            }
            transport.discard();
            return;
        }
        // endregion
        if (transport.isOpen()) {
            sendBuffered(id, transport);
            manager.applyAndPublish(StoreMessage.open(id));
            transports.put(id, transport);
        }
        if (!tables.isConnected(id)) {
            connect(id, handshake);
        }
    }

    private void connect(String id, ObjectNode handshake) {
        manager.applyAndPublish(StoreMessage.connect(id));
        handshake.remove("issued");
        manager.applyAndPublish(new StoreMessage.Handshake(id, handshake));
        manager.connectToNamespaces(id);
        for (Channel channel : List.of(Channel.MESSAGE_REMOTE, Channel.DISCONNECT_REMOTE)) {
            store().subscribe(channel, id, args -> manager.receive(channel, args));
        }
    }

    /** A transport of session {@code id} has opened, here or elsewhere. Any other that is here is discarded, but stays open. */
    void transportOpened(String id) {
        tables.open(id);
        if (tables.isBuffering(id)) {
            store().unsubscribe(Channel.DISPATCH_REMOTE, id, () -> {
                Transport open = openTransport(id);
                if (open != null) {
                    sendBuffered(id, open);
                }
            });
        }
        discardTransport(id);
    }

    private void sendBuffered(String id, Transport transport) {
        List<String> packets = tables.takeBuffered(id);
        if (!packets.isEmpty()) {
            transport.payload(packets);
        }
    }

    private void discardTransport(String id) {
        Transport transport = transports.remove(id);
        if (transport != null) {
            transport.discard();
        }
    }

    /** No transport of session {@code id} is open, here or, as far as this node knows, elsewhere: packets wait for the next. */
    void transportClosed(String id) {
        tables.close(id);
        store().subscribe(Channel.DISPATCH_REMOTE, id, args -> new StoreMessage.DispatchRemote(args).bufferIn(tables));
    }

    /**
     * Writes {@code packet} to the client's open transport if that is here. Otherwise, unless it is volatile, buffers it for the
     * next transport.
     *
     * @return whether it was written
     */
    boolean writeOrBuffer(String id, String packet, boolean isVolatile) {
        Transport transport = openTransport(id);
        if (transport != null) {
            transport.onDispatch(packet, isVolatile);
        } else if (!isVolatile) {
            tables.buffer(id, packet);
        }
        return transport != null;
    }

    /**
     * The packets that wait for session {@code id} have no limit in time: if its transport was here, the close timeout ends it; if not,
     * they wait for nobody, as in 0.9.
     */
    private Backlog backlogOf(String id) {
        NodePorts ports = manager.ports();
        return ports.backlogs()
                .open(
                        "client " + id,
                        Long.MAX_VALUE,
                        reason -> ports.loop().execute(() -> {
                            tables.dropBuffered(id);
                            Transport transport = transports.get(id);
                            if (transport != null) {
                                transport.end(reason);
                            }
                        }));
    }

    /** Forgets session {@code id}, which is over: {@code onDisconnect} of lib/manager.js. */
    void forget(String id) {
        discardTransport(id);
        tables.remove(id);
        Object expiration = manager.settings().get("client store expiration");
        store().destroyClient(id, expiration instanceof Number seconds ? seconds.longValue() : null);
        store().unsubscribe(Channel.DISPATCH_REMOTE, id, () -> {});
    }

    /** Begins to collect unused handshakes. As in 0.9, a node that never listens never does. */
    void startGarbageCollection() {
        if (garbageCollection == null) {
            EventLoop loop = manager.ports().loop();
            garbageCollection = loop.every(
                    GARBAGE_COLLECTION_MILLIS,
                    () -> tables.unusedHandshakes(loop.wallClockMillis()).forEach(this::forget));
        }
    }

    /** Ends every session that has a transport here. */
    void close() {
        if (garbageCollection != null) {
            garbageCollection.cancel();
        }
        List.copyOf(transports.values()).forEach(transport -> transport.end("server close"));
    }

    private Store store() {
        return manager.store();
    }
}

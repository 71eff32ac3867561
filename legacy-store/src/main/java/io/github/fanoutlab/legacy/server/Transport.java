package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.AckMode;
import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import java.util.List;

/**
 * A connection to one client, as in lib/transport.js. A session has one after the other, perhaps on different nodes.
 *
 * <pre>
 *            begin                  onClose: the session waits for its next transport
 *   (made) --------&gt; OPEN ----------------------------------&gt; CLOSED
 *                     |   \                                     | close timeout (60 s)
 *                     |    \ end(reason)                        v end
 *                     |     +------------------------------&gt; DISCONNECTED: the session is over, on every node
 *                     | another transport of the session opened, here or elsewhere
 *                     v
 *                 DISCARDED: no timers; a broken connection goes unnoticed. It still hears its client, and a close
 *                            frame there still ends the session: a defect of 0.9, kept.
 * </pre>
 *
 * <p>While it is open, the server sends a heartbeat when {@code heartbeat interval} has passed since the client's last one, and
 * then waits {@code heartbeat timeout} for the client's.
 */
abstract class Transport {

    /** Counts writes to clients; several packets written at once count as one. */
    private static final String PACKETS_TO_CLIENTS = "legacy.packetsToClients";

    private final Manager manager;
    private final ServerLog log;
    private final String id;
    private final String name;
    private boolean open;
    private boolean disconnected;
    private boolean listening;
    private boolean handlersSet;
    private EventLoop.Timer closeTimeout;
    private EventLoop.Timer heartbeatTimeout;
    private EventLoop.Timer heartbeatInterval;

    Transport(Manager manager, String id, String name) {
        this.manager = manager;
        this.log = manager.log();
        this.id = id;
        this.name = name;
    }

    /** Writes one encoded packet, if this transport is open. */
    abstract void write(String packet);

    /** Writes several at once. */
    abstract void payload(List<String> packets);

    /** Closes what lies under this transport. */
    abstract void doClose();

    /** Whether it stays open after a write. Such transports have heartbeats. */
    boolean isLasting() {
        return true;
    }

    final void countPacket() {
        manager.ports().counters().increment(PACKETS_TO_CLIENTS);
    }

    final Manager manager() {
        return manager;
    }

    final ServerLog log() {
        return log;
    }

    /** The session's id. */
    final String id() {
        return id;
    }

    /** {@code websocket}, {@code htmlfile}, {@code xhr-polling} or {@code jsonppolling}, as 0.9 logs it. */
    final String name() {
        return name;
    }

    final boolean isOpen() {
        return open;
    }

    final boolean isDisconnected() {
        return disconnected;
    }

    /** Whether this transport still notices that its connection breaks. */
    final boolean isListening() {
        return listening;
    }

    /** The GET that becomes this transport has arrived. */
    void begin(HttpRequest request) {
        log.debug(() -> "setting request " + request.method() + " " + request.target());
        open = true;
        setHeartbeatInterval();
        setHandlers();
    }

    private void setHandlers() {
        Store store = manager.store();
        store.subscribe(Channel.HEARTBEAT_CLEAR, id, args -> onHeartbeatClear());
        store.subscribe(Channel.DISCONNECT_FORCE, id, args -> onForcedDisconnect());
        store.subscribe(Channel.DISPATCH_REMOTE, id, args -> new StoreMessage.DispatchRemote(args).writeTo(this));
        handlersSet = true;
        listening = true;
    }

    /** As in 0.9, this may happen twice, and then hits the channels of a transport that has taken over: a defect, kept. */
    private void clearHandlers() {
        if (handlersSet) {
            for (Channel channel :
                    List.of(Channel.DISCONNECT_FORCE, Channel.HEARTBEAT_CLEAR, Channel.DISPATCH_REMOTE)) {
                manager.store().unsubscribe(channel, id, () -> {});
            }
            listening = false;
        }
    }

    /** Writes a packet that a namespace sends. A volatile one is written only if this transport is open. */
    final void onDispatch(String packet, boolean isVolatile) {
        if (isVolatile && !open) {
            log.debug(() -> "ignoring volatile packet, transport not open");
        } else {
            write(packet);
        }
    }

    /** The client sent {@code packet}. */
    final void onMessage(Packet packet) {
        Transport current = manager.sessions().transport(id);
        if (packet.type() == PacketType.HEARTBEAT) {
            log.debug(() -> "got heartbeat packet");
            if (current != null && current.open) {
                current.onHeartbeatClear();
            } else {
                manager.publish(StoreMessage.heartbeatClear(id));
            }
        } else if (packet.type() == PacketType.DISCONNECT && packet.endpoint().isEmpty()) {
            log.debug(() -> "got disconnection packet");
            if (current != null) {
                current.onForcedDisconnect();
            } else {
                manager.publish(StoreMessage.disconnectForce(id));
            }
        } else {
            handle(packet);
        }
    }

    /** As in 0.9, a node with a transport of the session handles the packet, even if its event handlers are elsewhere: a defect. */
    private void handle(Packet packet) {
        if (packet.ack() == AckMode.RECEIPT) {
            acknowledge(packet);
        }
        if (manager.sessions().transport(id) != null) {
            manager.onClientMessage(id, packet);
        } else {
            manager.publish(new StoreMessage.MessageRemote(id, packet));
        }
    }

    private void acknowledge(Packet packet) {
        log.debug(() -> "acknowledging packet automatically");
        String ack = PacketText.encode(Packet.ack(packet.endpoint(), packet.id(), List.of()));
        if (!manager.sessions().writeOrBuffer(id, ack, false)) {
            manager.publish(StoreMessage.DispatchRemote.of(id, ack));
        }
    }

    /** A heartbeat of the client has arrived, here or on another node. */
    final void onHeartbeatClear() {
        clearHeartbeatTimeout();
        setHeartbeatInterval();
    }

    /** The client, or the server's user, ends the session. */
    final void onForcedDisconnect() {
        if (!disconnected) {
            log.info(() -> "transport end by forced client disconnection");
            if (open) {
                packet(Packet.of(PacketType.DISCONNECT, ""));
            }
            end("booted");
        }
    }

    /** Tells the client why it is refused, and ends the session. */
    final void error(String reason, String advice) {
        packet(Packet.error("", reason, advice));
        log.warn(() -> reason + " client should " + advice);
        end("error");
    }

    final void packet(Packet packet) {
        write(PacketText.encode(packet));
    }

    /** Nothing can be written any more. The session waits {@code close timeout} for its next transport. */
    final void onClose() {
        if (open) {
            setCloseTimeout();
            clearHandlers();
            open = false;
            manager.applyAndPublish(StoreMessage.close(id));
        }
    }

    /** Ends the session for {@code reason}; null is JavaScript's {@code undefined}. */
    void end(String reason) {
        if (disconnected) {
            return;
        }
        log.info(() -> "transport end (" + (reason == null ? "undefined" : reason) + ")");
        boolean local = manager.sessions().transport(id) != null;
        if (open) {
            doClose();
            onClose();
        }
        clearTimeouts();
        disconnected = true;
        if (local) {
            manager.onClientDisconnect(id, reason);
        }
        if (!local || manager.dialect().publishesEnd()) {
            manager.publish(StoreMessage.DisconnectRemote.because(id, reason));
        }
    }

    /** Another transport has taken over. */
    final void discard() {
        log.debug(() -> "discarding transport");
        clearTimeouts();
        clearHandlers();
    }

    private void setCloseTimeout() {
        if (closeTimeout == null) {
            closeTimeout = schedule("close timeout", () -> {
                log.debug(() -> "fired close timeout for client " + id);
                closeTimeout = null;
                end("close timeout");
            });
            log.debug(() -> "set close timeout for client " + id);
        }
    }

    private void setHeartbeatTimeout() {
        if (heartbeatTimeout == null && heartbeats()) {
            heartbeatTimeout = schedule("heartbeat timeout", () -> {
                log.debug(() -> "fired heartbeat timeout for client " + id);
                heartbeatTimeout = null;
                end("heartbeat timeout");
            });
            log.debug(() -> "set heartbeat timeout for client " + id);
        }
    }

    private void setHeartbeatInterval() {
        if (heartbeatInterval == null && isLasting() && heartbeats()) {
            heartbeatInterval = schedule("heartbeat interval", () -> {
                heartbeat();
                heartbeatInterval = null;
            });
            log.debug(() -> "set heartbeat interval for client " + id);
        }
    }

    private void heartbeat() {
        if (open) {
            log.debug(() -> "emitting heartbeat for client " + id);
            packet(Packet.of(PacketType.HEARTBEAT, ""));
            setHeartbeatTimeout();
        }
    }

    /** Cancels all timers. */
    void clearTimeouts() {
        if (closeTimeout != null) {
            closeTimeout.cancel();
            closeTimeout = null;
            log.debug(() -> "cleared close timeout for client " + id);
        }
        clearHeartbeatTimeout();
        if (heartbeatInterval != null && heartbeats()) {
            heartbeatInterval.cancel();
            heartbeatInterval = null;
            log.debug(() -> "cleared heartbeat interval for client " + id);
        }
    }

    private void clearHeartbeatTimeout() {
        if (heartbeatTimeout != null && heartbeats()) {
            heartbeatTimeout.cancel();
            heartbeatTimeout = null;
            log.debug(() -> "cleared heartbeat timeout for client " + id);
        }
    }

    private boolean heartbeats() {
        return manager.settings().enabled("heartbeats");
    }

    final EventLoop.Timer schedule(String setting, Runnable task) {
        return manager.ports().loop().schedule(manager.settings().millis(setting), task);
    }
}

package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.adapter.engine.EnginePacket.Type;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One client's lasting connection, over one transport and then perhaps another.
 *
 * <pre>
 *            close()              buffer flushed, transport closed: "forced close"
 *   OPEN -------------&gt; CLOSING ---------------------------------------------------&gt; CLOSED
 *     |                    |                                                            ^
 *     +--------------------+---- transport broke: "transport close", "transport error" -+
 *     +--------------------+---- no pong: "ping timeout" -------------------------------+
 *     +------------------------- what arrived was no packet: "parse error" -------------+
 * </pre>
 *
 * <p>A WebSocket closes at once. A polling client without a waiting poll is told with its next one. A client may try out a second
 * transport ({@link UpgradeProbe}) and then move to it. What it does not read waits in the buffer, counted in a {@link
 * io.github.fanoutlab.platform.Backlog}. The {@link Heartbeat} notices when the client is gone. Read in {@code engine.io} 6.6, {@code
 * socket.ts}.
 */
public final class EngineSocket {

    /** Receives the messages. */
    public interface Listener {

        /** A message of text. */
        void onText(String text);

        /** A message of bytes. */
        void onBinary(byte[] binary);

        /** The connection is over; called once, as the last. */
        void onClose(String reason);
    }

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    static final String DEBUG_NAMESPACE = "engine:socket";

    private final String id;
    private final HttpRequest request;
    private final NodePorts ports;
    private final EngineOptions options;
    private final Runnable onClosed;
    private final int protocol;
    private final Heartbeat heartbeat;
    private final List<EnginePacket> buffer = new ArrayList<>();
    private final HandlerList<String> upgradeHandlers;

    private State state = State.OPEN;
    private Transport transport;
    private Listener listener;
    private UpgradeProbe probe;
    private boolean upgraded;
    private long waitingBytes;
    private long lastFlush = -1;

    /** {@code onClosed} runs once, before the listener's {@link Listener#onClose}. */
    EngineSocket(String id, HttpRequest request, NodePorts ports, EngineOptions options, Runnable onClosed) {
        this.id = id;
        this.request = request;
        this.ports = ports;
        this.options = options;
        this.onClosed = onClosed;
        this.protocol = EngineRevision.numberOf(request);
        this.heartbeat = Heartbeat.of(protocol, new Beating());
        this.upgradeHandlers = new HandlerList<>(ports.log(), "upgrade");
    }

    /** Starts on {@code transport} and sends the open packet. */
    void open(Transport transport, List<String> upgrades) {
        use(transport);
        send(EnginePacket.of(
                Type.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":["
                        + upgrades.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","))
                        + "],\"pingInterval\":" + options.pingIntervalMillis() + ",\"pingTimeout\":"
                        + options.pingTimeoutMillis() + ",\"maxPayload\":" + options.maxPayloadBytes() + "}"));
        heartbeat.begin();
    }

    private void use(Transport transport) {
        this.transport = transport;
        transport.listen(new Transport.Listener() {
            @Override
            public void onPacket(EnginePacket packet) {
                receive(packet);
            }

            @Override
            public void onWritable() {
                flush();
            }

            @Override
            public void onClose(String reason) {
                closed(reason);
            }
        });
    }

    /** {@code polling} or {@code websocket}, whichever carries the packets now. On the loop. */
    public String transportName() {
        return transport.name();
    }

    /** Calls {@code handler} with the name of the new transport when the client has moved to it. On the loop. */
    public void onUpgrade(Consumer<String> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        upgradeHandlers.add(handler);
    }

    /** What carries the packets now. */
    Transport transport() {
        return transport;
    }

    /** Whether a second transport is being tried out. */
    boolean isUpgrading() {
        return probe != null;
    }

    /** Whether a second transport took over. */
    boolean isUpgraded() {
        return upgraded;
    }

    /** Lets the client try out a second transport. */
    void maybeUpgrade(Transport next) {
        log(() -> "might upgrade socket transport from \"" + transport.name() + "\" to \"" + next.name() + "\"");
        if (transport instanceof PollingTransport polling) {
            polling.upgradeBegins();
        }
        probe = new UpgradeProbe(this, next, ports, options.upgradeTimeoutMillis());
    }

    /** Moves the client to {@code next}; what waits for it is sent there. */
    void upgradeTo(Transport next) {
        transport.discard();
        if (transport instanceof PollingTransport polling) {
            polling.refuseLatePoll();
        }
        upgraded = true;
        letGoOfTransport();
        heartbeat.moved();
        transport.backlog().remove(waitingBytes);
        next.backlog().add(waitingBytes);
        use(next);
        upgradeHandlers.tell(next.name());
        flush();
        if (state == State.CLOSING) {
            closeTransport();
        }
    }

    void probeEnded() {
        probe = null;
    }

    /** Answers a waiting poll, so that a client that wants to move need not wait for it. */
    void releasePoll() {
        if (transport.name().equals(PollingTransport.NAME) && transport.isWritable()) {
            log(() -> "writing a noop packet to polling for fast upgrade");
            transport.send(List.of(EnginePacket.NOOP));
        }
    }

    /** The session id, a secret of this client and the server. */
    public String id() {
        return id;
    }

    /** The revision of Engine.IO that is spoken: 4 or 3. */
    public int protocol() {
        return protocol;
    }

    /** The request that opened the connection. */
    public HttpRequest request() {
        return request;
    }

    /**
     * Sets the listener, in the turn in which the socket was handed over.
     *
     * @throws IllegalStateException if there is one already
     */
    public void listen(Listener listener) {
        if (this.listener != null) {
            throw new IllegalStateException("the socket " + id + " has a listener already");
        }
        this.listener = listener;
    }

    /** Whether messages can be sent: neither end has closed, as far as this end knows. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Whether a volatile message may be sent now: false while a slow reader has not caught up, and, as in Node, once something was
     * sent while the same input or timer is handled.
     */
    public boolean isWritable() {
        return buffer.isEmpty()
                && transport.isWritable()
                && lastFlush != ports.loop().handledCount();
    }

    /** Sends, or keeps until the reader has caught up; dropped when the socket is no longer open. */
    public void send(EnginePacket packet) {
        if (state != State.OPEN) {
            return;
        }
        log(() -> "sending packet \"" + packet.type().label() + "\" ("
                + (packet.isBinary() ? "<" + packet.binary().length + " bytes>" : packet.text()) + ")");
        buffer.add(packet);
        flush();
        if (!buffer.isEmpty()) {
            waitingBytes += packet.size();
            transport.backlog().add(packet.size());
        }
    }

    /** Closes after what was sent before; the listener's {@code onClose} is called then. */
    public void close() {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        if (buffer.isEmpty()) {
            closeTransport();
        }
    }

    /** Closes at once and drops what still waits. */
    void discard() {
        closed("forced close");
    }

    private void closeTransport() {
        transport.close(() -> closed("forced close"));
    }

    private void flush() {
        if (state == State.CLOSED || buffer.isEmpty() || !transport.isWritable()) {
            return;
        }
        log(() -> "flushing buffer to transport");
        List<EnginePacket> packets = List.copyOf(buffer);
        clearBuffer();
        lastFlush = ports.loop().handledCount();
        transport.send(packets);
        if (state == State.CLOSING) {
            closeTransport();
        }
    }

    private void clearBuffer() {
        buffer.clear();
        transport.backlog().remove(waitingBytes);
        waitingBytes = 0;
    }

    private void receive(EnginePacket packet) {
        if (state != State.OPEN) {
            log(() -> "packet received with closed socket");
            return;
        }
        log(() -> "received packet " + packet.type().label());
        heartbeat.received(packet.type());
        switch (packet.type()) {
            case ERROR -> closed("parse error");
            case MESSAGE -> message(packet);
            default -> {
                // Pings and pongs are the heartbeat's; the others mean nothing here, nor does close over WebSocket, as
                // in Node.
            }
        }
    }

    private void message(EnginePacket packet) {
        if (packet.isBinary()) {
            listener.onBinary(packet.binary());
        } else {
            listener.onText(packet.text());
        }
    }

    private void closed(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        heartbeat.end();
        clearBuffer();
        transport.discard();
        letGoOfTransport();
        onClosed.run();
        if (listener != null) {
            listener.onClose(reason);
        }
        if (probe != null) {
            probe.socketClosed();
        }
    }

    private void letGoOfTransport() {
        transport.listen(Transport.Listener.NONE);
        transport.close(() -> {});
    }

    private void log(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }

    /** What the heartbeat may do with this socket. */
    private final class Beating implements Heartbeat.Pulse {

        @Override
        public EventLoop loop() {
            return ports.loop();
        }

        @Override
        public EngineOptions options() {
            return options;
        }

        @Override
        public void send(EnginePacket packet) {
            EngineSocket.this.send(packet);
        }

        @Override
        public void over(String reason) {
            closed(reason);
        }

        @Override
        public void log(Supplier<String> message) {
            EngineSocket.this.log(message);
        }
    }
}

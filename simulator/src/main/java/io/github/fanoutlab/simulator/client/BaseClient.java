package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What clients of both generations share: a state, handlers, emits that wait for the connection, and retries.
 *
 * <pre>
 *          connect()              joined
 *   IDLE -----------&gt; CONNECTING -------&gt; CONNECTED
 *                       ^      | lost        | lost
 *                  retry|      v             |
 *                      WAITING &lt;-------------+      without reconnection: CLOSED
 *          disconnect(), ended from anywhere: CLOSED
 * </pre>
 */
abstract class BaseClient implements LabClient {

    private record Waiting(String event, List<JsonNode> args, Long ackId) {}

    private static final int JITTER_DRAWS = 201;

    final NodePorts ports;
    private final Recorder recorder;
    private final ClientOptions options;
    private final Map<String, List<Consumer<ClientEvent>>> handlers = new LinkedHashMap<>();
    private final List<Consumer<ClientEvent>> anyHandlers = new ArrayList<>();
    private final List<Runnable> connectHandlers = new ArrayList<>();
    private final List<Consumer<String>> disconnectHandlers = new ArrayList<>();
    private final Map<Long, Consumer<List<JsonNode>>> acks = new TreeMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private State state = State.IDLE;
    private URI base;
    private String namespace;
    private String id = "";
    private ClientSession session;
    private long nextAck = firstAckId();
    private int failedTries;
    private EventLoop.Timer retry;

    BaseClient(NodePorts ports, Recorder recorder, ClientOptions options) {
        this.ports = ports;
        this.recorder = recorder;
        this.options = options;
    }

    /** A new attempt to connect to {@code namespace} at {@code base}. */
    abstract ClientSession open(URI base, String namespace);

    /** The number of the first event that asks for an ack. */
    abstract long firstAckId();

    @Override
    public final void connect(URI base, String namespace) {
        ports.loop().run(() -> {
            if (state == State.IDLE || state == State.CLOSED) {
                this.base = base;
                this.namespace = namespace;
                failedTries = 0;
                dial();
            }
        });
    }

    @Override
    public final LabClient on(String event, Consumer<ClientEvent> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop()
                .run(() -> handlers.computeIfAbsent(event, none -> new ArrayList<>())
                        .add(handler));
        return this;
    }

    @Override
    public final LabClient onAny(Consumer<ClientEvent> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop().run(() -> anyHandlers.add(handler));
        return this;
    }

    @Override
    public final LabClient onConnect(Runnable handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop().run(() -> connectHandlers.add(handler));
        return this;
    }

    @Override
    public final LabClient onDisconnect(Consumer<String> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop().run(() -> disconnectHandlers.add(handler));
        return this;
    }

    @Override
    public final void emit(String event, Object... args) {
        List<JsonNode> trees = List.copyOf(Payloads.args(args).values());
        ports.loop().run(() -> send(event, trees, null));
    }

    @Override
    public final void emitWithAck(Consumer<List<JsonNode>> onAnswer, String event, Object... args) {
        Objects.requireNonNull(onAnswer, "the handler of the ack must not be null");
        List<JsonNode> trees = List.copyOf(Payloads.args(args).values());
        ports.loop().run(() -> {
            long ackId = nextAck++;
            acks.put(ackId, onAnswer);
            send(event, trees, ackId);
        });
    }

    private void send(String event, List<JsonNode> args, Long ackId) {
        recorder.record(Kind.EMIT, server(), event, ClientEvent.text(args));
        if (state == State.CONNECTED) {
            session.emit(event, args, ackId);
        } else {
            waiting.add(new Waiting(event, args, ackId));
        }
    }

    @Override
    public final void disconnect() {
        ports.loop().run(() -> {
            if (session != null) {
                session.leave();
            }
            finish(State.CLOSED, "client disconnect");
        });
    }

    @Override
    public final State state() {
        return state;
    }

    @Override
    public final String id() {
        return id;
    }

    /** The session is in its namespace, and its id is {@code sessionId}. */
    final void joined(String sessionId) {
        state = State.CONNECTED;
        id = sessionId;
        failedTries = 0;
        recorder.record(Kind.CONNECTED, server(), namespace, sessionId);
        for (Waiting emit = waiting.poll(); emit != null; emit = waiting.poll()) {
            session.emit(emit.event, emit.args, emit.ackId);
        }
        List.copyOf(connectHandlers).forEach(Runnable::run);
    }

    /** The session was lost, or could not be opened. */
    final void lost(String reason) {
        if (!options.reconnects()) {
            finish(State.CLOSED, reason);
            return;
        }
        failedTries++;
        retry = ports.loop()
                .schedule(options.retryMillis(failedTries, ports.ids().nextInt(JITTER_DRAWS)), this::dial);
        finish(State.WAITING, reason);
    }

    /** The server ended the session: the client does not reconnect. */
    final void ended(String reason) {
        finish(State.CLOSED, reason);
    }

    /** An event arrived; {@code answer} sends the ack, and is null if none is wanted. */
    final void received(String event, List<JsonNode> args, Consumer<List<JsonNode>> answer) {
        ClientEvent received = new ClientEvent(event, args, answer);
        recorder.record(Kind.DELIVERY, server(), event, received.text());
        List.copyOf(anyHandlers).forEach(handler -> handler.accept(received));
        List.copyOf(handlers.getOrDefault(event, List.of())).forEach(handler -> handler.accept(received));
    }

    /** The ack of the event that was sent with {@code ackId} arrived. */
    final void answered(long ackId, List<JsonNode> args) {
        Consumer<List<JsonNode>> ack = acks.remove(ackId);
        if (ack == null) {
            recorder.record(Kind.WARNING, server(), "", "nobody waits for the ack " + ackId);
        } else {
            ack.accept(args);
        }
    }

    private void dial() {
        state = State.CONNECTING;
        session = open(base, namespace);
        session.begin();
    }

    private void finish(State end, String reason) {
        boolean told = state == State.CONNECTED || state == State.CONNECTING;
        if (end == State.CLOSED && retry != null) {
            retry.cancel();
        }
        state = end;
        session = null;
        id = "";
        acks.clear();
        if (told) {
            recorder.record(Kind.DISCONNECTED, server(), reason, "");
            List.copyOf(disconnectHandlers).forEach(handler -> handler.accept(reason));
        }
    }

    private String server() {
        return base == null ? "" : base.getHost();
    }
}

package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A client of Socket.IO protocol 5 over Engine.IO 4: what {@code socket.io-client} 4.8 is with {@code transports:
 * ["websocket"]}, {@code ["polling"]}, or the default, which is polling first and then WebSocket.
 *
 * <pre>
 *   server: 0{"sid":"…","pingInterval":25000,"pingTimeout":20000,…}    client: 40/chat,
 *   server: 40/chat,{"sid":"…"}                                        connected
 *   server: 2                                                          client: 3
 *   server: 42/chat,["data","payload"]                                 delivered
 * </pre>
 *
 * <p>The client gives up a server that does not ping within {@code pingInterval + pingTimeout}. Over polling, it also gives up one
 * that does not open the session within 20 seconds; {@code socket.io-client} has this limit over WebSocket, too.
 */
public final class SocketIoClient extends BaseClient {

    /** Engine.IO 4's packet types: the first character of each text frame. */
    private static final char OPEN = '0';

    private static final char CLOSE = '1';
    private static final char PING = '2';
    private static final char PONG = '3';
    private static final char MESSAGE = '4';
    private static final char UPGRADE = '5';
    private static final char NOOP = '6';
    private static final char BASE64 = 'b';

    /** What is to be done when there is nothing to do. */
    private static final Runnable NOTHING = () -> {};

    private static final long UNASKED = -1;
    private static final long CONNECT_TIMEOUT_MILLIS = 20_000;

    private final Transport transport;
    private String pid = "";
    private String lastOffset = "";

    /** Over WebSocket; {@code recorder} learns of connections, emits and deliveries. */
    public SocketIoClient(NodePorts ports, Recorder recorder, ClientOptions options) {
        this(ports, recorder, options, Transport.WEBSOCKET);
    }

    /** Over {@code transport}. */
    public SocketIoClient(NodePorts ports, Recorder recorder, ClientOptions options, Transport transport) {
        super(ports, recorder, options);
        this.transport = transport;
    }

    @Override
    long firstAckId() {
        return 0;
    }

    @Override
    ClientSession open(URI base, String namespace) {
        return new EngineSession(base, namespace);
    }

    private final class EngineSession extends ClientSession {

        private final URI base;
        private final String namespace;
        private final List<byte[]> attachments = new ArrayList<>();

        /** The packet whose binary frames have not all arrived; null if there is none. */
        private Protocol5.Packet incomplete;

        /** What came before the server let the client in: what it missed while it was away. */
        private final List<Runnable> early = new ArrayList<>();

        private long silenceMillis;

        EngineSession(URI base, String namespace) {
            super(SocketIoClient.this);
            this.base = base;
            this.namespace = namespace;
        }

        @Override
        void begin() {
            if (transport.polls()) {
                expectWordWithin(CONNECT_TIMEOUT_MILLIS, "timeout");
            }
            open(
                    switch (transport) {
                        case WEBSOCKET ->
                            new WebSocketWire(ports.network(), base, EnginePolling.PATH + "websocket", this);
                        case POLLING -> new EnginePolling(ports, base, this);
                        case CHANGING -> new UpgradingWire(ports, base, this);
                    });
        }

        /** The first character belongs to Engine.IO: {@code b} before base64, else the packet type. */
        @Override
        void take(String frame) {
            char type = frame.isEmpty() ? ' ' : frame.charAt(0);
            String rest = frame.isEmpty() ? "" : frame.substring(1);
            handle(() -> switch (type) {
                case OPEN -> {
                    JsonNode handshake = JsonMapper.shared().readTree(rest);
                    yield () -> opened(handshake);
                }
                case CLOSE -> () -> loseTo("transport close");
                case PING ->
                    () -> {
                        expectPing();
                        send(PONG + rest);
                    };
                case MESSAGE -> readText(rest);
                case BASE64 -> readBytes(Base64.getDecoder().decode(rest));
                case PONG, UPGRADE, NOOP -> NOTHING; // they mean nothing to a client whose transport is open
                default -> () -> loseTo("parse error: no Engine.IO packet");
            });
        }

        @Override
        void take(byte[] frame) {
            handle(() -> readBytes(frame));
        }

        /** Does what {@code reading} says is to be done. What cannot be read ends the session; what a handler throws does not. */
        private void handle(Supplier<Runnable> reading) {
            Runnable read;
            try {
                read = reading.get();
            } catch (IllegalArgumentException | JacksonException malformed) {
                loseTo("parse error: " + malformed.getMessage());
                return;
            }
            read.run();
        }

        private Runnable readText(String text) {
            if (incomplete != null) {
                throw new IllegalArgumentException("expected binary frame " + (attachments.size() + 1) + " of "
                        + incomplete.attachments() + ", and text arrived");
            }
            Protocol5.Packet packet = Protocol5.read(text);
            if (packet.attachments() > 0) {
                incomplete = packet;
                return NOTHING;
            }
            return read(packet);
        }

        private Runnable readBytes(byte[] bytes) {
            if (incomplete == null) {
                throw new IllegalArgumentException("a binary frame arrived, but no packet waits for one");
            }
            attachments.add(bytes);
            if (attachments.size() < incomplete.attachments()) {
                return NOTHING;
            }
            Protocol5.Packet complete = Protocol5.withBinary(incomplete, attachments);
            incomplete = null;
            attachments.clear();
            return read(complete);
        }

        private void opened(JsonNode handshake) {
            silenceMillis = handshake.path("pingInterval").asLong(0)
                    + handshake.path("pingTimeout").asLong(0);
            expectPing();
            wire().opened(handshake);
            connect();
        }

        /** The official client sends both as soon as it has a pid; without an offset, no server restores it. */
        private void connect() {
            ObjectNode auth = pid.isEmpty()
                    ? null
                    : JsonNodeFactory.instance.objectNode().put("pid", pid).put("offset", lastOffset);
            send(MESSAGE + Protocol5.text(new Protocol5.Packet(Protocol5.Type.CONNECT, namespace, null, auth, 0)));
        }

        private void welcomed(Protocol5.Packet packet) {
            pid = field(packet, "pid");
            joined(field(packet, "sid"));
            early.forEach(Runnable::run);
            early.clear();
        }

        private void expectPing() {
            expectWordWithin(silenceMillis, "ping timeout");
        }

        private Runnable read(Protocol5.Packet packet) {
            if (!packet.namespace().equals(namespace)) {
                return NOTHING;
            }
            return switch (packet.type()) {
                case CONNECT -> () -> welcomed(packet);
                case EVENT -> {
                    List<JsonNode> data = elements(packet);
                    yield () -> handleEvent(packet, data);
                }
                case ACK -> {
                    List<JsonNode> args = elements(packet);
                    yield () -> answered(packet.id() == null ? UNASKED : packet.id(), args);
                }
                case CONNECT_ERROR -> () -> endWith("refused: " + field(packet, "message"));
                case DISCONNECT -> () -> endWith("server disconnect");
                default -> NOTHING; // binary packets have their plain type once they are complete
            };
        }

        private void handleEvent(Protocol5.Packet packet, List<JsonNode> data) {
            if (state() != State.CONNECTED) {
                early.add(() -> handleEvent(packet, data));
                return;
            }
            JsonNode last = data.get(data.size() - 1);
            if (!pid.isEmpty() && data.size() > 1 && last.isString()) {
                lastOffset = last.stringValue();
            }
            Consumer<List<JsonNode>> answer = packet.id() == null
                    ? null
                    : args -> send(Protocol5.Type.ACK, packet.id(), Payloads.args(args.toArray()));
            received(data.get(0).asString(), data.subList(1, data.size()), answer);
        }

        @Override
        void emit(String event, List<JsonNode> args, Long ackId) {
            ArrayNode data = Payloads.args(args.toArray()).insert(0, StringNode.valueOf(event));
            send(Protocol5.Type.EVENT, ackId, data);
        }

        @Override
        void sayGoodbye() {
            if (state() == State.CONNECTED) {
                sendBare(Protocol5.Type.DISCONNECT);
            }
        }

        private void sendBare(Protocol5.Type type) {
            send(MESSAGE + Protocol5.text(Protocol5.Packet.of(type, namespace)));
        }

        private void send(Protocol5.Type type, Long id, ArrayNode data) {
            Protocol5.Frames frames = Protocol5.write(type, namespace, id, data);
            send(MESSAGE + frames.text());
            frames.binary().forEach(this::send);
        }
    }

    private static String field(Protocol5.Packet packet, String name) {
        return packet.data() == null ? "" : packet.data().path(name).asString("");
    }

    private static List<JsonNode> elements(Protocol5.Packet packet) {
        if (!(packet.data() instanceof ArrayNode array)) {
            throw new IllegalArgumentException(
                    "the server sent a packet of type " + packet.type() + " without arguments");
        }
        return List.copyOf(array.values());
    }
}

package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.engine.EnginePacket;
import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketDecoder;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/**
 * A client of Socket.IO protocol 5 over Engine.IO 4: what {@code socket.io-client} 4.8 is with {@code transports:
 * ["websocket"]}, {@code ["polling"]}, or the default, which is first the one and then the other.
 *
 * <pre>
 *   server: 0{"sid":"…","pingInterval":25000,"pingTimeout":20000,…}    client: 40/chat,
 *   server: 40/chat,{"sid":"…"}                                        connected
 *   server: 2                                                          client: 3
 *   server: 42/chat,["data","payload"]                                 delivered
 * </pre>
 *
 * <p>A server that does not ping within {@code pingInterval + pingTimeout} is given up; so is one that does not open the session
 * within 20 seconds, over polling. ({@code socket.io-client} has this limit over WebSocket, too.)
 */
public final class SocketIoClient extends BaseClient {

    private static final long UNASKED = -1;
    private static final long CONNECT_TIMEOUT_MILLIS = 20_000;

    private final Transport transport;

    /** Over WebSocket; {@code recorder} is told of connections, emits and deliveries. */
    public SocketIoClient(NodePorts ports, Recorder recorder, ClientOptions options) {
        this(ports, recorder, options, Transport.WEBSOCKET);
    }

    /** Over any transport. */
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
        private final PacketEncoder encoder = new PacketEncoder(DebugLog.silent());
        private final PacketDecoder decoder = new PacketDecoder(DebugLog.silent());
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

        @Override
        void take(String frame) {
            take(() -> handle(EnginePacket.decode(frame)));
        }

        @Override
        void take(byte[] frame) {
            take(() -> decoder.add(frame).ifPresent(this::handle));
        }

        private void take(Runnable handling) {
            try {
                handling.run();
            } catch (MalformedPacketException malformed) {
                loseTo("parse error: " + malformed.getMessage());
            }
        }

        private void handle(EnginePacket packet) {
            switch (packet.type()) {
                case OPEN -> opened(Payloads.parse(packet.text()));
                case PING -> {
                    expectPing();
                    send(EnginePacket.of(EnginePacket.Type.PONG, packet.text()).encode());
                }
                case MESSAGE ->
                    (packet.isBinary() ? decoder.add(packet.binary()) : decoder.add(packet.text()))
                            .ifPresent(this::handle);
                case CLOSE -> loseTo("transport close");
                case ERROR -> loseTo("parse error: no Engine.IO packet");
                default -> {
                    // Pong, upgrade and noop say nothing to a client on WebSocket.
                }
            }
        }

        private void opened(JsonNode handshake) {
            silenceMillis = handshake.path("pingInterval").asLong(0)
                    + handshake.path("pingTimeout").asLong(0);
            expectPing();
            wire().opened(handshake);
            send(new Packet(PacketType.CONNECT, namespace, null, null));
        }

        private void expectPing() {
            expectWordWithin(silenceMillis, "ping timeout");
        }

        private void handle(Packet packet) {
            if (!packet.namespace().equals(namespace)) {
                return;
            }
            switch (packet.type()) {
                case CONNECT -> joined(field(packet, "sid"));
                case EVENT -> handleEvent(packet);
                case ACK -> answered(packet.id() == null ? UNASKED : packet.id(), elements(packet));
                case CONNECT_ERROR -> endWith("refused: " + field(packet, "message"));
                case DISCONNECT -> endWith("server disconnect");
                default -> {
                    // The decoder gives binary packets their plain type.
                }
            }
        }

        private void handleEvent(Packet packet) {
            List<JsonNode> data = elements(packet);
            Consumer<List<JsonNode>> answer = packet.id() == null
                    ? null
                    : args -> send(Packet.ack(namespace, packet.id(), Payloads.args(args.toArray())));
            received(data.get(0).asString(), data.subList(1, data.size()), answer);
        }

        @Override
        void emit(String event, List<JsonNode> args, Long ackId) {
            ArrayNode data = Payloads.args(args.toArray()).insert(0, StringNode.valueOf(event));
            Packet packet = Packet.event(namespace, data);
            send(ackId == null ? packet : packet.withId(ackId));
        }

        @Override
        void sayGoodbye() {
            if (state() == State.CONNECTED) {
                send(new Packet(PacketType.DISCONNECT, namespace, null, null));
            }
        }

        private void send(Packet packet) {
            PacketEncoder.Encoded encoded = encoder.encode(packet);
            send(EnginePacket.message(encoded.text()).encode());
            encoded.attachments().forEach(bytes -> send(bytes.clone()));
        }
    }

    private static String field(Packet packet, String name) {
        return packet.data() == null ? "" : packet.data().path(name).asString("");
    }

    private static List<JsonNode> elements(Packet packet) {
        if (!(packet.data() instanceof ArrayNode array)) {
            throw new MalformedPacketException(packet.type() + " without its arguments");
        }
        return List.copyOf(array.values());
    }
}

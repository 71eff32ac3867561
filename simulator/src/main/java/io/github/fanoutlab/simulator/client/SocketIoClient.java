package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.adapter.engine.EnginePacket;
import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.PacketDecoder;
import io.github.fanoutlab.adapter.protocol.PacketEncoder;
import io.github.fanoutlab.adapter.protocol.PacketType;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Network.WebSocketCallback;
import io.github.fanoutlab.platform.NodePorts;
import io.github.fanoutlab.simulator.trace.Recorder;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/**
 * A client of Socket.IO protocol 5 over Engine.IO 4, WebSocket only: what {@code socket.io-client} 4.8 is with {@code
 * transports: ["websocket"]}.
 *
 * <pre>
 *   server: 0{"sid":"…","pingInterval":25000,"pingTimeout":20000,…}    client: 40/chat,
 *   server: 40/chat,{"sid":"…"}                                        connected
 *   server: 2                                                          client: 3
 *   server: 42/chat,["data","payload"]                                 delivered
 * </pre>
 *
 * <p>A server that does not ping within {@code pingInterval + pingTimeout} is given up.
 */
public final class SocketIoClient extends BaseClient {

    private static final int NORMAL_CLOSURE = 1000;
    private static final long UNASKED = -1;

    /** {@code recorder} is told of connections, emits and deliveries. */
    public SocketIoClient(NodePorts ports, Recorder recorder, ClientOptions options) {
        super(ports, recorder, options);
    }

    @Override
    long firstAckId() {
        return 0;
    }

    @Override
    Session open(URI base, String namespace) {
        return new EngineSession(base, namespace);
    }

    private final class EngineSession implements Session, WebSocketCallback, ClientConnection.Listener {

        private final URI base;
        private final String namespace;
        private final PacketEncoder encoder = new PacketEncoder(DebugLog.silent());
        private final PacketDecoder decoder = new PacketDecoder(DebugLog.silent());
        private ClientConnection connection;
        private long silenceMillis;
        private EventLoop.Timer silence;
        private boolean over;

        EngineSession(URI base, String namespace) {
            this.base = base;
            this.namespace = namespace;
        }

        @Override
        public void begin() {
            String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
            URI target = URI.create(scheme + "://" + base.getAuthority() + "/socket.io/?EIO=4&transport=websocket");
            ports.network().openWebSocket(target, this);
        }

        @Override
        public void onOpen(ClientConnection opened) {
            connection = opened;
            connection.listen(this);
            if (over) {
                connection.close(NORMAL_CLOSURE, "");
            }
        }

        @Override
        public void onRefused(String reason) {
            loseTo(reason);
        }

        @Override
        public void onText(String frame) {
            take(() -> handle(EnginePacket.decode(frame)));
        }

        @Override
        public void onBinary(byte[] frame) {
            take(() -> decoder.add(frame).ifPresent(this::handle));
        }

        private void take(Runnable handling) {
            if (over) {
                return;
            }
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
                    connection.send(EnginePacket.of(EnginePacket.Type.PONG, packet.text())
                            .encode());
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

        @Override
        public void onClose(int code, String reason) {
            loseTo("transport close");
        }

        private void opened(JsonNode handshake) {
            silenceMillis = handshake.path("pingInterval").asLong()
                    + handshake.path("pingTimeout").asLong();
            expectPing();
            send(new Packet(PacketType.CONNECT, namespace, null, null));
        }

        private void expectPing() {
            cancelSilence();
            silence = ports.loop().schedule(silenceMillis, () -> loseTo("ping timeout"));
        }

        private void handle(Packet packet) {
            if (!packet.namespace().equals(namespace)) {
                return;
            }
            switch (packet.type()) {
                case CONNECT -> joined(field(packet, "sid"));
                case EVENT -> handleEvent(packet);
                case ACK -> answered(packet.id() == null ? UNASKED : packet.id(), elements(packet));
                case CONNECT_ERROR -> {
                    stop();
                    ended("refused: " + field(packet, "message"));
                }
                case DISCONNECT -> {
                    stop();
                    ended("server disconnect");
                }
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
        public void emit(String event, List<JsonNode> args, Long ackId) {
            ArrayNode data = Payloads.args(args.toArray()).insert(0, StringNode.valueOf(event));
            Packet packet = Packet.event(namespace, data);
            send(ackId == null ? packet : packet.withId(ackId));
        }

        private void send(Packet packet) {
            if (over) {
                return;
            }
            PacketEncoder.Encoded encoded = encoder.encode(packet);
            connection.send(EnginePacket.message(encoded.text()).encode());
            encoded.attachments().forEach(bytes -> connection.send(bytes.clone()));
        }

        @Override
        public void leave() {
            if (state() == State.CONNECTED) {
                send(new Packet(PacketType.DISCONNECT, namespace, null, null));
            }
            stop();
        }

        private void loseTo(String reason) {
            if (!over) {
                stop();
                lost(reason);
            }
        }

        private void stop() {
            over = true;
            cancelSilence();
            if (connection != null) {
                connection.close(NORMAL_CLOSURE, "");
            }
        }

        private void cancelSilence() {
            if (silence != null) {
                silence.cancel();
            }
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

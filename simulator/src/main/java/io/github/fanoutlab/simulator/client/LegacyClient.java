package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.legacy.protocol.AckMode;
import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A client of Socket.IO 0.9 (protocol 1): what {@code socket.io-client} 0.9.17 is with {@code transports: ["websocket"]} or
 * {@code ["xhr-polling"]}, or both, the second for when the first does not work.
 *
 * <pre>
 *   GET /socket.io/1/?t=…    sid:60:60:websocket,…
 *   WebSocket /socket.io/1/websocket/sid
 *   server: 1::                        client: 1::/chat      (in the default namespace: connected already)
 *   server: 1::/chat                   connected
 *   server: 2::                        client: 2::
 *   server: 5::/chat:{"name":"data","args":["payload"]}      delivered
 * </pre>
 *
 * <p>A server that says nothing for the heartbeat timeout of the handshake is given up; over polling, for the close timeout. As in 0.9, an event that asks for a
 * mere receipt gets none; a message does. A text message is the event {@code message}.
 */
public final class LegacyClient extends BaseClient {

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int HANDSHAKE_FIELDS = 4;
    private static final int MOST_ACK_DIGITS = 18;

    private final Transport transport;
    private boolean fellBack;

    /** Over WebSocket; {@code recorder} is told of connections, emits and deliveries. */
    public LegacyClient(NodePorts ports, Recorder recorder, ClientOptions options) {
        this(ports, recorder, options, Transport.WEBSOCKET);
    }

    /** Over any transport. */
    public LegacyClient(NodePorts ports, Recorder recorder, ClientOptions options, Transport transport) {
        super(ports, recorder, options);
        this.transport = transport;
    }

    @Override
    long firstAckId() {
        return 1;
    }

    @Override
    ClientSession open(URI base, String namespace) {
        return new TransportSession(base, namespace.equals("/") ? "" : namespace);
    }

    private final class TransportSession extends ClientSession {

        private final URI base;
        private final String endpoint;
        private String sessionId = "";
        private long silenceMillis;

        TransportSession(URI base, String endpoint) {
            super(LegacyClient.this);
            this.base = base;
            this.endpoint = endpoint;
        }

        @Override
        void begin() {
            HttpRequest handshake =
                    HttpRequest.get("/socket.io/1/?t=" + ports.loop().wallClockMillis());
            ports.network().request(base, handshake, this::handshaken, reason -> loseTo("handshake failed: " + reason));
        }

        private void handshaken(HttpResponse response) {
            if (isOver()) {
                return;
            }
            String[] fields = response.text().split(":");
            if (response.status() == FORBIDDEN) {
                endWith("refused: " + response.text());
            } else if (response.status() != OK || fields.length < HANDSHAKE_FIELDS) {
                loseTo("handshake failed: HTTP " + response.status() + " " + response.text());
            } else {
                sessionId = fields[0];
                silenceMillis = millis(fields[transport.polls() ? 2 : 1]);
                expectWord();
                open(newWire());
            }
        }

        /** What once did not work is not tried again. */
        private Wire newWire() {
            if (transport == Transport.CHANGING && !fellBack) {
                return new FallbackWire(ports, base, sessionId, this, () -> fellBack = true);
            }
            return transport.polls()
                    ? new XhrPolling(ports, base, sessionId, this)
                    : new WebSocketWire(ports.network(), base, "/socket.io/1/websocket/" + sessionId, this);
        }

        private static long millis(String seconds) {
            return seconds.matches("[0-9]{1,9}") ? Long.parseLong(seconds) * MILLIS_PER_SECOND : 0;
        }

        private void expectWord() {
            expectWordWithin(silenceMillis, transport.polls() ? "close timeout" : "heartbeat timeout");
        }

        @Override
        void take(byte[] frame) {
            // Protocol 1 is text; the official client would not know what to do with bytes either.
        }

        @Override
        void take(String frame) {
            expectWord();
            for (Packet packet : PayloadText.decode(frame)) {
                if (!isOver()) {
                    take(packet);
                }
            }
        }

        private void take(Packet packet) {
            if (packet.type() == PacketType.HEARTBEAT) {
                send(Packet.of(PacketType.HEARTBEAT, ""));
            } else if (packet.type() != null && endpoint.equals(packet.endpoint())) {
                handle(packet);
            } else if (packet.type() != null && "".equals(packet.endpoint())) {
                handleForConnection(packet);
            }
        }

        /** What concerns the connection while the client is in a namespace other than the default one. */
        private void handleForConnection(Packet packet) {
            switch (packet.type()) {
                case CONNECT -> send(Packet.of(PacketType.CONNECT, endpoint));
                case DISCONNECT, ERROR -> handle(packet);
                default -> {
                    // Broadcasts to the default namespace, of which this client's program is not.
                }
            }
        }

        private void handle(Packet packet) {
            switch (packet.type()) {
                case CONNECT -> joined(sessionId);
                case EVENT -> handleEvent(packet, (Packet.Event) packet.body());
                case MESSAGE -> handleMessage(packet, StringNode.valueOf(((Packet.Text) packet.body()).text()));
                case JSON -> handleMessage(packet, ((Packet.Json) packet.body()).data());
                case ACK -> handleAck(packet);
                case ERROR -> handleError((Packet.Error) packet.body());
                case DISCONNECT -> endWith("booted");
                default -> {
                    // Heartbeats were answered; a noop is nothing.
                }
            }
        }

        private void handleEvent(Packet packet, Packet.Event event) {
            String name = event.name() == null ? "" : event.name().asString("");
            received(name, Packet.spread(event.args()), answer(packet));
        }

        private void handleMessage(Packet packet, JsonNode data) {
            if (packet.ack() == AckMode.RECEIPT) {
                send(Packet.ack(endpoint, packet.id(), List.of()));
            }
            received("message", data == null ? List.of() : List.of(data), answer(packet));
        }

        private Consumer<List<JsonNode>> answer(Packet packet) {
            return packet.ack() == AckMode.DATA ? args -> send(Packet.ack(endpoint, packet.id(), args)) : null;
        }

        private void handleAck(Packet packet) {
            if (packet.body() instanceof Packet.Ack ack && ack.ackId().length() <= MOST_ACK_DIGITS) {
                answered(Long.parseLong(ack.ackId()), Packet.spread(ack.args()));
            }
        }

        private void handleError(Packet.Error error) {
            if (error.advice().equals(PacketText.RECONNECT)) {
                loseTo(error.reason());
            } else if (error.reason().equals(PacketText.UNAUTHORIZED)) {
                endWith("refused: " + error.reason());
            }
        }

        @Override
        void emit(String event, List<JsonNode> args, Long ackId) {
            Packet packet = Packet.event(endpoint, event, args);
            send(ackId == null ? packet : packet.wanting(AckMode.DATA, ackId.toString()));
        }

        @Override
        void sayGoodbye() {
            send(Packet.of(PacketType.DISCONNECT, ""));
        }

        private void send(Packet packet) {
            send(PacketText.encode(packet));
        }
    }
}

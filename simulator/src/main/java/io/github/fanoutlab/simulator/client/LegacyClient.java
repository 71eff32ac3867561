package io.github.fanoutlab.simulator.client;

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
 * A client of Socket.IO 0.9 (protocol 1): what {@code socket.io-client} 0.9.17 is with {@code transports: ["websocket"]},
 * {@code ["xhr-polling"]}, or both, of which the second is the fallback.
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
 * <p>The client gives up a server that is silent for the handshake's heartbeat timeout; over polling, for its close timeout. As in
 * 0.9, it acknowledges a message that asks for a receipt without data, but not an event. A text message is the event {@code message}.
 */
public final class LegacyClient extends BaseClient {

    /** How long a client with a fallback waits for its WebSocket before it polls. */
    public static final long FALLBACK_MILLIS = 10_000;

    /** Why a client's session is over if its server does not know the session. */
    public static final String SESSION_UNKNOWN = "client not handshaken";

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int HANDSHAKE_FIELDS = 4;

    /** The reasons and advice of error packets, by number. */
    private static final String NOT_HANDSHAKEN = "1";

    private static final String UNAUTHORIZED = "2";
    private static final String RECONNECT = "0";

    private final Transport transport;
    private boolean fellBack;

    /** Over WebSocket; {@code recorder} learns of connections, emits and deliveries. */
    public LegacyClient(NodePorts ports, Recorder recorder, ClientOptions options) {
        this(ports, recorder, options, Transport.WEBSOCKET);
    }

    /** Over {@code transport}. */
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

        /** Tries a WebSocket only as long as none has failed. */
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
            // Protocol 1 is text; the official client has no use for bytes either.
        }

        @Override
        void take(String frame) {
            expectWord();
            for (Protocol1.Packet packet : Protocol1.read(frame)) {
                if (!isOver()) {
                    take(packet);
                }
            }
        }

        private void take(Protocol1.Packet packet) {
            if (packet.type() == Protocol1.Type.HEARTBEAT) {
                send(Protocol1.bare(Protocol1.Type.HEARTBEAT, ""));
            } else if (endpoint.equals(packet.endpoint())) {
                handle(packet);
            } else if (packet.endpoint().isEmpty()) {
                handleForConnection(packet);
            }
        }

        /** Handles a packet of the default namespace for a client of another one: only those about the connection matter. */
        private void handleForConnection(Protocol1.Packet packet) {
            switch (packet.type()) {
                case CONNECT -> send(Protocol1.bare(Protocol1.Type.CONNECT, endpoint));
                case DISCONNECT, ERROR -> handle(packet);
                default -> {
                    // Emits to the default namespace: this client's application is not in it.
                }
            }
        }

        private void handle(Protocol1.Packet packet) {
            switch (packet.type()) {
                case CONNECT -> joined(sessionId);
                case EVENT -> handleEvent(packet, Protocol1.json(packet.data()));
                case MESSAGE -> handleMessage(packet, List.of(StringNode.valueOf(packet.data())));
                case JSON -> handleMessage(packet, List.of(Protocol1.json(packet.data())));
                case ACK -> handleAck(Protocol1.answer(packet));
                case ERROR -> handleError(packet.data());
                case DISCONNECT -> endWith("booted");
                default -> {
                    // Heartbeats were answered before; a noop means nothing.
                }
            }
        }

        private void handleEvent(Protocol1.Packet packet, JsonNode event) {
            received(event.path("name").asString(""), Protocol1.elements(event.path("args")), answer(packet));
        }

        private void handleMessage(Protocol1.Packet packet, List<JsonNode> data) {
            if (!packet.id().isEmpty() && !packet.wantsData()) {
                send(Protocol1.ack(endpoint, packet.id(), List.of()));
            }
            received("message", data, answer(packet));
        }

        private Consumer<List<JsonNode>> answer(Protocol1.Packet packet) {
            return packet.wantsData() ? args -> send(Protocol1.ack(endpoint, packet.id(), args)) : null;
        }

        private void handleAck(Protocol1.Answer answer) {
            if (answer != null) {
                answered(answer.id(), answer.args());
            }
        }

        /** The reason in words. {@code 1+0} is {@link #SESSION_UNKNOWN} with the advice to reconnect. */
        private void handleError(String data) {
            String[] fields = data.split("\\+", 2);
            if (fields.length == 2 && fields[1].equals(RECONNECT)) {
                loseTo(fields[0].equals(NOT_HANDSHAKEN) ? SESSION_UNKNOWN : "error " + fields[0]);
            } else if (fields[0].equals(UNAUTHORIZED)) {
                endWith("refused: unauthorized");
            }
        }

        @Override
        void emit(String event, List<JsonNode> args, Long ackId) {
            send(Protocol1.event(endpoint, event, args, ackId));
        }

        @Override
        void sayGoodbye() {
            send(Protocol1.bare(Protocol1.Type.DISCONNECT, ""));
        }
    }
}

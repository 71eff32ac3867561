package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The door for clients: verifies what asks to come in, and makes an {@link EngineSocket} of it.
 *
 * <p>What is checked, in this order, is what {@code engine.io} 6 checks: the transport, the Origin header, the session id,
 * the method, the protocol revision. Where Node first completes the upgrade and then writes an HTTP error into the
 * WebSocket (revision 3), this server refuses the upgrade with that same error.
 */
public final class EngineServer implements ClientHandler {

    private static final String NAMESPACE = "engine";

    private final NodePorts ports;
    private final EngineOptions options;
    private final Consumer<EngineSocket> onConnection;
    private final Base64Id ids;
    private final Map<String, EngineSocket> clients = new LinkedHashMap<>();

    /** {@code onConnection} gets each new socket, its open packet already sent, and sets its listener. */
    public EngineServer(NodePorts ports, EngineOptions options, Consumer<EngineSocket> onConnection) {
        this.ports = ports;
        this.options = options;
        this.onConnection = onConnection;
        this.ids = new Base64Id(ports.ids());
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        HttpRequest request = exchange.request();
        if (!isOurs(request)) {
            exchange.respond(new HttpResponse(404, Map.of(), new byte[0]));
            return;
        }
        ports.log().log(
                NAMESPACE, () -> "handling \"" + request.method() + "\" http request \"" + request.target() + "\"");
        exchange.respond(verify(request, false).orElse(EngineError.BAD_REQUEST).toResponse());
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        HttpRequest request = upgrade.request();
        if (!isOurs(request)) {
            upgrade.reject(new HttpResponse(404, Map.of(), new byte[0]));
            return;
        }
        Optional<EngineError> refusal = verify(request, true);
        if (refusal.isPresent()) {
            upgrade.reject(refusal.get().toUpgradeResponse());
            return;
        }
        handshake(request, upgrade.accept(options.maxPayloadBytes()));
    }

    /** How many clients are connected. */
    public int clientCount() {
        return clients.size();
    }

    /** Closes every client, at once. */
    public void close() {
        ports.log().log(NAMESPACE, () -> "closing all open clients");
        List.copyOf(clients.values()).forEach(EngineSocket::discard);
    }

    private boolean isOurs(HttpRequest request) {
        return request.target().startsWith(options.path() + "/");
    }

    private Optional<EngineError> verify(HttpRequest request, boolean upgrade) {
        Map<String, String> query = request.query();
        String transport = query.getOrDefault("transport", "undefined");
        if (!options.transports().contains(transport)) {
            ports.log().log(NAMESPACE, () -> "unknown transport \"" + transport + "\"");
            return Optional.of(EngineError.UNKNOWN_TRANSPORT);
        }
        if (!isValidHeader(request.header("origin"))) {
            ports.log().log(NAMESPACE, () -> "origin header invalid");
            return Optional.of(EngineError.BAD_REQUEST);
        }
        String sid = query.getOrDefault("sid", "");
        if (!sid.isEmpty()) {
            return Optional.of(refuseSid(sid));
        }
        if (!request.method().equals("GET")) {
            return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
        }
        if (!upgrade) {
            ports.log().log(NAMESPACE, () -> "invalid transport upgrade");
            return Optional.of(EngineError.BAD_REQUEST);
        }
        if (!"4".equals(query.get("EIO"))) {
            ports.log().log(NAMESPACE, () -> "unsupported protocol version");
            return Optional.of(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
        }
        return Optional.empty();
    }

    /** A WebSocket is the best a client can have: a second one for the same session has nothing to upgrade. */
    private EngineError refuseSid(String sid) {
        if (clients.containsKey(sid)) {
            return EngineError.BAD_REQUEST;
        }
        ports.log().log(NAMESPACE, () -> "unknown sid \"" + sid + "\"");
        return EngineError.UNKNOWN_SID;
    }

    /** Whether Node would send this header value: no control characters but the tab, nothing beyond Latin 1. */
    private static boolean isValidHeader(String value) {
        return value == null || value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff);
    }

    private void handshake(HttpRequest request, ClientConnection connection) {
        String id = ids.next();
        ports.log().log(NAMESPACE, () -> "handshaking client \"" + id + "\"");
        EngineSocket socket = new EngineSocket(id, request, ports, options, () -> clients.remove(id));
        clients.put(id, socket);
        socket.open(new WebSocketTransport(connection, ports.log(), socket.transportListener()));
        onConnection.accept(socket);
    }
}

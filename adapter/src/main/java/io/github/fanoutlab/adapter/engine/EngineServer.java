package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.NodePorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The door for clients: verifies each request and upgrade, then opens an {@link EngineSocket} for it or hands it to the one that
 * it belongs to.
 *
 * <p>It checks what {@code engine.io} 6 checks, in the same order: the transport, the Origin header, the session id, the method,
 * {@code allowRequest}, the protocol revision. When revision 3 is not allowed, Node first completes the upgrade and then writes an
 * HTTP error into the WebSocket; this server refuses the upgrade with the same error.
 */
public final class EngineServer implements ClientHandler {

    private static final String DEBUG_NAMESPACE = "engine";

    /** The headers of a response, and the request that it answers. */
    private record Headers(Map<String, String> toAdd, HttpRequest request) {}

    /** What {@code allowRequest} said. */
    private record Decision(String message, boolean success) {

        String messageOr(String standard) {
            return message == null || message.isEmpty() ? standard : message;
        }
    }

    private final NodePorts ports;
    private final EngineOptions options;
    private final Consumer<EngineSocket> onConnection;
    private final Base64Id ids;
    private final Map<String, EngineSocket> clients = new LinkedHashMap<>();
    private final HandlerList<ConnectionError> errorHandlers;
    private final HandlerList<Headers> initialHeadersHandlers;
    private final HandlerList<Headers> headersHandlers;

    /** {@code onConnection} gets each new socket, whose open packet has been sent, and sets its listener. */
    public EngineServer(NodePorts ports, EngineOptions options, Consumer<EngineSocket> onConnection) {
        this.ports = ports;
        this.options = options;
        this.onConnection = onConnection;
        this.ids = new Base64Id(ports.ids());
        ports.loop().run(() -> limit(ports.backlogs()));
        this.errorHandlers = new HandlerList<>(ports.log(), "connection_error");
        this.initialHeadersHandlers = new HandlerList<>(ports.log(), "initial_headers");
        this.headersHandlers = new HandlerList<>(ports.log(), "headers");
    }

    private void limit(Backlogs backlogs) {
        backlogs.limit(options.maxBacklogBytes(), options.maxTotalBacklogBytes().orElse(backlogs.maxTotalBytes()));
    }

    /** A second POST of a client must be noticed while the first still arrives. */
    @Override
    public boolean takesRequestsEarly() {
        return true;
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        HttpRequest request = exchange.request();
        if (!isOurs(request)) {
            exchange.respond(new HttpResponse(404, Map.of(), new byte[0]));
            return;
        }
        log(() -> "handling \"" + request.method() + "\" http request \"" + request.target() + "\"");
        options.cors().ifPresentOrElse(cors -> cors.handle(exchange, this::handle), () -> handle(exchange));
    }

    private void handle(HttpExchange exchange) {
        HttpRequest request = exchange.request();
        BiConsumer<EngineError, String> refuse = (error, words) -> {
            errorHandlers.tell(new ConnectionError(request, error, words));
            exchange.respond(error.toResponse(words));
        };
        Optional<EngineError> refusal = verify(request, false);
        if (refusal.isPresent()) {
            refuse.accept(refusal.get(), refusal.get().message());
        } else if (sid(request).isEmpty()) {
            admit(request, () -> handshake(exchange), refuse);
        } else if (clients.get(sid(request)).transport() instanceof PollingTransport polling) {
            log(() -> "setting new request for existing client");
            polling.onRequest(exchange);
        } else {
            // A plain request to a WebSocket. Node never answers it.
            refuse.accept(EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message());
        }
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        HttpRequest request = upgrade.request();
        if (!isOurs(request)) {
            upgrade.reject(new HttpResponse(404, Map.of(), new byte[0]));
            return;
        }
        boolean speaksWebSocket = options.transports().contains(WebSocketTransport.NAME);
        BiConsumer<EngineError, String> refuse = (error, words) -> {
            errorHandlers.tell(new ConnectionError(request, error, words));
            upgrade.reject(speaksWebSocket ? error.toUpgradeResponse(words) : error.toResponse(words));
        };
        Optional<EngineError> refusal = verify(request, true);
        if (refusal.isPresent()) {
            refuse.accept(refusal.get(), refusal.get().message());
        } else if (sid(request).isEmpty()) {
            admit(request, () -> accept(upgrade).ifPresent(transport -> handshake(request, transport)), refuse);
        } else {
            accept(upgrade).ifPresent(transport -> maybeUpgrade(clients.get(sid(request)), transport));
        }
    }

    /** Calls {@code handler} for each refused request, before it is answered. From any thread. */
    public void onConnectionError(Consumer<ConnectionError> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop().run(() -> errorHandlers.add(handler));
    }

    /**
     * Calls {@code handler} for each successful poll, POST or upgrade, with the headers of the response, to which it may add, and
     * with the request: the event {@code headers} in Node. From any thread.
     */
    public void onHeaders(BiConsumer<Map<String, String>, HttpRequest> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop().run(() -> headersHandlers.add(headers -> handler.accept(headers.toAdd(), headers.request())));
    }

    /**
     * Like {@link #onHeaders}, for a client's first response only, and before those handlers: {@code initial_headers} in Node.
     */
    public void onInitialHeaders(BiConsumer<Map<String, String>, HttpRequest> handler) {
        Objects.requireNonNull(handler, "the handler must not be null");
        ports.loop()
                .run(() -> initialHeadersHandlers.add(headers -> handler.accept(headers.toAdd(), headers.request())));
    }

    private void tellHeaders(Map<String, String> toAdd, HttpRequest request) {
        Headers headers = new Headers(toAdd, request);
        if (sid(request).isEmpty()) {
            initialHeadersHandlers.tell(headers);
        }
        headersHandlers.tell(headers);
    }

    /** How many clients are connected: {@code clientsCount} in Node. On the loop. */
    public int clientCount() {
        return clients.size();
    }

    /** Closes every client, at once. */
    public void close() {
        log(() -> "closing all open clients");
        List.copyOf(clients.values()).forEach(EngineSocket::discard);
    }

    private boolean isOurs(HttpRequest request) {
        return request.target().startsWith(options.path() + "/");
    }

    private static String sid(HttpRequest request) {
        return request.query().getOrDefault("sid", "");
    }

    private Optional<EngineError> verify(HttpRequest request, boolean upgrade) {
        String transport = request.query().getOrDefault("transport", "undefined");
        if (!options.transports().contains(transport)) {
            log(() -> "unknown transport \"" + transport + "\"");
            return Optional.of(EngineError.UNKNOWN_TRANSPORT);
        }
        if (!isValidHeader(request.header("origin"))) {
            log(() -> "origin header invalid");
            return Optional.of(EngineError.BAD_REQUEST);
        }
        if (!sid(request).isEmpty()) {
            return verifySession(request, transport, upgrade);
        }
        if (!request.method().equals("GET")) {
            return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
        }
        if (transport.equals(WebSocketTransport.NAME) && !upgrade) {
            log(() -> "invalid transport upgrade");
            return Optional.of(EngineError.BAD_REQUEST);
        }
        return Optional.empty();
    }

    private Optional<EngineError> verifySession(HttpRequest request, String transport, boolean upgrade) {
        // region unknown-sid
        EngineSocket client = clients.get(sid(request));
        if (client == null) {
            log(() -> "unknown sid \"" + sid(request) + "\"");
            return Optional.of(EngineError.UNKNOWN_SID);
        }
        // endregion
        if (!upgrade && !client.transport().name().equals(transport)) {
            log(() -> "bad request: unexpected transport without upgrade");
            return Optional.of(EngineError.BAD_REQUEST);
        }
        if (client.protocol() != EngineRevision.numberOf(request)) {
            log(() -> "bad request: unexpected protocol version during upgrade");
            return Optional.of(EngineError.BAD_REQUEST);
        }
        return Optional.empty();
    }

    /** Whether Node would send this header value: no control characters but the tab, nothing beyond Latin 1. */
    private static boolean isValidHeader(String value) {
        return value == null || value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff);
    }

    /** Asks {@code allowRequest}, then checks the revision; calls one of the two callbacks, on the loop. */
    private void admit(HttpRequest request, Runnable admitted, BiConsumer<EngineError, String> refused) {
        Consumer<Decision> onDecision = decision -> {
            if (!decision.success()) {
                refused.accept(EngineError.FORBIDDEN, decision.messageOr(EngineError.FORBIDDEN.message()));
            } else if (EngineRevision.numberOf(request) == 3 && !options.allowEio3()) {
                log(() -> "unsupported protocol version");
                refused.accept(
                        EngineError.UNSUPPORTED_PROTOCOL_VERSION, EngineError.UNSUPPORTED_PROTOCOL_VERSION.message());
            } else {
                admitted.run();
            }
        };
        UserCode.<Decision>decide(
                ports,
                "function allowRequest",
                next -> options.allowRequest()
                        .decide(request, (message, success) -> next.accept(new Decision(message, success))),
                new Decision(null, false),
                onDecision);
    }

    private void handshake(HttpExchange exchange) {
        String id = ids.next();
        PollingTransport transport = new PollingTransport(ports, options, exchange.request(), (headers, request) -> {
            if (sid(request).isEmpty()) {
                options.cookie().ifPresent(cookie -> headers.put("Set-Cookie", cookie.header(id)));
            }
            tellHeaders(headers, request);
        });
        EngineSocket socket = open(id, exchange.request(), transport);
        transport.onRequest(exchange);
        onConnection.accept(socket);
    }

    private void handshake(HttpRequest request, Transport transport) {
        onConnection.accept(open(ids.next(), request, transport));
    }

    private EngineSocket open(String id, HttpRequest request, Transport transport) {
        log(() -> "handshaking client \"" + id + "\"");
        EngineSocket socket = new EngineSocket(id, request, ports, options, () -> clients.remove(id));
        clients.put(id, socket);
        socket.open(transport, upgradesOf(transport));
        return socket;
    }

    private List<String> upgradesOf(Transport transport) {
        boolean canUpgrade = options.allowUpgrades()
                && transport.name().equals(PollingTransport.NAME)
                && options.transports().contains(WebSocketTransport.NAME);
        return canUpgrade ? List.of(WebSocketTransport.NAME) : List.of();
    }

    /** The WebSocket; empty, and closed at once, when the query names another transport. */
    private Optional<WebSocketTransport> accept(WebSocketUpgrade upgrade) {
        Map<String, String> headers = new LinkedHashMap<>();
        tellHeaders(headers, upgrade.request());
        WebSocketTransport transport = new WebSocketTransport(
                upgrade.accept(options.maxPayloadBytes(), headers), EngineRevision.of(upgrade.request()), ports.log());
        if (!WebSocketTransport.NAME.equals(upgrade.request().query().get("transport"))) {
            log(() -> "transport doesn't handle upgraded requests");
            transport.close(() -> {});
            return Optional.empty();
        }
        return Optional.of(transport);
    }

    private void maybeUpgrade(EngineSocket client, Transport transport) {
        if (client.isUpgrading()) {
            log(() -> "transport has already been trying to upgrade");
            transport.close(() -> {});
        } else if (client.isUpgraded()) {
            log(() -> "transport had already been upgraded");
            transport.close(() -> {});
        } else {
            log(() -> "upgrading existing transport");
            client.maybeUpgrade(transport);
        }
    }

    private void log(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }
}

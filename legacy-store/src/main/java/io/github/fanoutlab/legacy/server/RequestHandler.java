package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP of lib/manager.js:
 *
 * <pre>
 *   /socket.io/                          200 Welcome to socket.io.
 *   /socket.io/socket.io.js              200 the client for browsers ({@link StaticFiles})
 *   /socket.io/1/?t=…                    200 id:60:60:websocket,htmlfile,xhr-polling,jsonp-polling
 *                                        a new session; also with jsonp=N
 *                                        403 handshake bad origin, handshake unauthorized; 500 handshake error
 *   /socket.io/1/websocket/ID (upgrade)  a transport; 7:::1+0 when the session is unknown here
 *   /socket.io/1/htmlfile/ID             GET: the same, as a page that never ends; POST: 200 1, for the client's packets
 *   /socket.io/1/xhr-polling/ID          the same, with a request for each answer
 *   /socket.io/1/jsonp-polling/ID?i=N    the same, with scripts and forms
 *   /socket.io/1/…/ID?disconnect         200, and the session ends, wherever its transport is
 *   /socket.io/2/                        500 Protocol version not supported.
 * </pre>
 *
 * <p>As in 0.9, the protocol number of an upgrade is not checked.
 */
public final class RequestHandler implements ClientHandler {

    private static final int PROTOCOL = 1;
    private static final int RANDOM_BYTES_OF_ID = 12;

    private final Manager manager;
    private final Settings settings;
    private final ServerLog log;
    private final StaticFiles files;
    private int sequenceNumber;

    /** Handles the requests of {@code manager}, which collects unused handshakes from now on. */
    public RequestHandler(Manager manager) {
        this.manager = manager;
        this.settings = manager.settings();
        this.log = manager.log();
        this.files = new StaticFiles(manager);
        manager.ports().loop().run(() -> {
            sequenceNumber = (int) manager.ports().loop().wallClockMillis();
            manager.sessions().startGarbageCollection();
        });
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        RequestPath path = path(exchange.request());
        if (path == null) {
            exchange.respond(welcome());
        } else if (path.isStatic() && settings.enabled("browser client")) {
            files.serve(path.path(), exchange);
        } else if (path.isStatic()
                || path.transport() == null && (path.protocol() == 0 || Double.isNaN(path.protocol()))) {
            exchange.respond(welcome());
            log.info(() -> "unhandled socket.io url");
        } else if (path.protocol() != PROTOCOL) {
            exchange.respond(text(500, Map.of(), "Protocol version not supported."));
            log.info(() -> "client protocol version unsupported");
        } else if (path.id() != null) {
            handleClient(path, new ClientRequest.Plain(exchange));
        } else {
            handleHandshake(path, exchange);
        }
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        ClientRequest request = new ClientRequest.Upgrade(upgrade);
        RequestPath path = path(upgrade.request());
        if (path != null) {
            handleClient(path, request);
            return;
        }
        request.hangUp();
        if (settings.enabled("destroy upgrade")) {
            log.debug(() -> "destroying non-socket.io upgrade");
        }
    }

    private RequestPath path(HttpRequest request) {
        return RequestPath.of(request, settings.get("resource"));
    }

    private void handleClient(RequestPath path, ClientRequest request) {
        String id = path.id() == null ? "" : path.id();
        if (path.query().has("disconnect")) {
            disconnect(id);
            request.respond(text(200, Map.of(), ""));
        } else if (!settings.texts("transports").contains(String.valueOf(path.transport()))) {
            String unknown = path.transport() == null ? "undefined" : path.transport();
            log.warn(() -> "unknown transport: \"" + unknown + "\"");
            request.hangUp();
        } else if (path.transport().equals("websocket")) {
            openWebSocket(id, request);
        } else if (request instanceof ClientRequest.Plain plain) {
            handleHttp(HttpTransport.of(manager, id, path, plain), plain);
        } else {
            request.hangUp();
        }
    }

    private void openWebSocket(String id, ClientRequest request) {
        if (!request.http().method().equals("GET")) {
            request.hangUp();
            return;
        }
        Transport transport = WebSocketTransport.open(manager, id, request);
        if (!transport.isDisconnected()) {
            manager.sessions().adopt(id, transport);
        }
    }

    private void handleHttp(HttpTransport transport, ClientRequest request) {
        switch (request.http().method()) {
            case "GET" -> {
                transport.begin(request.http());
                manager.sessions().adopt(transport.id(), transport);
            }
            case "POST" -> {
                manager.sessions().adopt(transport.id(), transport);
                transport.receive();
            }
            default -> request.hangUp();
        }
    }

    /** As in 0.9, a session between two polls is looked for on the other nodes only: a defect. */
    private void disconnect(String id) {
        Transport transport = manager.sessions().openTransport(id);
        if (transport != null) {
            transport.onForcedDisconnect();
        } else {
            manager.publish(StoreMessage.disconnectForce(id));
        }
    }

    private void handleHandshake(RequestPath path, HttpExchange exchange) {
        HttpRequest request = exchange.request();
        Reply reply = new Reply(exchange, path.parameter("jsonp"));
        if (!manager.origins().allowHandshake(request)) {
            reply.refuse(403, "handshake bad origin");
            return;
        }
        ObjectNode data = HandshakeData.of(request, path, manager.ports().loop().wallClockMillis());
        if (request.header("origin") != null) {
            reply.headers.put("Access-Control-Allow-Origin", request.header("origin"));
            reply.headers.put("Access-Control-Allow-Credentials", "true");
        }
        authorize(data, (error, authorized, newData) -> {
            if (error != null) {
                reply.refuse(500, "handshake error");
                log.warn(() -> "handshake error " + error);
            } else if (authorized) {
                accept(newData == null ? data : newData, reply);
            } else {
                reply.refuse(403, "handshake unauthorized");
                log.info(() -> "handshake unauthorized");
            }
        });
    }

    /**
     * The debug line says "authorized" whatever was decided: in 0.9, a conditional expression there lacks parentheses.
     */
    private void authorize(ObjectNode data, Authorization.Decision decision) {
        if (settings.get("authorization") instanceof Authorization authorization) {
            manager.authorize("the authorization of handshakes", authorization, data, (error, authorized, newData) -> {
                log.debug(() -> "authorized");
                decision.done(error, authorized, newData);
            });
        } else {
            log.debug(() -> "client authorized");
            decision.done(null, true);
        }
    }

    /**
     * Since 0.9.17 the other nodes are told before the client is, so that they know a client whose next request goes to one of
     * them. Messages are published at the end of a turn, so the response waits for that. 0.9.16 answered first.
     */
    private void accept(ObjectNode data, Reply reply) {
        String id = generateId();
        String heartbeatTimeout = settings.enabled("heartbeats") ? settings.shown("heartbeat timeout") : "";
        String transports = String.join(",", settings.texts("transports"));
        String granted = String.join(":", id, heartbeatTimeout, settings.shown("close timeout"), transports);
        // region handshake
        if (manager.dialect().answersFirst()) {
            reply.grant(granted);
        }
        manager.applyAndPublish(new StoreMessage.Handshake(id, data));
        if (!manager.dialect().answersFirst()) {
            manager.ports().loop().atEndOfTurn(() -> reply.grant(granted));
        }
        // endregion
        log.info(() -> "handshake authorized " + id);
    }

    /** 12 random bytes and the low three bytes of a counter, in base64 for URLs: 20 characters. */
    private String generateId() {
        sequenceNumber++;
        byte[] bytes = Arrays.copyOf(manager.ports().ids().nextBytes(RANDOM_BYTES_OF_ID), 15);
        bytes[12] = (byte) (sequenceNumber >> 16);
        bytes[13] = (byte) (sequenceNumber >> 8);
        bytes[14] = (byte) sequenceNumber;
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static HttpResponse welcome() {
        return text(200, Map.of(), "Welcome to socket.io.");
    }

    private static HttpResponse text(int status, Map<String, String> headers, String body) {
        return new HttpResponse(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The response to a handshake: plain, or as a script for a page of another origin. */
    private static final class Reply {

        private final HttpExchange exchange;
        private final String jsonp;
        private final Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", "text/plain"));

        Reply(HttpExchange exchange, String jsonp) {
            this.exchange = exchange;
            this.jsonp = jsonp != null && jsonp.matches("[0-9]+") ? jsonp : null;
        }

        void grant(String handshake) {
            if (jsonp == null) {
                exchange.respond(text(200, headers, handshake));
            } else {
                script(JsonText.quote(handshake));
            }
        }

        void refuse(int status, String message) {
            if (jsonp == null) {
                exchange.respond(text(status, headers, message));
            } else {
                script("new Error(\"" + message + "\")");
            }
        }

        private void script(String argument) {
            exchange.respond(text(
                    200, Map.of("Content-Type", "application/javascript"), "io.j[" + jsonp + "](" + argument + ");"));
        }
    }
}

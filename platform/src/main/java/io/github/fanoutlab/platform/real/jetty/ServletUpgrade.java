package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** A servlet request that asks for a WebSocket and waits for the node's decision. */
final class ServletUpgrade implements WebSocketUpgrade {

    private static final String ENDPOINT = JettyEndpoint.class.getName();

    /** RFC 6455, 7.4.1. */
    private static final int INTERNAL_ERROR = 1011;

    private final EventLoop loop;
    private final Backlogs backlogs;
    private final HttpRequest request;
    private final Set<JettyEndpoint> endpoints;
    private final PendingWrites pendingWrites;

    /** Null when the upgrade was decided: sessions keep it, and Jetty's request is large. */
    private AsyncContext async;

    private JettyWebSocket accepted;

    /** {@code endpoints} gets the endpoint of an accepted upgrade, until its connection is over. */
    ServletUpgrade(
            EventLoop loop,
            Backlogs backlogs,
            AsyncContext async,
            HttpRequest request,
            Set<JettyEndpoint> endpoints,
            PendingWrites pendingWrites) {
        this.loop = loop;
        this.backlogs = backlogs;
        this.async = async;
        this.request = request;
        this.endpoints = endpoints;
        this.pendingWrites = pendingWrites;
    }

    /** If the handler throws, the client gets an error instead of waiting for ever, before the decision or after it. */
    void offerTo(ClientHandler handler) {
        try {
            handler.onUpgrade(this);
        } catch (RuntimeException | Error defect) {
            if (async != null) {
                reject(ResponseWriter.SERVER_ERROR);
            } else if (accepted != null) {
                accepted.close(INTERNAL_ERROR, "the server failed to handle the connection");
            }
            throw defect;
        }
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public ClientConnection accept(int maxMessageBytes) {
        return accept(maxMessageBytes, Map.of());
    }

    @Override
    public ClientConnection accept(int maxMessageBytes, Map<String, String> headers) {
        AsyncContext decided = decide();
        accepted = new JettyWebSocket(loop, backlogs, request.remoteAddress(), pendingWrites);
        JettyEndpoint endpoint = new JettyEndpoint(loop, accepted, maxMessageBytes, () -> {}, endpoints);
        try {
            headers.forEach(((HttpServletResponse) decided.getResponse())::setHeader);
            decided.getRequest().setAttribute(ENDPOINT, endpoint);
            decided.dispatch();
        } catch (IllegalStateException | RejectedExecutionException tooLate) {
            endpoint.ended(JettyWebSocket.BROKEN, "the client left before the upgrade");
        }
        return accepted;
    }

    @Override
    public void reject(HttpResponse response) {
        ResponseWriter.write(decide(), response, pendingWrites);
    }

    /** Upgrades an accepted request, on a thread of Jetty. */
    static void complete(HttpServletRequest request, HttpServletResponse response, DebugLog log)
            throws ServletException, IOException {
        JettyEndpoint endpoint = (JettyEndpoint) request.getAttribute(ENDPOINT);
        ServerContainer container =
                (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        if (container == null) {
            log.warn("websocket: this servlet context has no Jakarta WebSocket, so a client was refused; set it up with"
                    + " JakartaWebSocketServletContainerInitializer.configure, or serve polling alone");
            endpoint.ended(JettyWebSocket.BROKEN, "the servlet context has no Jakarta WebSocket");
            response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED, "no WebSocket here");
            return;
        }
        try {
            container.upgradeHttpToWebSocket(new Untargeted(request), response, endpoint.config(), Map.of());
        } catch (DeploymentException | IOException | RuntimeException problem) {
            endpoint.ended(JettyWebSocket.BROKEN, "the upgrade failed: " + problem.getMessage());
            if (!response.isCommitted()) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST, "not a WebSocket handshake");
            }
        }
    }

    /**
     * Hides the target and the Host header from Jetty, which refuses what {@link java.net.URI} refuses. Clients send more, and the
     * handler has read them already.
     */
    private static final class Untargeted extends HttpServletRequestWrapper {

        Untargeted(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return "/";
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer("http://localhost/");
        }

        @Override
        public String getQueryString() {
            return null;
        }

        @Override
        public String getServerName() {
            return "localhost";
        }
    }

    private AsyncContext decide() {
        if (async == null) {
            throw new IllegalStateException(
                    "an upgrade can be accepted or rejected once; " + request.target() + " was decided before");
        }
        AsyncContext decided = async;
        async = null;
        return decided;
    }
}

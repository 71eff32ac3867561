package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.websocket.core.CloseStatus;

/** A servlet request that asks for a WebSocket and waits for the node's decision. */
final class ServletUpgrade implements WebSocketUpgrade {

    private static final String ACCEPTED = ServletUpgrade.class.getName();

    private final Backlogs backlogs;
    private final HttpRequest request;
    private final WebSockets webSockets;

    /** Null when the upgrade was decided, since Jetty's request is large. */
    private AsyncContext async;

    private JettyWebSocket accepted;
    private int maxMessageBytes;

    ServletUpgrade(Backlogs backlogs, AsyncContext async, HttpRequest request, WebSockets webSockets) {
        this.backlogs = backlogs;
        this.async = async;
        this.request = request;
        this.webSockets = webSockets;
    }

    /** If the handler throws, the client gets an error instead of waiting forever, before the decision or after it. */
    void offerTo(ClientHandler handler) {
        try {
            handler.onUpgrade(this);
        } catch (RuntimeException | Error defect) {
            if (async != null) {
                reject(ResponseWriter.SERVER_ERROR);
            } else if (accepted != null) {
                accepted.close(CloseStatus.SERVER_ERROR, "the server failed to handle the connection");
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
        this.maxMessageBytes = maxMessageBytes;
        accepted = webSockets.newConnection(backlogs, request.remoteAddress());
        try {
            headers.forEach(((HttpServletResponse) decided.getResponse())::setHeader);
            decided.getRequest().setAttribute(ACCEPTED, this);
            decided.dispatch();
        } catch (IllegalStateException | RejectedExecutionException tooLate) {
            failed("the client left before the upgrade");
        }
        return accepted;
    }

    @Override
    public void reject(HttpResponse response) {
        ResponseWriter.write(decide(), response, webSockets.pendingWrites);
    }

    /** Upgrades an accepted request, on a thread of Jetty. */
    static void complete(HttpServletRequest request, HttpServletResponse response, DebugLog log) throws IOException {
        ServletUpgrade upgrade = (ServletUpgrade) request.getAttribute(ACCEPTED);
        ServerContainer container =
                (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        if (container == null) {
            log.warn("websocket: this servlet context has no Jakarta WebSocket, so a client was refused; set it up with"
                    + " JakartaWebSocketServletContainerInitializer.configure, or serve polling alone");
            upgrade.failed("the servlet context has no Jakarta WebSocket");
            response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED, "no WebSocket here");
            return;
        }
        try {
            container.upgradeHttpToWebSocket(new Untargeted(request), response, Handshake.CONFIG, Map.of());
            upgrade.takeOver(request);
        } catch (DeploymentException | IOException | RuntimeException problem) {
            upgrade.failed("the upgrade failed: " + problem.getMessage());
            if (!response.isCommitted()) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST, "not a WebSocket handshake");
            }
        }
    }

    /** Puts a {@link FrameConnection} in the place of the connection to which Jetty moves when the request is complete. */
    private void takeOver(HttpServletRequest request) {
        var made = (AbstractConnection) request.getAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE);
        Connector connector = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnector();
        FrameConnection connection =
                new FrameConnection(made.getEndPoint(), connector, webSockets, accepted, maxMessageBytes);
        connector.getEventListeners().forEach(connection::addEventListener);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
    }

    private void failed(String reason) {
        webSockets.loop.execute(() -> accepted.ended(JettyWebSocket.BROKEN, reason));
    }

    /** What Jakarta WebSocket is to open. Never opened; public since Jakarta WebSocket requires it. */
    public static final class Handshake extends Endpoint {

        /** The first subprotocol that the client offers, as in {@code ws} 8; no extension. */
        private static final ServerEndpointConfig CONFIG = ServerEndpointConfig.Builder.create(Handshake.class, "/")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public String getNegotiatedSubprotocol(List<String> supported, List<String> offered) {
                        return offered.isEmpty() ? "" : offered.get(0);
                    }

                    @Override
                    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> asked) {
                        return List.of();
                    }
                })
                .build();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            throw new IllegalStateException("a FrameConnection was to open in its place");
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

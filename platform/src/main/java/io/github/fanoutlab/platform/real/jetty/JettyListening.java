package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One port that a node listens on: a small Jetty server. */
final class JettyListening implements Network.Listening {

    private static final int MAX_THREADS = 24;
    private static final int MIN_THREADS = 2;

    /** The times that a client may take for the head and for the body of a request, as in Node 20. They are checked now and then. */
    private static final long HEAD_SECONDS = 60;

    private static final long BODY_SECONDS = 300;
    private static final long CHECK_SECONDS = 15;

    /** How long a client that reads slowly may take for its last answers before connections are broken. */
    private static final long PENDING_WRITES_MILLIS = 3_000;

    /** How many connections may wait to be accepted, unless the system allows fewer: the default of Node's {@code listen}. */
    private static final int ACCEPT_QUEUE = 511;

    /** Response headers may repeat what the request said, as those of CORS do. */
    private static final int RESPONSE_HEADER_BYTES = 8 << 10;

    /** A server has no use for the Host header, and Node takes any. */
    private static final HttpCompliance AS_TOLERANT_AS_NODE = HttpCompliance.RFC9110.with(
            "Node",
            HttpCompliance.Violation.DUPLICATE_HOST_HEADERS,
            HttpCompliance.Violation.UNSAFE_HOST_HEADER,
            HttpCompliance.Violation.MISMATCHED_AUTHORITY);

    private final Server server;
    private final ServerConnector connector;
    private final NodeServlet servlet;
    private int port;

    private JettyListening(Server server, ServerConnector connector, NodeServlet servlet) {
        this.server = server;
        this.connector = connector;
        this.servlet = servlet;
    }

    /**
     * Begins to listen.
     *
     * @throws UncheckedIOException if the port cannot be bound; the message says which, why, and what to do
     */
    static JettyListening open(
            String node,
            ListenOptions options,
            ClientHandler handler,
            EventLoop loop,
            Backlogs backlogs,
            DebugLog log) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("jetty-" + node);
        threads.setDaemon(true);
        Server server = new Server(threads);
        server.setStopTimeout(0);
        ServerConnector connector = connector(server, options);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        NodeServlet servlet = new NodeServlet(loop, backlogs, log, handler, options.maxBodyBytes());
        context.addServlet(JettyHost.asyncHolder(servlet), "/*");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.getMimeTypes().clear(); // Jetty would add a charset to a Content-Type that has none.
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        JettyListening listening = new JettyListening(server, connector, servlet);
        listening.start(options);
        return listening;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        connector.close();
        servlet.awaitPendingWrites(PENDING_WRITES_MILLIS);
        connector.getConnectedEndPoints().forEach(EndPoint::close);
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the Jetty server of port " + port + " did not stop", e);
        }
    }

    private void start(ListenOptions options) {
        try {
            connector.open();
            port = connector.getLocalPort();
        } catch (IOException | UnsupportedOperationException e) {
            throw new UncheckedIOException(BindFailure.explain(options, e), BindFailure.asIoException(e));
        }
        try {
            server.start();
        } catch (Exception e) {
            connector.close();
            throw new IllegalStateException("Jetty did not start", e);
        }
        checkForSlowRequests();
    }

    private void checkForSlowRequests() {
        connector
                .getScheduler()
                .schedule(
                        () -> {
                            endSlowRequests(HEAD_SECONDS, BODY_SECONDS);
                            checkForSlowRequests();
                        },
                        CHECK_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** Ends connections whose client takes longer than this for a head or a body, whether it sends a byte now and then or not. */
    void endSlowRequests(long headSeconds, long bodySeconds) {
        for (EndPoint connection : connector.getConnectedEndPoints()) {
            if (connection instanceof DisconnectAwareEndPoint aware) {
                aware.endIfSlow(TimeUnit.SECONDS.toNanos(headSeconds), TimeUnit.SECONDS.toNanos(bodySeconds));
            }
        }
    }

    private static ServerConnector connector(Server server, ListenOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(options.maxHeaderBytes());
        http.setMaxResponseHeaderSize(RESPONSE_HEADER_BYTES + options.maxHeaderBytes());
        http.setHttpCompliance(AS_TOLERANT_AS_NODE);
        http.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector = new DisconnectAwareConnector(server, 0, 1, new TolerantHttp(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setReusePort(options.sharedPort());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }
}

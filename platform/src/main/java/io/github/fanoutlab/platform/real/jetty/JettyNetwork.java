package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A real node's network: Jetty listens, and Jetty connects. */
public final class JettyNetwork implements Network, AutoCloseable {

    private final String node;
    private final EventLoop loop;
    private final Backlogs backlogs;
    private final DebugLog log;
    private final Consumer<Boolean> keepAlive;
    private final JettyClient client;
    private volatile boolean closed;
    private final Set<Listening> listenings = ConcurrentHashMap.newKeySet();

    /**
     * The network of the node called {@code node}, whose handlers and callbacks run on {@code loop}.
     *
     * @param keepAlive told, whenever a port was to be opened, whether any is open
     */
    public JettyNetwork(String node, EventLoop loop, Backlogs backlogs, DebugLog log, Consumer<Boolean> keepAlive) {
        this.node = node;
        this.loop = loop;
        this.backlogs = backlogs;
        this.log = log;
        this.keepAlive = keepAlive;
        this.client = new JettyClient(node, loop, backlogs, log);
    }

    @Override
    public Listening listen(ListenOptions options, ClientHandler handler) {
        if (closed) {
            throw new IllegalStateException(
                    "the node " + node + " was closed: nobody would answer on port " + options.port());
        }
        try {
            JettyListening listening =
                    JettyVersion.explain(() -> JettyListening.open(node, options, handler, loop, backlogs, log));
            listenings.add(listening);
            return listening;
        } finally {
            keepAlive.accept(listens());
        }
    }

    /** Whether a port was opened. */
    public boolean listens() {
        return !listenings.isEmpty();
    }

    @Override
    public void request(
            URI target, HttpRequest request, Consumer<HttpResponse> onResponse, Consumer<String> onFailure) {
        client.request(target, request, onResponse, onFailure);
    }

    @Override
    public void stream(URI target, HttpRequest request, StreamListener listener) {
        client.stream(target, request, listener);
    }

    @Override
    public void openWebSocket(URI target, WebSocketCallback callback) {
        client.openWebSocket(target, callback);
    }

    /** Stops listening and breaks all connections. From any thread; harmless when repeated. */
    @Override
    public void close() {
        closed = true;
        listenings.forEach(Listening::close);
        client.close();
    }
}

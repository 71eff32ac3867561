package io.github.fanoutlab.platform.real.jetty;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector that notices at once when a client leaves while its request waits. Jetty's own {@link ServerConnector} does not,
 * since it does not read from an HTTP/1.1 connection meanwhile. To use it in your own Jetty:
 *
 * <pre>{@code
 * Server jetty = new Server();
 * ServerConnector connector = new DisconnectAwareConnector(jetty, new HttpConnectionFactory());
 * connector.setPort(8080);
 * jetty.addConnector(connector);
 * io.attach(JettyHost.of(jetty));
 * }</pre>
 *
 * <p>For connections over TLS and for HTTP/2 it makes no difference.
 */
public final class DisconnectAwareConnector extends ServerConnector {

    /** A connector with as many acceptors and selectors as Jetty chooses for this machine. */
    public DisconnectAwareConnector(Server server, ConnectionFactory... protocols) {
        super(server, protocols);
    }

    /** A connector with this many acceptors and selectors; -1 lets Jetty choose, 0 acceptors accept in the selectors' threads. */
    public DisconnectAwareConnector(Server server, int acceptors, int selectors, ConnectionFactory... protocols) {
        super(server, acceptors, selectors, protocols);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new DisconnectAwareEndPoint(channel, selector, key, this);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}

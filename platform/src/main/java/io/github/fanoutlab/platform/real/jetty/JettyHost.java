package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.http.HttpHost;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/**
 * Attaches a server to your own Jetty 12.1:
 *
 * <pre>{@code
 * Server jetty = new Server(8080);
 * jetty.setHandler(new MyApplication());
 * io.attach(JettyHost.of(jetty));      // /socket.io/… goes to io, everything else to MyApplication
 * jetty.start();
 * }</pre>
 *
 * <p>The server still has its own thread; threads of Jetty never wait for it. Jetty says whether a request came over TLS: it
 * knows from its connector, or from a proxy's headers if it has a {@code ForwardedRequestCustomizer}.
 *
 * <p>What a request may look like is up to your connector. By default, Jetty accepts 8 KiB of headers, and neither a fragment nor
 * {@code //} in a target. Ports that a server listens on itself accept what Node accepts. See {@code setRequestHeaderSize},
 * {@code setUriCompliance} and {@code setHttpCompliance} of its {@code HttpConfiguration}.
 *
 * <p>If a client leaves while its poll waits, the server notices only by the missed heartbeat, since Jetty does not read from the
 * connection while a request waits. With a {@link DisconnectAwareConnector}, the server notices at once, as on a port that it
 * listens on itself.
 */
public final class JettyHost {

    private JettyHost() {}

    /** A whole Jetty server, before it is started; its present handler gets all other requests. */
    public static HttpHost of(Server server) {
        return (path, maxBodyBytes, handler, loop, backlogs, log) -> {
            requireStopped(server.isStopped(), "Jetty server");
            ServletContextHandler context = JettyVersion.explain(() -> new ServletContextHandler("/"));
            context.getServletHandler().setEnsureDefaultServlet(false);
            Runnable unmount = of(context).mount(path, maxBodyBytes, handler, loop, backlogs, log);
            Handler others = server.getHandler();
            server.setHandler(others == null ? context : new Handler.Sequence(context, others));
            return unmount;
        };
    }

    /**
     * A servlet context, before it is started; WebSocket is set up in it. The context's path comes before the server's: in the
     * context {@code /app}, clients connect to {@code /app/socket.io}.
     */
    public static HttpHost of(ServletContextHandler context) {
        return (path, maxBodyBytes, handler, loop, backlogs, log) -> {
            requireStopped(context.isStopped(), "servlet context");
            NodeServlet servlet = new NodeServlet(loop, backlogs, log, handler, maxBodyBytes);
            context.addServlet(asyncHolder(servlet), path + "/*");
            JakartaWebSocketServletContainerInitializer.configure(context, null);
            return servlet::unmount;
        };
    }

    /**
     * A servlet context as a web application sees it while it is initialized ({@code ServletContextListener}). Jetty must have set
     * up Jakarta WebSocket in it, and filters before the server must support asynchronous requests.
     */
    public static HttpHost of(ServletContext context) {
        return (path, maxBodyBytes, handler, loop, backlogs, log) -> {
            NodeServlet servlet = new NodeServlet(loop, backlogs, log, handler, maxBodyBytes);
            ServletRegistration.Dynamic registration = context.addServlet("socket.io at " + path, servlet);
            if (registration == null) {
                throw new IllegalStateException("this servlet context already has a socket.io server at " + path);
            }
            registration.setAsyncSupported(true);
            registration.addMapping(path + "/*");
            return servlet::unmount;
        };
    }

    static ServletHolder asyncHolder(NodeServlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        return holder;
    }

    private static void requireStopped(boolean stopped, String host) {
        if (!stopped) {
            throw new IllegalStateException("the " + host + " is already running: attach before you start it");
        }
    }
}

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
 * A Jetty 12.1 that the user runs, as the host of a server:
 *
 * <pre>{@code
 * Server jetty = new Server(8080);
 * jetty.setHandler(new MyApplication());
 * io.attach(JettyHost.of(jetty));      // /socket.io/… is for io, everything else for MyApplication
 * jetty.start();
 * }</pre>
 *
 * <p>The server has its own thread as ever; threads of Jetty wait for nothing. Whether a request came over TLS is what Jetty
 * says, which knows it from its connector, or from a proxy's headers when it has a {@code ForwardedRequestCustomizer}.
 *
 * <p>A client that leaves while its poll waits is noticed when its heartbeat is missed, since Jetty does not read from a connection
 * meanwhile; with a {@link DisconnectAwareConnector} it is noticed at once, as on a port that the server itself listens on.
 */
public final class JettyHost {

    private JettyHost() {}

    /** The whole server, before it is started; the handler that it has gets what is for nobody else. */
    public static HttpHost of(Server server) {
        return (path, maxBodyBytes, handler, loop, log) -> {
            requireStopped(server.isStopped(), "Jetty server");
            ServletContextHandler context = new ServletContextHandler("/");
            context.getServletHandler().setEnsureDefaultServlet(false);
            Runnable unmount = of(context).mount(path, maxBodyBytes, handler, loop, log);
            Handler others = server.getHandler();
            server.setHandler(others == null ? context : new Handler.Sequence(context, others));
            return unmount;
        };
    }

    /**
     * A servlet context, before it is started; WebSocket is set up in it. The context's own path comes before that of the
     * server: clients ask for {@code /app/socket.io} in the context {@code /app}.
     */
    public static HttpHost of(ServletContextHandler context) {
        return (path, maxBodyBytes, handler, loop, log) -> {
            requireStopped(context.isStopped(), "servlet context");
            NodeServlet servlet = new NodeServlet(loop, log, handler, maxBodyBytes);
            context.addServlet(asyncHolder(servlet), path + "/*");
            JakartaWebSocketServletContainerInitializer.configure(context, null);
            return servlet::unmount;
        };
    }

    /**
     * A servlet context as a web application sees it, while it is initialized ({@code ServletContextListener}); Jetty must
     * have set up Jakarta WebSocket in it. Filters on the way must support asynchronous requests.
     */
    public static HttpHost of(ServletContext context) {
        return (path, maxBodyBytes, handler, loop, log) -> {
            NodeServlet servlet = new NodeServlet(loop, log, handler, maxBodyBytes);
            ServletRegistration.Dynamic registration = context.addServlet("socket.io at " + path, servlet);
            if (registration == null) {
                throw new IllegalStateException("this servlet context has a socket.io server at " + path + " already");
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
            throw new IllegalStateException("the " + host + " runs already: attach before it is started");
        }
    }
}

package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/**
 * Takes every HTTP request and passes it to the node's loop, which may respond at any later time.
 *
 * <pre>
 *   request ------&gt; body read, at most maxBodyBytes ------&gt; loop: onRequest ... respond
 *   request ------------------------------------------------&gt; loop: onRequest ... readBody ... respond
 *     if the handler takes requests early
 *   upgrade ------------------------------------------------&gt; loop: onUpgrade ... accept or reject
 *                                                                                  |
 *           dispatched again, on a Jetty thread: the upgrade itself &lt;-----accept---+
 * </pre>
 *
 * <p>No thread waits meanwhile: requests are asynchronous (Jakarta Servlet 6.1, 2.3.3.3) and have no timeout of their own.
 */
final class NodeServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient EventLoop loop;
    private final transient Backlogs backlogs;
    private final transient DebugLog log;
    private final transient ClientHandler handler;
    private final int maxBodyBytes;
    /** Requests that were handed to the loop and have not reached the handler yet. */
    private final transient Set<AsyncContext> waiting = ConcurrentHashMap.newKeySet();

    private final transient PendingWrites pendingWrites = new PendingWrites();
    private final transient WebSockets webSockets;
    private volatile boolean unmounted;

    NodeServlet(EventLoop loop, Backlogs backlogs, DebugLog log, ClientHandler handler, int maxBodyBytes) {
        this.loop = loop;
        this.webSockets = new WebSockets(loop, pendingWrites);
        this.backlogs = backlogs;
        this.log = log;
        this.handler = handler;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void init() {
        ServletContextHandler.getServletContextHandler(getServletContext()).addBean(webSockets);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            ServletUpgrade.complete(request, response, log);
        } else if (unmounted) {
            ResponseWriter.write(startAsync(request), ResponseWriter.GONE, pendingWrites);
        } else if (asksForWebSocket(request)) {
            Optional<HttpResponse> refusal = WebSocketHandshake.refusal(request);
            if (refusal.isPresent()) {
                ResponseWriter.write(startAsync(request), refusal.get(), pendingWrites);
                return;
            }
            AsyncContext async = startAsync(request);
            ServletUpgrade upgrade = new ServletUpgrade(backlogs, async, read(request, new byte[0]), webSockets);
            offer(async, () -> upgrade.offerTo(handler));
        } else if (handler.takesRequestsEarly()) {
            offer(startAsync(request), read(request, new byte[0]), announcesBody(request));
        } else {
            AsyncContext async = startAsync(request);
            BodyReader.start(async, maxBodyBytes, new BodyReader.Reader() {
                @Override
                public void onBody(byte[] body) {
                    offer(async, read(request, body), false);
                }

                @Override
                public void onTooLong() {
                    ResponseWriter.write(async, ResponseWriter.tooLong(maxBodyBytes), pendingWrites);
                }

                @Override
                public void onBrokenOff() {
                    ResponseWriter.complete(async);
                }
            });
        }
    }

    /**
     * The handler is gone: requests that have not reached it are refused, and each WebSocket ends when its peer falls silent, since
     * no loop closes it any more. From any thread.
     */
    void unmount() {
        unmounted = true;
        waiting.forEach(this::refuse);
        webSockets.abandon();
    }

    /** Waits until all answers and messages are written, for {@code millis} at most. */
    void awaitPendingWrites(long millis) {
        pendingWrites.await(millis);
    }

    private void offer(AsyncContext async, HttpRequest request, boolean bodyUnread) {
        ServletExchange exchange = new ServletExchange(loop, backlogs, async, request, bodyUnread, pendingWrites);
        offer(async, () -> exchange.offerTo(handler));
    }

    private void offer(AsyncContext async, Runnable offer) {
        waiting.add(async);
        loop.execute(() -> {
            if (waiting.remove(async)) {
                offer.run();
            }
        });
        if (unmounted) {
            refuse(async);
        }
    }

    private void refuse(AsyncContext async) {
        if (waiting.remove(async)) {
            ResponseWriter.write(async, ResponseWriter.GONE, pendingWrites);
        }
    }

    private static AsyncContext startAsync(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        if (ServletExchange.endPoint(async) instanceof DisconnectAwareEndPoint aware) {
            aware.headArrived();
            PendingWrites.whenComplete(async, aware::requestOver);
        }
        return async;
    }

    private static boolean asksForWebSocket(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** HTTP/1.1 announces a body in its headers; in HTTP/2 one may come unannounced. */
    private static boolean announcesBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0
                || request.getContentLengthLong() < 0
                        && (request.getHeader("Transfer-Encoding") != null
                                || !request.getProtocol().startsWith("HTTP/1"));
    }

    private static HttpRequest read(HttpServletRequest request, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                headers.merge(name, value, (first, next) -> HttpRequest.merged(name, first, next));
            }
        }
        String query = request.getQueryString();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String target = path + (query == null ? "" : "?" + query);
        return new HttpRequest(request.getMethod(), target, headers, body, request.getRemoteAddr(), request.isSecure());
    }
}

package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network.StreamListener;
import io.github.fanoutlab.platform.node.Network.WebSocketCallback;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.ee11.websocket.jakarta.client.JakartaWebSocketClientContainer;
import org.eclipse.jetty.ee11.websocket.jakarta.common.JakartaWebSocketSession;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.exception.UpgradeException;

/**
 * HTTP and WebSocket as a client: one Jetty client per node, started when first needed.
 *
 * <p>The JDK's client would not do. Its WebSocket (JDK 17 and 25 alike) sometimes fails to notice that the server is gone when the
 * connection ends right after a message, and a client of a dying worker must notice.
 */
final class JettyClient implements AutoCloseable {

    private static final long CONNECT_TIMEOUT_MILLIS = 10_000;

    /** Longer than a server lets a poll wait: 20 s in Socket.IO 0.9, 25 s in 4.x. */
    private static final long REQUEST_TIMEOUT_MILLIS = 60_000;

    /** The limit for a response or a message, as {@code maxPayload} of Node's {@code ws} 8. */
    private static final int MAX_BYTES = 100 << 20;

    /** Each poll that waits takes a connection. */
    private static final int MAX_CONNECTIONS_PER_SERVER = 10_000;

    private static final int MAX_THREADS = 24;
    private static final int MIN_THREADS = 2;

    private final String node;
    private final EventLoop loop;
    private final Backlogs backlogs;
    private final DebugLog log;
    private final ExecutorService dials;
    private HttpClient http;
    private JakartaWebSocketClientContainer webSockets;

    JettyClient(String node, EventLoop loop, Backlogs backlogs, DebugLog log) {
        this.node = node;
        this.loop = loop;
        this.backlogs = backlogs;
        this.log = log;
        this.dials = Executors.newCachedThreadPool(daemons("dial-" + node));
    }

    void request(URI target, HttpRequest request, Consumer<HttpResponse> onResponse, Consumer<String> onFailure) {
        try {
            toJetty(target, request)
                    .timeout(REQUEST_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .send(new BufferingResponseListener(MAX_BYTES) {
                        @Override
                        public void onComplete(Result result) {
                            byte[] body = getContent();
                            loop.execute(() -> {
                                if (result.isSucceeded()) {
                                    onResponse.accept(fromJetty(result.getResponse(), body));
                                } else {
                                    onFailure.accept(reason(result.getFailure()));
                                }
                            });
                        }
                    });
        } catch (IllegalArgumentException malformed) {
            loop.execute(() -> onFailure.accept("not sent: " + malformed.getMessage()));
        }
    }

    /** Has no limit in time, as long as the connection is never idle for {@link #REQUEST_TIMEOUT_MILLIS}. */
    void stream(URI target, HttpRequest request, StreamListener listener) {
        try {
            toJetty(target, request)
                    .onResponseHeaders(head -> {
                        HttpResponse arrived = fromJetty(head, null);
                        loop.execute(() -> listener.onHead(arrived));
                    })
                    .onResponseContent((response, content) -> {
                        byte[] chunk = BufferUtil.toArray(content);
                        loop.execute(() -> listener.onChunk(chunk));
                    })
                    .send(result -> {
                        String failure = result.isSucceeded() ? null : reason(result.getFailure());
                        loop.execute(() -> listener.onEnd(failure));
                    });
        } catch (IllegalArgumentException malformed) {
            loop.execute(() -> listener.onEnd("not sent: " + malformed.getMessage()));
        }
    }

    void openWebSocket(URI target, WebSocketCallback callback) {
        JettyWebSocket connection = new JettyWebSocket(loop, backlogs, target.getAuthority(), ClientMessage::of);
        JettyEndpoint endpoint = new JettyEndpoint(loop, connection, MAX_BYTES, () -> callback.onOpen(connection));
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        JakartaWebSocketClientContainer container = webSockets();
        dials.execute(() -> {
            try {
                container.connectToServer(endpoint, config, target);
            } catch (DeploymentException | IOException | RuntimeException problem) {
                loop.execute(() -> {
                    if (connection.discard()) {
                        callback.onRefused(reason(problem));
                    }
                });
            }
        });
    }

    /** Breaks all connections. */
    @Override
    public synchronized void close() {
        dials.shutdownNow();
        if (webSockets != null) {
            webSockets.getOpenSessions().forEach(session -> ((JakartaWebSocketSession) session).abort());
            try {
                webSockets.stop();
                http.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the Jetty client of " + node + " did not stop", e);
            }
        }
    }

    private synchronized JakartaWebSocketClientContainer webSockets() {
        if (webSockets == null) {
            http = httpClient();
            webSockets = new JakartaWebSocketClientContainer(http);
            try {
                http.start();
                webSockets.start();
            } catch (Exception e) {
                throw new IllegalStateException("the Jetty client of " + node + " did not start", e);
            }
        }
        return webSockets;
    }

    private HttpClient httpClient() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http-client-" + node);
        threads.setDaemon(true);
        threads.setStopTimeout(0);
        HttpClient client = new HttpClient();
        client.setExecutor(threads);
        client.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        client.setIdleTimeout(REQUEST_TIMEOUT_MILLIS);
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS_PER_SERVER);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        return client;
    }

    private Request toJetty(URI target, HttpRequest request) {
        webSockets();
        URI uri = URI.create(target.getScheme() + "://" + target.getRawAuthority() + request.target());
        Request jettyRequest = http.newRequest(uri)
                .method(request.method())
                .headers(headers -> request.headers().forEach(headers::put));
        if (request.body().length > 0) {
            jettyRequest.body(new BytesRequestContent(request.header("Content-Type"), request.body()));
        }
        return jettyRequest;
    }

    private static HttpResponse fromJetty(Response response, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : response.getHeaders()) {
            headers.merge(field.getName(), field.getValue(), (first, next) -> first + ", " + next);
        }
        return new HttpResponse(response.getStatus(), headers, body == null ? new byte[0] : body);
    }

    private static String reason(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof UpgradeException refused && refused.getResponseStatusCode() > 0) {
                return "the server answered with HTTP status " + refused.getResponseStatusCode();
            }
            if (cause instanceof ConnectException) {
                return "connection refused: nothing listens there";
            }
            if (cause instanceof TimeoutException) {
                return "timed out: " + cause.getMessage();
            }
        }
        return "the connection broke: " + problem.getMessage();
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}

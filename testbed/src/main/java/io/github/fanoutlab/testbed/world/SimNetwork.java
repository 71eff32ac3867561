package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.testbed.trace.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** TCP as one node of the world sees it. A node's name is its host name; {@link ListenOptions#host()} does not matter. */
final class SimNetwork implements Network {

    private static final int FIRST_FREE_PORT = 49_152;
    private static final int HTTP_PORT = 80;

    private final SimNode node;
    private final World world;
    private final Cookies cookies = new Cookies();

    SimNetwork(SimNode node) {
        this.node = node;
        this.world = node.world;
    }

    @Override
    public Listening listen(ListenOptions options, ClientHandler handler) {
        int port = options.port() == 0 ? freePort() : options.port();
        String address = node.name() + ':' + port;
        SimListener present = world.listener(address);
        if (present != null) {
            throw new UncheckedIOException(
                    new IOException("port " + port + " of node " + node.name() + " is listened on already"));
        }
        SimListener opened = new SimListener(node, port, options.maxBodyBytes(), handler);
        world.listeners().put(address, opened);
        return opened;
    }

    @Override
    public void request(
            URI target, HttpRequest request, Consumer<HttpResponse> onResponse, Consumer<String> onFailure) {
        stream(target, request, HttpCall.gathering(onResponse, onFailure));
    }

    @Override
    public void stream(URI target, HttpRequest request, StreamListener listener) {
        new HttpCall(this, target, withHost(request, target, false), listener, response -> {}).send();
    }

    @Override
    public void openWebSocket(URI target, WebSocketCallback callback) {
        String query = target.getRawQuery() == null ? "" : '?' + target.getRawQuery();
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        openWebSocket(target, withHost(HttpRequest.get(path + query), target, true), callback, response -> {});
    }

    /** Opens a WebSocket with this very request; {@code onResponse} is told of the response, whether it accepts or rejects. */
    void openWebSocket(URI target, HttpRequest request, WebSocketCallback callback, Consumer<HttpResponse> onResponse) {
        WebSocketOpening opening = new WebSocketOpening(this, target, request, callback, onResponse);
        dial(target, request, opening::send, callback::onRefused);
    }

    /** The URL at which {@code handler} listens on this node; it begins to listen if it did not. */
    URI addressOf(ClientHandler handler) {
        for (SimListener listener : world.listeners().values()) {
            if (listener.process() == node && listener.handler() == handler) {
                return URI.create("http://" + node.name() + ':' + listener.port());
            }
        }
        listen(new ListenOptions("", 0, false, Integer.MAX_VALUE), handler);
        return addressOf(handler);
    }

    /** Told when a TCP connection to a port is up; the request that goes over it was recorded as {@code sent}. */
    interface Connected {
        void accept(Endpoint end, SimListener listener, long sent);
    }

    SimNode node() {
        return node;
    }

    void dial(URI target, HttpRequest request, Connected onConnected, Consumer<String> onRefused) {
        node.requireTurn("request or openWebSocket");
        String address = address(target);
        String connection = node.name() + '>' + address;
        long event = world.record(
                node.name(),
                Kind.HTTP_REQUEST_SENT,
                host(target),
                connection,
                request.method() + ' ' + request.path(),
                request,
                0);
        Dialing<SimListener> dialing =
                new Dialing<>(node, address, connection, world.options().clientLatency(), event);
        if (!world.letsWebSocketsThrough() && request.header("upgrade") != null) {
            dialing.turnBack("a proxy on the way lets no WebSocket through", onRefused);
            return;
        }
        SimBalancer balancer = world.balancer(host(target));
        Supplier<SimListener> whoListens =
                balancer == null ? () -> world.listener(address) : () -> balancer.choose(request, port(target));
        dialing.dial(whoListens, (end, listener) -> onConnected.accept(end, listener, event), onRefused);
    }

    /** The response of {@code server} as the client gets it: a balancer at {@code target} may have changed it. Keeps its cookies. */
    HttpResponse arrived(URI target, HttpRequest request, String server, HttpResponse response) {
        SimBalancer balancer = world.balancer(host(target));
        HttpResponse passed = balancer == null ? response : balancer.pass(request, server, response);
        cookies.take(host(target), passed);
        return passed;
    }

    private int freePort() {
        int port = FIRST_FREE_PORT;
        while (world.listener(node.name() + ':' + port) != null) {
            port++;
        }
        return port;
    }

    private HttpRequest withHost(HttpRequest request, URI target, boolean upgrade) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", address(target));
        if (upgrade) {
            headers.put("upgrade", "websocket");
            headers.put("connection", "Upgrade");
        }
        if (!cookies.header(host(target)).isEmpty()) {
            headers.put("cookie", cookies.header(host(target)));
        }
        headers.putAll(request.headers());
        return new HttpRequest(request.method(), request.target(), headers, request.body(), node.name());
    }

    private static String address(URI target) {
        return host(target) + ':' + port(target);
    }

    private static int port(URI target) {
        return target.getPort() < 0 ? HTTP_PORT : target.getPort();
    }

    private static String host(URI target) {
        if (target.getHost() == null) {
            throw new IllegalArgumentException("no host name in " + target + "; expected http://host:port/path");
        }
        return target.getHost();
    }
}

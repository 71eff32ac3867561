package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.testbed.trace.Kind;
import java.util.function.Consumer;

/** A port on which a node listens. It hands arriving requests to the node's handler, each in a turn of its own. */
final class SimListener implements Network.Listening, Dialing.Acceptor<SimListener> {

    private final SimNode node;
    private final int port;
    private final int maxBodyBytes;
    private final ClientHandler handler;

    SimListener(SimNode node, int port, int maxBodyBytes, ClientHandler handler) {
        this.node = node;
        this.port = port;
        this.maxBodyBytes = maxBodyBytes;
        this.handler = handler;
    }

    @Override
    public int port() {
        return port;
    }

    ClientHandler handler() {
        return handler;
    }

    @Override
    public SimProcess process() {
        return node;
    }

    @Override
    public SimListener accept(Endpoint end, long cause) {
        return this;
    }

    /** A plain request has arrived with its body; {@code respond} takes the response to the client. */
    void request(Endpoint end, long sent, HttpRequest request, ResponseSender respond) {
        long received = received(end, sent, request);
        if (handler.takesRequestsEarly()) {
            SimExchange exchange = new SimExchange(node, end, withoutBody(request), request.body(), respond);
            offer(received, exchange, handler::onRequest);
            return;
        }
        SimExchange exchange = new SimExchange(node, end, request, request.body(), respond);
        boolean tooLong = request.body().length > maxBodyBytes;
        offer(received, exchange, tooLong ? refused -> refused.respond(tooLong(request)) : handler::onRequest);
    }

    /** Whether a request may arrive before its body. */
    boolean takesRequestsEarly() {
        return handler.takesRequestsEarly();
    }

    /** The head of a plain request has arrived; its body follows. */
    SimExchange begin(Endpoint end, long sent, HttpRequest request, ResponseSender respond) {
        HttpRequest head = withoutBody(request);
        return offer(received(end, sent, head), new SimExchange(node, end, head, null, respond), handler::onRequest);
    }

    private SimExchange offer(long received, SimExchange exchange, Consumer<SimExchange> handling) {
        exchange.watch();
        node.handle(received, () -> handling.accept(exchange));
        return exchange;
    }

    private static HttpRequest withoutBody(HttpRequest request) {
        return withBody(request, new byte[0]);
    }

    static HttpRequest withBody(HttpRequest request, byte[] body) {
        return new HttpRequest(
                request.method(), request.target(), request.headers(), body, request.remoteAddress(), request.secure());
    }

    /** A request for a WebSocket has arrived. */
    void upgrade(Endpoint end, long sent, HttpRequest request, WebSocketOpening opening) {
        long received = received(end, sent, request);
        node.handle(received, () -> handler.onUpgrade(new SimUpgrade(node, end, request, opening)));
    }

    /** Stops listening; open connections break for both ends. */
    @Override
    public void close() {
        String address = node.name() + ':' + port;
        if (node.world.listeners().remove(address, this)) {
            node.endpoints().stream()
                    .filter(end -> end.connection().endsWith('>' + address))
                    .forEach(end -> end.shutDown(node.world.cause(), "the server stopped listening"));
        }
    }

    private long received(Endpoint end, long sent, HttpRequest request) {
        return end.record(sent, Kind.HTTP_REQUEST_RECEIVED, request.method() + ' ' + request.path(), request, 0);
    }

    private HttpResponse tooLong(HttpRequest request) {
        return HttpResponse.of(
                413,
                "text/plain; charset=utf-8",
                "the body has " + request.body().length + " bytes, at most " + maxBodyBytes + " are taken");
    }

    /** How a response gets back to the client. */
    interface ResponseSender {

        /** The whole response, whose sending is event {@code sent}. */
        void whole(long sent, HttpResponse response);

        /** The beginning of a streamed response, whose sending is event {@code sent}. */
        void head(long sent, HttpResponse head);

        /** The next chunk of a streamed response. */
        void chunk(byte[] chunk);

        /** The streamed response is complete. */
        void end();
    }
}

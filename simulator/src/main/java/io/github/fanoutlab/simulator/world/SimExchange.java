package io.github.fanoutlab.simulator.world;

import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.simulator.trace.Kind;

/** A request at the server that waits for its response. */
final class SimExchange implements HttpExchange {

    private final SimNode node;
    private final Endpoint end;
    private final HttpRequest request;
    private final SimPort.ResponseSender respond;
    private Runnable onAbort = () -> {};
    private boolean answered;
    private boolean over;

    SimExchange(SimNode node, Endpoint end, HttpRequest request, SimPort.ResponseSender respond) {
        this.node = node;
        this.end = end;
        this.request = request;
        this.respond = respond;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public void respond(HttpResponse response) {
        if (isFirstAnswer("HttpExchange.respond")) {
            over = true;
            respond.whole(sent(response), response);
            end.finish("the exchange was over");
        }
    }

    @Override
    public HttpStream stream(HttpResponse head) {
        if (!isFirstAnswer("HttpExchange.stream")) {
            return HttpStream.toNobody();
        }
        respond.head(sent(head), head);
        return new Chunks();
    }

    private boolean isFirstAnswer(String call) {
        node.requireTurn(call);
        boolean first = !answered && end.isOpen();
        answered = true;
        return first;
    }

    private long sent(HttpResponse response) {
        return end.record(
                Kind.HTTP_RESPONSE_SENT, request.method() + ' ' + request.path(), response, response.status());
    }

    private final class Chunks implements HttpStream {

        @Override
        public void write(byte[] chunk) {
            node.requireTurn("HttpStream.write");
            if (!over && end.isOpen()) {
                respond.chunk(chunk);
            }
        }

        @Override
        public void end() {
            node.requireTurn("HttpStream.end");
            if (!over && end.isOpen()) {
                over = true;
                respond.end();
                end.finish("the exchange was over");
            }
        }
    }

    @Override
    public void onAbort(Runnable task) {
        onAbort = task;
    }

    /** The client left, in the node's turn. */
    void abort(String reason) {
        if (!over) {
            onAbort.run();
        }
    }
}

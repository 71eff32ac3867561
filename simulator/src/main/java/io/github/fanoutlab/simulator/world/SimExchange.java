package io.github.fanoutlab.simulator.world;

import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.simulator.trace.Kind;

/** A request at the server that waits for its response. */
final class SimExchange implements HttpExchange {

    private final SimNode node;
    private final Endpoint end;
    private final HttpRequest request;
    private final SimPort.ResponseSender respond;
    private Runnable onAbort = () -> {};
    private boolean answered;

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
        node.requireTurn("HttpExchange.respond");
        if (answered || !end.isOpen()) {
            return;
        }
        answered = true;
        long sent = end.record(
                Kind.HTTP_RESPONSE_SENT, request.method() + ' ' + request.path(), response, response.status());
        respond.send(sent, response);
        end.finish("the exchange was over");
    }

    @Override
    public void onAbort(Runnable task) {
        onAbort = task;
    }

    /** The client left, in the node's turn. */
    void abort(String reason) {
        if (!answered) {
            onAbort.run();
        }
    }
}

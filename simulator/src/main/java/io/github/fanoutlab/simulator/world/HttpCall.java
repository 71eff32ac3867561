package io.github.fanoutlab.simulator.world;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.simulator.trace.Kind;
import java.util.function.Consumer;

/** One HTTP request of a client, on a TCP connection of its own. */
final class HttpCall {

    private final SimNode client;
    private final HttpRequest request;
    private final Consumer<HttpResponse> onResponse;
    private final Consumer<String> onFailure;

    HttpCall(SimNode client, HttpRequest request, Consumer<HttpResponse> onResponse, Consumer<String> onFailure) {
        this.client = client;
        this.request = request;
        this.onResponse = onResponse;
        this.onFailure = onFailure;
    }

    /** Sends the request, recorded as {@code sent}, on the connection that came up at {@code end}. */
    void send(Endpoint end, SimPort port, long sent) {
        end.whenBroken(onFailure);
        Endpoint server = end.peer();
        end.transmit(
                sent,
                () -> port.request(
                        server,
                        sent,
                        request,
                        (answered, response) -> server.transmit(answered, () -> receive(end, answered, response))));
    }

    private void receive(Endpoint end, long answered, HttpResponse response) {
        long received = end.record(
                answered,
                Kind.HTTP_RESPONSE_RECEIVED,
                request.method() + ' ' + request.path(),
                response,
                response.status());
        end.finish("the exchange was over");
        client.handle(received, () -> onResponse.accept(response));
    }
}

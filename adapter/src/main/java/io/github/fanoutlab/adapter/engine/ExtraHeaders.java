package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import java.util.Map;

/** An exchange that adds headers to its response, whoever responds. */
record ExtraHeaders(HttpExchange exchange, Map<String, String> headers) implements HttpExchange {

    @Override
    public HttpRequest request() {
        return exchange.request();
    }

    @Override
    public void readBody(int maxBytes, BodyListener listener) {
        exchange.readBody(maxBytes, listener);
    }

    @Override
    public void drop() {
        exchange.drop();
    }

    @Override
    public void respond(HttpResponse response) {
        exchange.respond(extended(response));
    }

    @Override
    public HttpStream stream(HttpResponse head) {
        return exchange.stream(extended(head));
    }

    private HttpResponse extended(HttpResponse response) {
        HttpResponse more = response;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            more = more.with(header.getKey(), header.getValue());
        }
        return more;
    }

    @Override
    public void onAbort(Runnable task) {
        exchange.onAbort(task);
    }
}

package io.github.fanoutlab.testkit;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;

/** One HTTP request in the memory of a test, seen from the client: it may have to wait for its response, or may leave. */
public final class MemoryExchange {

    private final TestLab lab;
    private HttpResponse response;
    private Runnable onAbort = () -> {};
    private boolean left;

    private MemoryExchange(TestLab lab) {
        this.lab = lab;
    }

    /** Sends {@code request} to {@code handler}, and settles. */
    public static MemoryExchange of(TestLab lab, ClientHandler handler, HttpRequest request) {
        MemoryExchange exchange = new MemoryExchange(lab);
        handler.onRequest(exchange.new ServerEnd(request));
        lab.settle();
        return exchange;
    }

    /** The response; null if there is none yet. */
    public HttpResponse response() {
        lab.settle();
        return response;
    }

    /** Goes away without having got a response, and settles. */
    public void leave() {
        if (response == null && !left) {
            left = true;
            onAbort.run();
        }
        lab.settle();
    }

    private final class ServerEnd implements HttpExchange {

        private final HttpRequest request;

        ServerEnd(HttpRequest request) {
            this.request = request;
        }

        @Override
        public HttpRequest request() {
            return request;
        }

        @Override
        public void respond(HttpResponse answer) {
            if (response == null && !left) {
                response = answer;
            }
        }

        @Override
        public void onAbort(Runnable task) {
            onAbort = task;
        }
    }
}

package io.github.fanoutlab.legacy;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;

/** A request of a client in the memory of a test, which waits for its answer. */
final class Poll implements HttpExchange {

    private final String client;
    private final HttpRequest request;
    private HttpResponse answer;
    private boolean answered;

    private Poll(String client, HttpRequest request) {
        this.client = client;
        this.request = request;
    }

    /** Gives {@code request} to {@code handler}. */
    static Poll of(String client, ClientHandler handler, HttpRequest request) {
        Poll poll = new Poll(client, request);
        handler.onRequest(poll);
        return poll;
    }

    String client() {
        return client;
    }

    /** The answer, once; null while there is none, or when it was taken. */
    HttpResponse takeAnswer() {
        HttpResponse taken = answer;
        answer = null;
        return taken;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public void respond(HttpResponse response) {
        if (!answered) {
            answered = true;
            answer = response;
        }
    }

    @Override
    public void onAbort(Runnable task) {
        // This client stays.
    }
}

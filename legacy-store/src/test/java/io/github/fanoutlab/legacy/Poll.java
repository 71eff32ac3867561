package io.github.fanoutlab.legacy;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request of a client in the memory of a test, which waits for its answer. */
final class Poll implements HttpExchange {

    private final String client;
    private final HttpRequest request;
    private final List<String> chunks = new ArrayList<>();
    private HttpResponse answer;
    private Runnable onAbort = () -> {};
    private boolean answered;
    private boolean ended;

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

    /** The text of the answer, once; null while there is none, or when it was taken. */
    String text() {
        HttpResponse taken = takeAnswer();
        return taken == null ? null : taken.text();
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public void respond(HttpResponse response) {
        if (!answered) {
            answered = true;
            ended = true;
            answer = response;
        }
    }

    /** What has followed an answer that goes on, each once. */
    List<String> takeChunks() {
        List<String> taken = List.copyOf(chunks);
        chunks.clear();
        return taken;
    }

    /** Whether the answer is there, to its end. */
    boolean isEnded() {
        return ended;
    }

    /** The client leaves. */
    void leave() {
        onAbort.run();
    }

    @Override
    public HttpStream stream(HttpResponse head) {
        respond(head);
        ended = false;
        return new HttpStream() {
            @Override
            public void write(byte[] chunk) {
                if (!ended) {
                    chunks.add(new String(chunk, StandardCharsets.UTF_8));
                }
            }

            @Override
            public void end() {
                ended = true;
            }
        };
    }

    @Override
    public void onAbort(Runnable task) {
        onAbort = task;
    }
}

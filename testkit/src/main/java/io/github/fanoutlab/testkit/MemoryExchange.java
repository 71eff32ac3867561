package io.github.fanoutlab.testkit;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One HTTP request in the memory of a test, seen from the client: it may have to wait for its response, or may leave. */
public final class MemoryExchange {

    private final TestLab lab;
    private final List<String> chunks = new ArrayList<>();
    private HttpResponse response;
    private boolean ended;
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

    /** What came, as UTF-8 text, after a response that goes on, since this was last asked. */
    public List<String> hearsNow() {
        lab.settle();
        List<String> now = List.copyOf(chunks);
        chunks.clear();
        return now;
    }

    /** Whether the response is there, to its end. */
    public boolean isEnded() {
        lab.settle();
        return ended;
    }

    /** Goes away without having got a whole response, and settles. */
    public void leave() {
        if (!ended && !left) {
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
                ended = true;
            }
        }

        @Override
        public HttpStream stream(HttpResponse head) {
            if (response != null || left) {
                return HttpStream.toNobody();
            }
            response = head;
            return new HttpStream() {
                @Override
                public void write(byte[] chunk) {
                    if (!ended && !left) {
                        chunks.add(new String(chunk, StandardCharsets.UTF_8));
                    }
                }

                @Override
                public void end() {
                    ended = !left;
                }
            };
        }

        @Override
        public void onAbort(Runnable task) {
            onAbort = task;
        }
    }
}

package io.github.fanoutlab.testbed;

import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One HTTP request in the memory of a test, seen from the client: it may have to wait for its response, or may leave. */
public final class MemoryExchange {

    private final TestLab lab;
    private final ClientHandler handler;
    private final HttpRequest request;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<String> chunks = new ArrayList<>();
    private boolean bodyIsWhole;
    private Runnable bodyReader = () -> {};
    private HttpResponse response;
    private boolean ended;
    private boolean dropped;
    private Runnable onAbort = () -> {};
    private boolean left;

    private MemoryExchange(TestLab lab, ClientHandler handler, HttpRequest request) {
        this.lab = lab;
        this.handler = handler;
        this.request = request;
    }

    /** Sends {@code request} to {@code handler}, and settles. */
    public static MemoryExchange of(TestLab lab, ClientHandler handler, HttpRequest request) {
        MemoryExchange exchange = new MemoryExchange(lab, handler, request);
        exchange.start();
        exchange.goOn(request.body(), true);
        return exchange;
    }

    /** Sends {@code request} without an end to its body, and settles; {@link #goOn} sends more of it. */
    public static MemoryExchange begin(TestLab lab, ClientHandler handler, HttpRequest request) {
        MemoryExchange exchange = new MemoryExchange(lab, handler, request);
        exchange.start();
        exchange.goOn(request.body(), false);
        return exchange;
    }

    /** Sends more of the body, perhaps the last of it, and settles. */
    public void goOn(byte[] part, boolean isLast) {
        body.writeBytes(part);
        bodyIsWhole = isLast;
        if (isLast && !handler.takesRequestsEarly()) {
            handler.onRequest(new ServerEnd(withBody(body.toByteArray())));
        } else {
            bodyReader.run();
        }
        lab.settle();
    }

    private void start() {
        if (handler.takesRequestsEarly()) {
            handler.onRequest(new ServerEnd(withBody(new byte[0])));
        }
    }

    private HttpRequest withBody(byte[] sent) {
        return new HttpRequest(
                request.method(), request.target(), request.headers(), sent, request.remoteAddress(), request.secure());
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

    /** Whether the server broke the connection instead of answering. */
    public boolean isDropped() {
        lab.settle();
        return dropped;
    }

    /** Goes away without having got a whole response, and settles. */
    public void leave() {
        if (!ended && !dropped && !left) {
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
        public void readBody(int maxBytes, BodyListener listener) {
            bodyReader = () -> {
                boolean tooLong = body.size() > maxBytes;
                if (!isInterested() || !tooLong && !bodyIsWhole) {
                    return;
                }
                bodyReader = () -> {};
                if (tooLong) {
                    listener.onTooLong();
                } else {
                    listener.onBody(body.toByteArray());
                }
            };
            bodyReader.run();
        }

        @Override
        public void drop() {
            dropped |= isInterested();
        }

        private boolean isInterested() {
            return response == null && !left && !dropped;
        }

        @Override
        public void respond(HttpResponse answer) {
            if (isInterested()) {
                response = answer;
                ended = true;
            }
        }

        @Override
        public HttpStream stream(HttpResponse head) {
            if (!isInterested()) {
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

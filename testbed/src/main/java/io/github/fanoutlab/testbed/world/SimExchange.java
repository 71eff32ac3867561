package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.testbed.trace.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A request at the server that waits for its response; its body may still be on its way. */
final class SimExchange implements HttpExchange {

    private final SimNode node;
    private final Endpoint end;
    private final HttpRequest request;
    private final SimListener.ResponseSender respond;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean bodyIsWhole;
    private Runnable reader = () -> {};
    private Runnable onAbort = () -> {};
    private boolean answered;
    private boolean over;

    /** {@code body} is what {@link #readBody} reads; null when it has not arrived yet. */
    SimExchange(SimNode node, Endpoint end, HttpRequest request, byte[] body, SimListener.ResponseSender respond) {
        this.node = node;
        this.end = end;
        this.request = request;
        this.respond = respond;
        if (body != null) {
            this.body.writeBytes(body);
            this.bodyIsWhole = true;
        }
    }

    /** More of the body has arrived, as an effect of {@code sent}. */
    void bodyArrived(long sent, byte[] part, boolean isLast) {
        String text = new String(part, StandardCharsets.UTF_8);
        node.handle(end.record(sent, Kind.FRAME_RECEIVED, "body", text, 0), () -> {
            body.writeBytes(part);
            bodyIsWhole = isLast;
            reader.run();
        });
    }

    @Override
    public void readBody(int maxBytes, BodyListener listener) {
        node.requireTurn("HttpExchange.readBody");
        reader = () -> {
            boolean tooLong = body.size() > maxBytes;
            if (answered || !tooLong && !bodyIsWhole) {
                return;
            }
            reader = () -> {};
            if (tooLong) {
                listener.onTooLong();
            } else {
                listener.onBody(body.toByteArray());
            }
        };
        reader.run();
    }

    @Override
    public void drop() {
        if (isFirstAnswer("HttpExchange.drop")) {
            over = true;
            end.close(node.world.cause(), "the server broke the connection");
        }
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

    /** From now on the server notices when the client leaves. */
    void watch() {
        end.whenBroken(reason -> {
            if (!over) {
                onAbort.run();
            }
        });
    }
}

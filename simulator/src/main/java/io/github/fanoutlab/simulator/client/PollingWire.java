package io.github.fanoutlab.simulator.client;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.NodePorts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Frames over HTTP requests, as both generations poll.
 *
 * <pre>
 *   GET    waits at the server until there is news; its answer, and the next GET
 *   POST   brings what there is to say; what comes up meanwhile waits for its answer, then goes together
 *   any answer but 200, or none: the session is lost
 * </pre>
 */
abstract class PollingWire implements Wire {

    private static final int OK = 200;
    private static final Map<String, String> TEXT = Map.of("content-type", "text/plain;charset=UTF-8");

    final NodePorts ports;
    private final URI base;
    private final Listener listener;
    private final List<String> unsent = new ArrayList<>();
    private boolean polling;
    private boolean posting;
    private boolean closed;
    private Runnable whenPaused;

    PollingWire(NodePorts ports, URI base, Listener listener) {
        this.ports = ports;
        this.base = base;
        this.listener = listener;
    }

    /** Path and query of the next request. */
    abstract String target();

    /** The body that carries {@code frames}, of which there is at least one. */
    abstract String body(List<String> frames);

    /** The frames that a body carries. */
    abstract List<String> frames(String body);

    /** What is said last, when all else has been said; empty for nothing. */
    abstract String goodbye();

    @Override
    public void open() {
        poll();
    }

    private void poll() {
        polling = true;
        request("GET", Map.of(), "", "xhr poll error", this::polled);
    }

    private void polled(String body) {
        polling = false;
        for (String frame : frames(body)) {
            if (!closed) {
                listener.onText(frame);
            }
        }
        if (whenPaused != null) {
            tellWhenPaused();
        } else if (!closed) {
            poll();
        }
    }

    @Override
    public void send(String frame) {
        if (!closed) {
            unsent.add(frame);
            post();
        }
    }

    private void post() {
        if (!posting && !unsent.isEmpty()) {
            String body = body(List.copyOf(unsent));
            unsent.clear();
            posting = true;
            request("POST", TEXT, body, "xhr post error", ok -> posted());
        }
    }

    private void posted() {
        posting = false;
        post();
        if (closed) {
            sayGoodbye();
        } else if (whenPaused != null) {
            tellWhenPaused();
        }
    }

    /** Polls no more; {@code task} runs as soon as nothing is under way. */
    final void pause(Runnable task) {
        whenPaused = task;
        tellWhenPaused();
    }

    private void tellWhenPaused() {
        if (!polling && !posting && !closed) {
            whenPaused.run();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sayGoodbye();
        }
    }

    /** What waits for the end of a POST will not be said. */
    final void dropUnsent() {
        unsent.clear();
    }

    /** Once, when nothing else is to be said before. */
    private void sayGoodbye() {
        if (!posting && !goodbye().isEmpty()) {
            posting = true;
            request("POST", TEXT, goodbye(), "", ok -> {});
        }
    }

    private void request(String method, Map<String, String> headers, String body, String error, Consumer<String> then) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ports.network()
                .request(
                        base,
                        new HttpRequest(method, target(), headers, bytes, ""),
                        response -> answered(response, error, then),
                        reason -> lose(error + ": " + reason));
    }

    private void answered(HttpResponse response, String error, Consumer<String> then) {
        if (response.status() == OK) {
            then.accept(response.text());
        } else {
            lose(error + ": HTTP " + response.status() + ' ' + response.text());
        }
    }

    private void lose(String reason) {
        if (!closed) {
            unsent.clear();
            posting = false;
            listener.onLost(reason);
        }
    }
}

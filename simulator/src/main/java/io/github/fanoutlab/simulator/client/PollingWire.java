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
 * Frames over HTTP long-polling, in either generation.
 *
 * <pre>
 *   GET    waits at the server until there are frames to receive; after its response, the next GET
 *   POST   sends frames; those that come up meanwhile wait for its response, then go together
 *   any response but 200, or none: the session is lost
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

    /** The body that carries {@code frames}, at least one. */
    abstract String body(List<String> frames);

    /** The frames that a body carries. */
    abstract List<String> frames(String body);

    /** The frame that is sent last, after all others; empty for none. */
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

    /** Stops polling; {@code task} runs as soon as no request is in flight. */
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

    /** Drops the frames that wait for the end of a POST. */
    final void dropUnsent() {
        unsent.clear();
    }

    /** Sends the goodbye once, after everything else. */
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

package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.Backlog;
import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.NodePorts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Packets over HTTP long-polling: the client fetches what there is for it with GET, and sends with POST.
 *
 * <pre>
 *                      GET                       something to send: 200, the payload
 *   NO POLL  ---------------------&gt;  POLL WAITS  ---------------------------------------&gt;  NO POLL
 *  (not writable)                    (writable)
 *
 *   POLL WAITS, a second GET          400 to it, "transport error"
 *   POLL WAITS, the client leaves     "transport error"
 *   NO POLL, too much to send         "transport error"
 *   POST                              its packets, then 200 "ok"; a close packet in it: "transport close"
 *   POST of application/octet-stream  its packets in revision 3; 400, "transport error" in revision 4
 *   POST beyond maxPayload            413 as soon as that is known, "transport error"
 *   POST that takes longer than 30 s  408, "transport error"
 *   POST still arrives, a second one  400 to the second, the first is broken off, "transport error"
 *   POST still arrives, client leaves "transport error"
 *   another method                    500; nothing else happens
 *
 *   close, POLL WAITS                 200 with a close packet
 *   close, NO POLL                    the next GET gets noop and close; given up after 30 s
 *   close, POST still arrives         it is broken off
 *   the client has moved              400 to a poll that came since it tried out the other transport: that may have
 *                                     overtaken the last packet of the move
 * </pre>
 *
 * <p>Read in {@code engine.io} 6.6.13, {@code transports/polling.ts}, and seen in its runs. When a POST announces more than
 * maxPayload, Node reads that far before it refuses.
 */
final class PollingTransport implements Transport {

    static final String NAME = "polling";

    private static final String DEBUG_NAMESPACE = "engine:polling";
    private static final String OCTETS = "application/octet-stream";
    private static final long CLOSE_TIMEOUT_MILLIS = 30_000;

    /** {@code httpRequestBodyTimeout}. */
    private static final long BODY_TIMEOUT_MILLIS = 30_000;

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final NodePorts ports;
    private final EngineOptions options;
    private final EngineRevision revision;
    private final Optional<Jsonp> jsonp;
    private final BiConsumer<Map<String, String>, HttpRequest> moreHeaders;
    private final Backlog backlog;
    private Listener listener = Listener.NONE;
    private State state = State.OPEN;
    private HttpExchange poll;
    private HttpExchange pollBeforeUpgrade;
    private HttpExchange post;
    private EventLoop.Timer bodyTimeout = () -> {};
    private boolean discarded;
    private Runnable orderlyClose;
    private EventLoop.Timer closeTimeout;

    /** For the client whose first request is {@code first}; {@code moreHeaders} may add headers to each response. */
    PollingTransport(
            NodePorts ports,
            EngineOptions options,
            HttpRequest first,
            BiConsumer<Map<String, String>, HttpRequest> moreHeaders) {
        this.ports = ports;
        this.options = options;
        this.moreHeaders = moreHeaders;
        this.revision = EngineRevision.of(first);
        this.jsonp = Jsonp.of(first);
        this.backlog = ports.backlogs()
                .open(
                        "polling: " + first.remoteAddress(),
                        Backlogs.PATIENCE_MILLIS,
                        reason -> ports.loop().execute(() -> listener.onClose("transport error")));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean isWritable() {
        return poll != null;
    }

    @Override
    public Backlog backlog() {
        return backlog;
    }

    /** A request of this client. */
    void onRequest(HttpExchange exchange) {
        switch (exchange.request().method()) {
            case "GET" -> poll(exchange);
            case "POST" -> data(exchange);
            default -> exchange.respond(bare(500));
        }
    }

    private void poll(HttpExchange exchange) {
        if (poll != null) {
            log(() -> "request overlap");
            listener.onClose("transport error");
            exchange.respond(bare(400));
            return;
        }
        log(() -> "setting request");
        poll = exchange;
        exchange.onAbort(() -> aborted(exchange));
        listener.onWritable();
        if (poll != null && orderlyClose != null) {
            log(() -> "triggering empty send to append close packet");
            send(List.of(EnginePacket.NOOP));
        }
    }

    private void data(HttpExchange exchange) {
        boolean isBinary = OCTETS.equals(exchange.request().header("content-type"));
        if (post != null || isBinary && !revision.takesBinaryPayloads()) {
            listener.onClose("transport error");
            exchange.respond(bare(400));
            return;
        }
        post = exchange;
        exchange.onAbort(() -> aborted(exchange));
        exchange.readBody(options.maxPayloadBytes(), new BodyListener() {
            @Override
            public void onBody(byte[] body) {
                endOfPost();
                receive(body, isBinary);
                exchange.respond(response(exchange.request(), "text/html", "ok".getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public void onTooLong() {
                endOfPost();
                exchange.respond(bare(413));
                listener.onClose("transport error");
            }
        });
        if (post == exchange) {
            bodyTimeout = ports.loop().schedule(BODY_TIMEOUT_MILLIS, () -> {
                endOfPost();
                exchange.respond(bare(408).with("Connection", "close"));
                listener.onClose("transport error");
            });
        }
    }

    private void endOfPost() {
        post = null;
        bodyTimeout.cancel();
    }

    /** The client tries out another transport. A poll that waits now may go on. */
    void upgradeBegins() {
        pollBeforeUpgrade = poll;
    }

    /** The client has moved to another transport. A poll that it sent meanwhile is refused, as one is that it sends now. */
    void refuseLatePoll() {
        if (poll != null && poll != pollBeforeUpgrade) {
            log(() -> "request after the upgrade");
            poll.respond(EngineError.BAD_REQUEST.toResponse(EngineError.BAD_REQUEST.message()));
            poll = null;
        }
    }

    private void aborted(HttpExchange exchange) {
        if (exchange == poll) {
            poll = null;
        } else if (exchange == post) {
            endOfPost();
        } else {
            return;
        }
        listener.onClose("transport error");
    }

    private void receive(byte[] body, boolean isBinary) {
        String text = isBinary ? "" : new String(body, StandardCharsets.UTF_8);
        log(() -> "received \"" + (isBinary ? "<" + body.length + " bytes>" : text) + "\"");
        if (jsonp.isPresent()) {
            jsonp.get().unwrap(text).ifPresent(payload -> revision.decodePayload(payload, this::receive));
        } else if (isBinary) {
            revision.decodePayload(body, this::receive);
        } else {
            revision.decodePayload(text, this::receive);
        }
    }

    private void receive(EnginePacket packet) {
        if (packet.type() == EnginePacket.Type.CLOSE) {
            log(() -> "got xhr close packet");
            ended();
        } else {
            listener.onPacket(packet);
        }
    }

    @Override
    public void send(List<EnginePacket> packets) {
        HttpExchange answered = poll;
        poll = null;
        List<EnginePacket> payload = new ArrayList<>(packets);
        if (orderlyClose != null) {
            log(() -> "appending close packet to payload");
            payload.add(EnginePacket.CLOSE);
            orderlyClose.run();
        }
        HttpResponse response = response(answered.request(), revision.encodePayload(payload));
        boolean compress = packets.stream().anyMatch(EnginePacket::compress);
        answered.respond(compress ? compressed(answered.request(), response) : response);
    }

    private HttpResponse response(HttpRequest request, EngineRevision.Payload payload) {
        if (payload.text() == null) {
            log(() -> "writing \"<" + payload.bytes().length + " bytes>\"");
            return response(request, OCTETS, payload.bytes());
        }
        log(() -> "writing \"" + payload.text() + "\"");
        String text = jsonp.map(script -> script.wrap(payload.text())).orElse(payload.text());
        return response(request, "text/plain; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse compressed(HttpRequest request, HttpResponse response) {
        int threshold = options.httpCompressionThresholdBytes().orElse(Integer.MAX_VALUE);
        if (response.body().length < threshold) {
            return response;
        }
        return request.preferredEncoding("gzip", "deflate")
                .map(encoding -> {
                    log(() -> "compressing");
                    return response.compressed(encoding);
                })
                .orElse(response);
    }

    @Override
    public void discard() {
        discarded = true;
    }

    @Override
    public void close(Runnable whenClosed) {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        log(() -> "closing");
        HttpExchange unfinished = post;
        if (unfinished != null) {
            log(() -> "aborting ongoing data request");
            endOfPost();
            unfinished.drop();
        }
        if (poll != null) {
            log(() -> "transport writable - closing right away");
            send(List.of(EnginePacket.CLOSE));
            whenClosed.run();
            ended();
        } else if (discarded) {
            log(() -> "transport discarded - closing right away");
            whenClosed.run();
            ended();
        } else {
            log(() -> "transport not writable - buffering orderly close");
            orderlyClose = () -> {
                orderlyClose = null;
                closeTimeout.cancel();
                whenClosed.run();
                ended();
            };
            closeTimeout = ports.loop().schedule(CLOSE_TIMEOUT_MILLIS, orderlyClose);
        }
        if (unfinished != null) {
            listener.onClose("transport error"); // nothing more will come of that client
        }
    }

    private void ended() {
        if (poll != null) {
            send(List.of(EnginePacket.NOOP));
        }
        if (state != State.CLOSED) {
            state = State.CLOSED;
            listener.onClose("transport close");
        }
    }

    private static HttpResponse bare(int status) {
        return new HttpResponse(status, Map.of(), new byte[0]);
    }

    private HttpResponse response(HttpRequest request, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        String userAgent = request.header("user-agent");
        if (userAgent != null && (userAgent.contains(";MSIE") || userAgent.contains("Trident/"))) {
            headers.put("X-XSS-Protection", "0"); // Internet Explorer mistakes some payloads for an attack on the page
        }
        headers.put("cache-control", "no-store");
        moreHeaders.accept(headers, request);
        return new HttpResponse(200, headers, body);
    }

    private void log(Supplier<String> message) {
        ports.log().log(DEBUG_NAMESPACE, message);
    }
}

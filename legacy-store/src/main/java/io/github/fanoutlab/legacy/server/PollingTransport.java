package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One request of a client that polls, as lib/transports/http-polling.js has it. The next request is another transport,
 * perhaps on another node; between the two, packets wait.
 *
 * <pre>
 *   GET    open until the first write, which answers it and closes this transport; after {@code polling duration} that
 *          is a noop
 *   POST   never open: answered with 1, then what it brought is handled
 * </pre>
 *
 * <p>There are no heartbeats. As in 0.9: a client that leaves while its poll waits is not noticed before the next write,
 * and what that wrote is lost; a poll that another one has overtaken is never answered.
 */
final class PollingTransport extends Transport {

    private final ClientRequest.Plain request;
    private final PollingFormat format;
    private EventLoop.Timer pollTimeout;

    PollingTransport(Manager manager, String id, PollingFormat format, ClientRequest.Plain request) {
        super(manager, id, format.name());
        this.request = request;
        this.format = format;
    }

    @Override
    boolean beats() {
        return false;
    }

    /** The GET has come, and waits. */
    @Override
    void begin(HttpRequest get) {
        super.begin(get);
        pollTimeout = schedule("polling duration", () -> {
            packet(Packet.of(PacketType.NOOP, ""));
            log().debug(() -> name() + " closed due to exceeded duration");
        });
        log().debug(() -> "setting poll timeout");
    }

    /** The POST has come. */
    void receive() {
        byte[] body = request.http().body();
        if (body.length >= manager().settings().number("destroy buffer size")) {
            request.hangUp();
            return;
        }
        request.respond(received());
        JsonNode posted = format.unwrap(new String(body, StandardCharsets.UTF_8));
        if (posted == null) {
            error("parse", PacketText.RECONNECT);
            return;
        }
        String payload = posted.isNull() ? "" : posted.stringValue();
        log().debug(() -> name() + " received data packet " + payload);
        if (!posted.isNull()) {
            PayloadText.decode(payload).forEach(this::onMessage);
        }
    }

    private HttpResponse received() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/plain; charset=UTF-8");
        if (PollingFormat.allowOrigin(request.http(), headers)) {
            headers.put("X-XSS-Protection", "0");
        }
        return new HttpResponse(200, headers, new byte[] {'1'});
    }

    /** Answers the poll; one that was answered already loses the packet. */
    @Override
    void write(String payload) {
        clearPollTimeout();
        String body = format.wrap(payload);
        request.respond(format.answer(request.http(), body));
        manager().ports().counters().increment(WebSocketTransport.PACKETS_TO_CLIENTS);
        log().debug(() -> name() + " writing " + body);
        onClose();
    }

    @Override
    void payload(List<String> packets) {
        write(PayloadText.encode(packets));
    }

    @Override
    void doClose() {
        request.respond(new HttpResponse(200, Map.of(), new byte[0]));
    }

    @Override
    void end(String reason) {
        clearPollTimeout();
        super.end(reason);
    }

    @Override
    void clearTimeouts() {
        super.clearTimeouts();
        clearPollTimeout();
    }

    private void clearPollTimeout() {
        if (pollTimeout != null) {
            pollTimeout.cancel();
            pollTimeout = null;
            log().debug(() -> "clearing poll timeout");
        }
    }
}

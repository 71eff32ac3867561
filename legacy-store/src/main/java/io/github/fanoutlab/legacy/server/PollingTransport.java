package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One request of a client that polls, as lib/transports/http-polling.js has it. The next request is another transport,
 * perhaps on another node; between the two, packets wait.
 *
 * <pre>
 *   GET    open until the first write, which answers it and closes this transport; after {@code polling duration} that
 *          is a noop
 *   POST   as with {@link HttpTransport any} of these
 * </pre>
 *
 * <p>There are no heartbeats. As in 0.9: a client that leaves while its poll waits is not noticed before the next write,
 * and what that wrote is lost; a poll that another one has overtaken is never answered.
 */
final class PollingTransport extends HttpTransport {

    private final PollingFormat format;
    private EventLoop.Timer pollTimeout;

    PollingTransport(Manager manager, String id, PollingFormat format, ClientRequest.Plain request) {
        super(manager, id, format.name(), request);
        this.format = format;
    }

    @Override
    JsonNode unwrap(String body) {
        return format.unwrap(body);
    }

    @Override
    boolean isLasting() {
        return false;
    }

    /** The GET has come, and waits. */
    @Override
    void begin(HttpRequest get) {
        super.begin(get);
        pollTimeout = schedule("polling duration", this::timeOut);
        log().debug(() -> "setting poll timeout");
    }

    private void timeOut() {
        packet(Packet.of(PacketType.NOOP, ""));
        log().debug(() -> name() + " closed due to exceeded duration");
    }

    /** Answers the poll; one that was answered already loses the packet. */
    @Override
    void write(String payload) {
        clearPollTimeout();
        String body = format.wrap(payload);
        request().respond(format.answer(request().http(), body));
        countPacket();
        log().debug(() -> name() + " writing " + body);
        onClose();
    }

    @Override
    void doClose() {
        request().respond(new HttpResponse(200, Map.of(), new byte[0]));
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

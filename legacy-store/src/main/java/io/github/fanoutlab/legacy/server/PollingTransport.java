package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.Packet;
import io.github.fanoutlab.legacy.protocol.PacketType;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One request of a client that polls, as in lib/transports/http-polling.js. The next request is another transport, perhaps on
 * another node. Between the two, packets wait.
 *
 * <pre>
 *   GET    open until the first write, which answers it and closes this transport; after {@code polling duration} the
 *          server writes a noop
 *   POST   see {@link HttpTransport}
 * </pre>
 *
 * <p>There are no heartbeats. As in 0.9, the server does not notice when a client leaves while its poll waits: the next write is
 * lost. A poll that another one has overtaken is never answered.
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

    /** The GET has arrived, and waits. */
    @Override
    void begin(HttpRequest get) {
        super.begin(get);
        request().exchange().onAbort(() -> {}); // the session is not told, but the connection is let go of
        pollTimeout = schedule("polling duration", this::timeOut);
        log().debug(() -> "setting poll timeout");
    }

    private void timeOut() {
        packet(Packet.of(PacketType.NOOP, ""));
        log().debug(() -> name() + " closed due to exceeded duration");
    }

    /** Answers the poll. If it was answered already, the packet is lost. */
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

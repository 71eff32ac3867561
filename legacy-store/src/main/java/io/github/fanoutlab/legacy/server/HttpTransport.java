package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.PacketText;
import io.github.fanoutlab.legacy.protocol.PayloadText;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A transport made of plain HTTP requests, as in lib/transports/http.js. The server sends in the response to a GET, in the format
 * of the transport. The client sends by POST. A POST is never open: the server answers it with 1, then handles its packets.
 */
abstract class HttpTransport extends Transport {

    private final ClientRequest.Plain request;

    HttpTransport(Manager manager, String id, String name, ClientRequest.Plain request) {
        super(manager, id, name);
        this.request = request;
    }

    /** The transport that {@code path} asks for, not begun yet; null if that is not one of plain HTTP. */
    static HttpTransport of(Manager manager, String id, RequestPath path, ClientRequest.Plain request) {
        if (HtmlFileTransport.NAME.equals(path.transport())) {
            return new HtmlFileTransport(manager, id, request);
        }
        PollingFormat format = PollingFormat.of(path);
        return format == null ? null : new PollingTransport(manager, id, format, request);
    }

    final ClientRequest.Plain request() {
        return request;
    }

    /** Handles the POST. */
    final void receive() {
        byte[] body = request.http().body();
        if (body.length >= manager().settings().number("destroy buffer size")) {
            request.hangUp();
            return;
        }
        JsonNode posted = unwrap(new String(body, StandardCharsets.UTF_8));
        request.respond(received());
        if (posted == null) {
            error("parse", PacketText.RECONNECT);
        } else {
            handle(posted);
        }
    }

    private void handle(JsonNode posted) {
        String payload = posted.isNull() ? "" : posted.stringValue();
        log().debug(() -> name() + " received data packet " + payload);
        if (!posted.isNull()) {
            PayloadText.decode(payload).forEach(this::onMessage);
        }
    }

    /** What the client posted in {@code body}: a payload as text, or JSON's null for nothing; null if it is neither. */
    JsonNode unwrap(String body) {
        return JsonNodeFactory.instance.stringNode(body);
    }

    private HttpResponse received() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/plain; charset=UTF-8");
        if (PollingFormat.allowOrigin(request.http(), headers)) {
            headers.put("X-XSS-Protection", "0");
        }
        return new HttpResponse(200, headers, new byte[] {'1'});
    }

    @Override
    void payload(List<String> packets) {
        write(PayloadText.encode(packets));
    }
}

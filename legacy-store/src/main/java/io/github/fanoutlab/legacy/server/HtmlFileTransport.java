package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A page that never ends, as in lib/transports/htmlfile.js. The client loads it into a hidden frame, and runs each packet's
 * script as it arrives.
 *
 * <pre>
 *   &lt;html&gt;&lt;body&gt;&lt;script&gt;var _ = function (msg) { parent.s._(msg, document); };&lt;/script&gt;, 173 blanks
 *   &lt;script&gt;_("1::");&lt;/script&gt;
 *   &lt;script&gt;_("3::\/chat:news");&lt;/script&gt;       each slash escaped, lest "&lt;/script&gt;" in a packet ends it
 * </pre>
 *
 * <p>There are heartbeats, and the server notices when the client leaves. As in 0.9, volatile packets are not dropped for a slow
 * reader.
 */
final class HtmlFileTransport extends HttpTransport {

    /** The transport's name in requests, in the handshake, and in 0.9's log. */
    static final String NAME = "htmlfile";

    /** Some browsers do not render a page before they have received this much of it. */
    private static final String BEGINNING =
            "<html><body><script>var _ = function (msg) { parent.s._(msg, document); };</script>" + " ".repeat(173);

    private HttpStream page = HttpStream.toNobody();

    HtmlFileTransport(Manager manager, String id, ClientRequest.Plain request) {
        super(manager, id, NAME, request);
    }

    @Override
    void begin(HttpRequest get) {
        super.begin(get);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/html; charset=UTF-8");
        headers.put("Connection", "keep-alive");
        page = request().stream(new HttpResponse(200, headers, bytes(BEGINNING)), this::clientLeft);
    }

    private void clientLeft() {
        if (isListening()) {
            end("socket end");
        }
    }

    @Override
    void write(String payload) {
        String script = "<script>_(" + JsonText.quote(payload).replace("/", "\\/") + ");</script>";
        page.write(bytes(script));
        countPacket();
        log().debug(() -> name() + " writing " + script);
    }

    @Override
    void doClose() {
        page.end();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

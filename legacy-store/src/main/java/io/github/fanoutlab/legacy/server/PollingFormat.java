package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How a poll is answered and a POST is read: plainly for xhr-polling, or as a script and a form for jsonp-polling, which pages of
 * other origins use.
 */
sealed interface PollingFormat {

    /** The format that a request of {@code path} asks for; null if that is not one that polls. */
    static PollingFormat of(RequestPath path) {
        if ("xhr-polling".equals(path.transport())) {
            return new Xhr();
        }
        if ("jsonp-polling".equals(path.transport())) {
            String index = path.parameter("i");
            return new Jsonp(index != null && index.matches("[0-9]+") ? index : "0");
        }
        return null;
    }

    /** The transport's name in 0.9's log. */
    String name();

    /** The response body that carries {@code payload}. */
    String wrap(String payload);

    /** The response to {@code request} with that body. */
    HttpResponse answer(HttpRequest request, String body);

    /** What the client posted in {@code body}: a payload as text, or JSON's null for nothing; null if it is neither. */
    JsonNode unwrap(String body);

    /** XMLHttpRequest. */
    record Xhr() implements PollingFormat {

        @Override
        public String name() {
            return "xhr-polling";
        }

        @Override
        public String wrap(String payload) {
            return payload;
        }

        @Override
        public HttpResponse answer(HttpRequest request, String body) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "text/plain; charset=UTF-8");
            headers.put("Connection", "Keep-Alive");
            allowOrigin(request, headers);
            return new HttpResponse(200, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public JsonNode unwrap(String body) {
            return JsonNodeFactory.instance.stringNode(body);
        }
    }

    /** A script that calls {@code io.j[index]}; a form whose field {@code d} is the payload as JSON. */
    record Jsonp(String index) implements PollingFormat {

        @Override
        public String name() {
            return "jsonppolling";
        }

        @Override
        public String wrap(String payload) {
            StringBuilder script = new StringBuilder("io.j[").append(index).append("](");
            script.append(JsonText.quote(payload));
            return script.append(");").toString();
        }

        @Override
        public HttpResponse answer(HttpRequest request, String body) {
            return HttpResponse.of(200, "text/javascript; charset=UTF-8", body)
                    .with("Connection", "Keep-Alive")
                    .with("X-XSS-Protection", "0");
        }

        /** JSON that is neither text nor null would crash Node's server. Here it counts as unreadable. */
        @Override
        public JsonNode unwrap(String body) {
            String field = HttpRequest.get("?" + body).query().get("d");
            JsonNode data = field == null ? null : JavaScriptJson.parse(field);
            return data != null && (data.isString() || data.isNull()) ? data : null;
        }
    }

    /** Lets a page of another origin read the response. Returns whether there is another origin. */
    static boolean allowOrigin(HttpRequest request, Map<String, String> headers) {
        String origin = request.header("origin");
        if (origin != null) {
            headers.put("Access-Control-Allow-Origin", origin);
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        return origin != null;
    }
}

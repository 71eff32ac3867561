package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.json.JsonText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Polling through {@code <script>} elements and forms, for browsers that cannot send requests to other origins: the server
 * sends a payload as a call of JavaScript, the client as the field {@code d} of a form.
 *
 * <pre>
 * GET  …&amp;j=0      ___eio[0]("6:4hello");
 * POST …&amp;j=0      d=6%3A4hello
 * </pre>
 *
 * <p>Read in {@code engine.io} 6.6, {@code transports/polling-jsonp.ts}.
 *
 * @param head what stands before the payload
 */
record Jsonp(String head) {

    private static final Pattern NEWLINE = Pattern.compile("(\\\\)?\\\\n");

    /** For a client whose first request names its callback with {@code j}; empty for any other. */
    static Optional<Jsonp> of(HttpRequest request) {
        return Optional.ofNullable(request.query().get("j"))
                .map(index -> new Jsonp("___eio[" + index.replaceAll("[^0-9]", "") + "]("));
    }

    /** The script that hands {@code payload} to the page. JSON allows two line ends that older JavaScript does not. */
    String wrap(String payload) {
        String json = JsonText.stringify(JsonNodeFactory.instance.stringNode(payload));
        return head + json.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + ");";
    }

    /**
     * The payload in a form's text; empty when there is none. Browsers change line ends in forms, so the
     * client writes them as {@code \n}, and doubles the backslash of what was written like that already.
     */
    Optional<String> unwrap(String form) {
        return Optional.ofNullable(HttpRequest.get("/?" + form).query().get("d"))
                .map(escaped -> NEWLINE.matcher(escaped)
                        .replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? "\n" : found.group()))
                        .replace("\\\\n", "\\n"));
    }
}

package io.github.fanoutlab.platform.real.jetty;

import io.github.fanoutlab.platform.http.HttpResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the headers of a client must say before a WebSocket can be opened (RFC 6455, 4.2.1). The words are those of {@code ws} 8. */
final class WebSocketHandshake {

    private static final String VERSION = "13";

    /** 16 bytes in base64. */
    private static final Pattern KEY = Pattern.compile("[+/0-9A-Za-z]{22}==");

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

    /** Gives nothing back: a loop that does takes stack, and a header has room for 8,000 names. */
    private static final Pattern PROTOCOLS = Pattern.compile(TOKEN + "(?:[ \\t]*+,[ \\t]*+" + TOKEN + ")*+");

    private WebSocketHandshake() {}

    /** The response to a request that is no handshake; empty if it is one. */
    static Optional<HttpResponse> refusal(HttpServletRequest request) {
        String key = request.getHeader("Sec-WebSocket-Key");
        String protocols = request.getHeader("Sec-WebSocket-Protocol");
        if (key == null || !KEY.matcher(key).matches()) {
            return Optional.of(badRequest("Missing or invalid Sec-WebSocket-Key header"));
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return Optional.of(badRequest("Missing or invalid Sec-WebSocket-Version header")
                    .with("Sec-WebSocket-Version", VERSION));
        }
        if (protocols != null && !areDifferentTokens(protocols)) {
            return Optional.of(badRequest("Invalid Sec-WebSocket-Protocol header"));
        }
        return Optional.empty();
    }

    private static boolean areDifferentTokens(String protocols) {
        if (!PROTOCOLS.matcher(protocols).matches()) {
            return false;
        }
        List<String> names = Stream.of(protocols.split(",")).map(String::strip).toList();
        return names.size() == new HashSet<>(names).size();
    }

    private static HttpResponse badRequest(String words) {
        return HttpResponse.of(400, "text/html", words).with("Connection", "close");
    }
}

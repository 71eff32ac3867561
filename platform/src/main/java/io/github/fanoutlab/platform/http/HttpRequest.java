package io.github.fanoutlab.platform.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method {@code GET}, {@code POST}, …
 * @param target path and query as in the request line: {@code /socket.io/?EIO=4}; without the context path if the server is attached
 *     below one
 * @param headers by lower-case name, in the order in which they arrived; several with one name are joined with {@code ", "}
 * @param body empty if there is none, or if it was not read yet ({@link HttpExchange#readBody}); not to be changed
 * @param remoteAddress the peer's address as text
 * @param secure whether it came over TLS, as far as the edge knows
 */
public record HttpRequest(
        String method, String target, Map<String, String> headers, byte[] body, String remoteAddress, boolean secure) {

    public HttpRequest {
        Map<String, String> lowerCase = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                lowerCase.merge(name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next));
        headers = Collections.unmodifiableMap(lowerCase);
    }

    /** A request that did not come over TLS. */
    public HttpRequest(String method, String target, Map<String, String> headers, byte[] body, String remoteAddress) {
        this(method, target, headers, body, remoteAddress, false);
    }

    /** A GET of {@code target} without headers. */
    public static HttpRequest get(String target) {
        return new HttpRequest("GET", target, Map.of(), new byte[0], "");
    }

    /** The target up to its question mark, as sent (not decoded). */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The header called {@code name} (in any case), or null. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Whether the client accepts gzip, by its Accept-Encoding (RFC 9110, 12.5.3). */
    public boolean acceptsGzip() {
        return preferredEncoding("gzip").isPresent();
    }

    /** Which of {@code offered} the client prefers, by its Accept-Encoding; empty if it accepts none of them. */
    public Optional<String> preferredEncoding(String... offered) {
        return AcceptEncoding.parse(header("accept-encoding")).preferred(List.of(offered));
    }

    /**
     * The query's parameters, decoded, in their order; of several with one name the last counts. What cannot be decoded stays as
     * sent.
     */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        int mark = target.indexOf('?');
        if (mark < 0) {
            return query;
        }
        for (String pair : target.substring(mark + 1).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.put(decode(name), decode(value));
            }
        }
        return query;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return encoded;
        }
    }
}

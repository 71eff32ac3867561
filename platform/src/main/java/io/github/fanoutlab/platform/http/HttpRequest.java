package io.github.fanoutlab.platform.http;

import java.io.ByteArrayOutputStream;
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
 * @param headers by lower-case name, in the order in which they arrived; several with one name are {@link #merged}
 * @param body empty if there is none, or if it was not read yet ({@link HttpExchange#readBody}); not to be changed
 * @param remoteAddress the peer's address as text
 * @param secure whether it came over TLS, as far as the edge knows
 */
public record HttpRequest(
        String method, String target, Map<String, String> headers, byte[] body, String remoteAddress, boolean secure) {

    private static final List<String> SINGLE_HEADERS = List.of(
            "age",
            "authorization",
            "content-length",
            "content-type",
            "etag",
            "expires",
            "from",
            "host",
            "if-modified-since",
            "if-unmodified-since",
            "last-modified",
            "location",
            "max-forwards",
            "proxy-authorization",
            "referer",
            "retry-after",
            "server",
            "user-agent");

    public HttpRequest {
        Map<String, String> lowerCase = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                lowerCase.merge(name.toLowerCase(Locale.ROOT), value, (first, next) -> merged(name, first, next)));
        headers = Collections.unmodifiableMap(lowerCase);
    }

    /**
     * Two headers of one name as one: cookies are joined with {@code "; "}; of those that have one value the first counts; all
     * others are joined with {@code ", "}. Read in Node 20, {@code _http_incoming.js}.
     */
    public static String merged(String name, String first, String next) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (SINGLE_HEADERS.contains(lowerCase)) {
            return first;
        }
        return first + (lowerCase.equals("cookie") ? "; " : ", ") + next;
    }

    /** A request that did not come over TLS. */
    public HttpRequest(String method, String target, Map<String, String> headers, byte[] body, String remoteAddress) {
        this(method, target, headers, body, remoteAddress, false);
    }

    /** A GET of {@code target} without headers. */
    public static HttpRequest get(String target) {
        return new HttpRequest("GET", target, Map.of(), new byte[0], "");
    }

    /** The target up to its question mark or fragment, as sent (not decoded). */
    public String path() {
        return target.split("[?#]", 2)[0];
    }

    /** The header called {@code name} (in any case), or null. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Which of {@code offered} the client prefers, by its Accept-Encoding (RFC 9110, 12.5.3); empty if it accepts none of them. */
    public Optional<String> preferredEncoding(String... offered) {
        return AcceptEncoding.parse(header("accept-encoding")).preferred(List.of(offered));
    }

    /** The query's parameters, decoded, in their order; of several with one name the last counts. A fragment is no part of it. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        String withoutFragment = target.split("#", 2)[0];
        int mark = withoutFragment.indexOf('?');
        if (mark < 0) {
            return query;
        }
        for (String pair : withoutFragment.substring(mark + 1).split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.put(decode(name), decode(value));
            }
        }
        return query;
    }

    /**
     * Decodes a name or a value of a query: {@code +} is a space, {@code %C3%A9} is é. A {@code %} without two hexadecimal digits
     * stays as it is, and bytes that are no UTF-8 become U+FFFD, as in Node's {@code querystring}.
     */
    public static String decode(String encoded) {
        if (isPlain(encoded)) {
            return encoded;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] bytes = encoded.replace('+', ' ').getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** Whether nothing in it is encoded, as in nearly every query of a poll. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '%' || letter == '+' || letter > 0x7f) {
                return false;
            }
        }
        return true;
    }
}

package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.protocol.MalformedPacketException;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.json.JavaScriptText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The namespace in a packet of a client of Engine.IO 3. Node's server reads it as a URL, {@code new URL(nsp,
 * "https://socket.io")} ({@code socket.io} 4.8, {@code client.js}; WHATWG URL, section 4.4), so {@code /é?a=1} is the namespace
 * {@code /%C3%A9} with the query {@code a=1}, and {@code /a/../b} is {@code /b}.
 *
 * @param path the namespace
 * @param query the client's auth
 */
record NamespaceUrl(String path, Map<String, String> query) {

    private static final Pattern HOST =
            Pattern.compile("//+(?:[^/]*@)?[^/:@#?<>\\[\\]^|%\\x00-\\x20\\x7f]+(?::(\\d{0,5}))?(/.*)?");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MAX_PORT = 65_535;
    private static final String PERCENT_ENCODED = " \"<>`{}";

    /**
     * Reads the namespace of a packet.
     *
     * @throws MalformedPacketException if it begins like a host and is none, as {@code //} does
     */
    static NamespaceUrl parse(String namespace) {
        String url = namespace.trim().replaceAll("[\\t\\n\\r]", "").split("#", 2)[0];
        int mark = url.indexOf('?');
        String path = (mark < 0 ? url : url.substring(0, mark)).replace('\\', '/');
        Map<String, String> query =
                mark < 0 ? Map.of() : HttpRequest.get(url.substring(mark)).query();
        return new NamespaceUrl(encoded(resolved(path.startsWith("//") ? behindHost(path) : path)), query);
    }

    private static String behindHost(String path) {
        Matcher host = HOST.matcher(path);
        boolean matches = host.matches();
        String port = matches && host.group(1) != null ? host.group(1) : "";
        if (!matches || !port.isEmpty() && Integer.parseInt(port) > MAX_PORT) {
            throw new MalformedPacketException("a namespace that begins like a host but names none");
        }
        return host.group(2) == null ? "/" : host.group(2);
    }

    /** Without the segments {@code .} and {@code ..}. */
    private static String resolved(String path) {
        String[] segments = path.substring(Math.min(1, path.length())).split("/", -1);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            String plain = segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (plain.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (!plain.equals(".") && !plain.equals("..")) {
                kept.add(segments[i]);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String encoded(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (byte octet : JavaScriptText.utf8(path)) {
            if (octet > 0x1f && octet < 0x7f && PERCENT_ENCODED.indexOf(octet) < 0) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return out.toString();
    }
}

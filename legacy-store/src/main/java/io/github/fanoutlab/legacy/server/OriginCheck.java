package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks which pages may use the server, by the setting {@code origins}: {@code verifyOrigin} of lib/manager.js and of the
 * WebSocket transport.
 */
final class OriginCheck {

    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#:]*)(?::(\\d+))?([/?#].*)?");

    private final Settings settings;
    private final ServerLog log;

    OriginCheck(Settings settings, ServerLog log) {
        this.settings = settings;
        this.log = log;
    }

    /** Whether the page that sent this handshake is allowed. */
    boolean allowHandshake(HttpRequest request) {
        String origin = request.header("origin");
        return allow(origin == null ? request.header("referer") : origin, "handshake");
    }

    /** Whether the page that opens this WebSocket is allowed. */
    boolean allowWebSocket(HttpRequest request) {
        return allow(request.header("origin"), "websocket call");
    }

    private boolean allow(String header, String what) {
        List<String> origins = settings.texts("origins");
        if (lists(origins, "*:*")) {
            return true;
        }
        if (header == null || header.isEmpty()) {
            log.warn(() -> "origin missing from " + what + ", yet required by config");
            return false;
        }
        Matcher url = URL.matcher(header);
        String host = url.matches() ? url.group(1) : "null";
        String port = url.matches() && url.group(2) != null ? url.group(2) : "80";
        boolean allowed =
                lists(origins, host + ":" + port) || lists(origins, host + ":*") || lists(origins, "*:" + port);
        if (!allowed) {
            log.warn(() -> "illegal origin: " + header);
        }
        return allowed;
    }

    /** If the setting is text, 0.9 looks for {@code wanted} anywhere in it; if it is a list, for an equal element. */
    private boolean lists(List<String> origins, String wanted) {
        return settings.get("origins") instanceof String text ? text.contains(wanted) : origins.contains(wanted);
    }
}

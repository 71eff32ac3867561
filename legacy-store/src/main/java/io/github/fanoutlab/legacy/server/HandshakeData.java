package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every node keeps of a handshake's request as long as the session lives, with the keys of 0.9. */
final class HandshakeData {

    private static final DateTimeFormatter JAVASCRIPT_DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM dd yyyy HH:mm:ss 'GMT+0000 (Coordinated Universal Time)'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HandshakeData() {}

    /** The data of {@code request}; {@code nowMillis} is Unix time. */
    static ObjectNode of(HttpRequest request, RequestPath path, long nowMillis) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode headers = data.putObject("headers");
        request.headers().forEach(headers::put);
        putAddress(data.putObject("address"), request.remoteAddress());
        data.put("time", JAVASCRIPT_DATE.format(Instant.ofEpochMilli(nowMillis)));
        data.set("query", path.query());
        data.put("url", request.target());
        data.put("xdomain", request.header("origin") != null);
        data.put("issued", nowMillis);
        return data;
    }

    /** The address is {@code host}, {@code host:port} or {@code [v6]:port}. */
    private static void putAddress(ObjectNode address, String remote) {
        int colon = remote.lastIndexOf(':');
        boolean hasPort = colon > 0 && (remote.indexOf(':') == colon || remote.charAt(colon - 1) == ']');
        String host = hasPort ? remote.substring(0, colon) : remote;
        address.put(
                "address", host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
        if (hasPort && remote.substring(colon + 1).matches("\\d{1,5}")) {
            address.put("port", Integer.parseInt(remote.substring(colon + 1)));
        }
    }
}

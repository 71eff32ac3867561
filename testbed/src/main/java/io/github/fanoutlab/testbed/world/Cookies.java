package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The cookies of one user agent (RFC 6265), by host; their attributes do not matter here. */
final class Cookies {

    private final Map<String, Map<String, String>> jar = new LinkedHashMap<>();

    /** Keeps the cookies that {@code response} of {@code host} sets. */
    void take(String host, HttpResponse response) {
        response.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("set-cookie")) {
                String[] pair = value.split(";", 2)[0].split("=", 2);
                jar.computeIfAbsent(host, none -> new LinkedHashMap<>()).put(pair[0], pair.length > 1 ? pair[1] : "");
            }
        });
    }

    /** The Cookie header of a request to {@code host}; empty when there are no cookies. */
    String header(String host) {
        return jar.getOrDefault(host, Map.of()).entrySet().stream()
                .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The value of the cookie called {@code name} in a request's {@code header}, which may be null; empty when there is none. */
    static String value(String header, String name) {
        for (String cookie : header == null ? new String[0] : header.split("; ")) {
            if (cookie.startsWith(name + '=')) {
                return cookie.substring(name.length() + 1);
            }
        }
        return "";
    }
}

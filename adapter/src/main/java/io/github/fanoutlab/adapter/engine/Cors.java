package io.github.fanoutlab.adapter.engine;

import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tells browsers which pages of other origins may talk to the server, as npm's {@code cors} 2.8 does.
 *
 * <pre>{@code
 * Cors.origins("https://example.com", "https://example.org").withCredentials()
 * }</pre>
 *
 * @param fixedOrigin the origin that every response names, {@code *} for any; null when a response names that of its request
 * @param allows which origins a response names; unused when there is a fixed one
 * @param methods the methods that a preflight allows
 * @param allowedHeaders the request headers that a preflight allows; empty for whatever the request asks for
 * @param exposedHeaders what a page may read beyond the simple ones
 * @param credentials whether a page may send cookies
 * @param maxAgeSeconds how long a browser may keep the answer to a preflight; null for its own default
 */
public record Cors(
        String fixedOrigin,
        Predicate<String> allows,
        List<String> methods,
        List<String> allowedHeaders,
        List<String> exposedHeaders,
        boolean credentials,
        Long maxAgeSeconds) {

    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE");

    public Cors {
        methods = List.copyOf(methods);
        allowedHeaders = List.copyOf(allowedHeaders);
        exposedHeaders = List.copyOf(exposedHeaders);
    }

    /** Allows pages of any origin. Browsers send no cookies to a server that allows {@code *}: see {@link #withCredentials}. */
    public static Cors anyOrigin() {
        return origin("*");
    }

    /** Allows pages of this origin; every response names it. */
    public static Cors origin(String origin) {
        return new Cors(origin, any -> true, METHODS, List.of(), List.of(), false, null);
    }

    /** Allows pages of these origins; a response names the one that asks. */
    public static Cors origins(String... origins) {
        return originsMatching(List.of(origins)::contains);
    }

    /** Allows pages whose origin {@code allows} accepts; a response names the one that asks. */
    public static Cors originsMatching(Predicate<String> allows) {
        return new Cors(null, allows, METHODS, List.of(), List.of(), false, null);
    }

    /** With these methods allowed by a preflight. */
    public Cors withMethods(String... names) {
        return new Cors(
                fixedOrigin, allows, List.of(names), allowedHeaders, exposedHeaders, credentials, maxAgeSeconds);
    }

    /** With these request headers allowed, and no others. */
    public Cors withAllowedHeaders(String... names) {
        return new Cors(fixedOrigin, allows, methods, List.of(names), exposedHeaders, credentials, maxAgeSeconds);
    }

    /** With these response headers readable for pages. */
    public Cors withExposedHeaders(String... names) {
        return new Cors(fixedOrigin, allows, methods, allowedHeaders, List.of(names), credentials, maxAgeSeconds);
    }

    /**
     * With cookies allowed. This has no effect with {@link #anyOrigin}: responses allow cookies, as those of {@code cors} do, but
     * browsers send none. Name the origins, or use {@code originsMatching(origin -> true)}.
     */
    public Cors withCredentials() {
        return new Cors(fixedOrigin, allows, methods, allowedHeaders, exposedHeaders, true, maxAgeSeconds);
    }

    /** With preflights that browsers repeat only after {@code seconds}. */
    public Cors withMaxAgeSeconds(long seconds) {
        return new Cors(fixedOrigin, allows, methods, allowedHeaders, exposedHeaders, credentials, seconds);
    }

    /** Answers a preflight; lets {@code next} answer anything else, with the headers for browsers added. */
    public void handle(HttpExchange exchange, Consumer<HttpExchange> next) {
        HttpExchange told = new ExtraHeaders(exchange, headersFor(exchange.request()));
        if (exchange.request().method().equals("OPTIONS")) {
            told.respond(new HttpResponse(204, Map.of(), new byte[0]));
        } else {
            next.accept(told);
        }
    }

    /** The headers for the response to {@code request}; those of a preflight for an OPTIONS. */
    Map<String, String> headersFor(HttpRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        addOrigin(headers, request.header("origin"));
        if (credentials) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        if (request.method().equals("OPTIONS")) {
            addPreflight(headers, request.header("access-control-request-headers"));
        }
        if (!exposedHeaders.isEmpty()) {
            headers.put("Access-Control-Expose-Headers", String.join(",", exposedHeaders));
        }
        return headers;
    }

    private void addOrigin(Map<String, String> headers, String origin) {
        if (fixedOrigin != null) {
            headers.put("Access-Control-Allow-Origin", fixedOrigin);
        } else if (origin != null && allows.test(origin)) {
            headers.put("Access-Control-Allow-Origin", origin);
        }
        if (!"*".equals(fixedOrigin)) {
            headers.put("Vary", "Origin");
        }
    }

    private void addPreflight(Map<String, String> headers, String requestHeaders) {
        headers.put("Access-Control-Allow-Methods", String.join(",", methods));
        if (!allowedHeaders.isEmpty()) {
            headers.put("Access-Control-Allow-Headers", String.join(",", allowedHeaders));
        } else {
            headers.merge("Vary", "Access-Control-Request-Headers", (before, more) -> before + ", " + more);
            if (requestHeaders != null && !requestHeaders.isEmpty()) {
                headers.put("Access-Control-Allow-Headers", requestHeaders);
            }
        }
        if (maxAgeSeconds != null) {
            headers.put("Access-Control-Max-Age", maxAgeSeconds.toString());
        }
    }
}

package io.github.fanoutlab.legacy.server;

import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * What lib/static.js serves: the client for browsers.
 *
 * <pre>
 *   /socket.io.js                 with the transports of the server
 *   /socket.io+websocket.js       with only those of these that the server has; + joins several
 *   /socket.io.v0.9.16.js         cacheable for {@code browser client expires} seconds, whatever the version number is;
 *   /socket.io+….v0.9.16.js       never with an ETag
 * </pre>
 *
 * <p>The scripts come from the setting {@code browser client source}, a {@link BrowserClient}. Node's package contains them. This
 * server answers 404 unless that is set.
 */
final class StaticFiles {

    private static final List<String> PATHS = List.of("/socket.io.js", "/socket.io.v", "/socket.io+");
    private static final Pattern BUNDLE =
            Pattern.compile("(?<![\\w+-])[\\w-]*+\\+([\\w+-]*+)(?:\\.v\\d++\\.\\d++\\.\\d++)?\\.js$");
    private static final Pattern VERSIONED = Pattern.compile("\\.v\\d++\\.\\d++\\.\\d++\\.js$");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Manager manager;
    private final Settings settings;
    private final Map<String, Script> built = new LinkedHashMap<>();
    private Object builtFrom;

    private record Script(byte[] content, byte[] zipped, String etag) {}

    StaticFiles(Manager manager) {
        this.manager = manager;
        this.settings = manager.settings();
    }

    /** Whether {@code path} names a script. */
    static boolean has(String path) {
        return PATHS.stream().anyMatch(path::contains);
    }

    /** Answers a request for {@code path}. */
    void serve(String path, HttpExchange exchange) {
        if (settings.get("browser client handler") instanceof Consumer<?> handler) {
            @SuppressWarnings("unchecked")
            Consumer<HttpExchange> theirs = (Consumer<HttpExchange>) handler;
            manager.guard("the handler of the client for browsers", () -> theirs.accept(exchange));
        } else if (settings.get("browser client source") instanceof BrowserClient client) {
            serve(path, client, exchange);
        } else {
            exchange.respond(text(404, "File not found: the setting \"browser client source\" is not set"));
        }
    }

    private void serve(String path, BrowserClient client, HttpExchange exchange) {
        List<String> transports = transports(path);
        if (transports.isEmpty()) {
            manager.log().warn(() -> "Unable to serve file. No valid transports");
            exchange.respond(text(500, "Error serving static " + path));
            return;
        }
        Script script = script(client, transports);
        boolean etags = settings.enabled("browser client etag");
        if (etags && script.etag.equals(exchange.request().header("if-none-match"))) {
            exchange.respond(new HttpResponse(304, Map.of(), new byte[0]));
            return;
        }
        exchange.respond(
                answer(exchange.request(), script, VERSIONED.matcher(path).find(), etags));
        manager.log().debug(() -> "served static content " + path);
    }

    private List<String> transports(String path) {
        List<String> available = settings.texts("transports");
        if (!path.contains("/socket.io+")) {
            return available;
        }
        Matcher bundle = BUNDLE.matcher(path);
        List<String> wanted = bundle.find() ? List.of(bundle.group(1).split("\\+")) : List.of();
        return List.copyOf(
                new LinkedHashSet<>(wanted.stream().filter(available::contains).toList()));
    }

    private Script script(BrowserClient client, List<String> transports) {
        if (client != builtFrom || !settings.enabled("browser client cache")) {
            built.clear();
            builtFrom = client;
        }
        boolean minified = settings.enabled("browser client minification");
        boolean zipped = settings.enabled("browser client gzip");
        String key = minified + " " + zipped + " " + String.join("+", transports);
        return built.computeIfAbsent(key, any -> {
            String script = minified ? client.minified() : client.build(transports);
            byte[] content = script.getBytes(StandardCharsets.UTF_8);
            return new Script(content, zipped ? zip(content) : null, client.etag(transports));
        });
    }

    private HttpResponse answer(HttpRequest request, Script script, boolean versioned, boolean etags) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/javascript");
        if (etags && !versioned) {
            headers.put("Etag", script.etag);
        }
        if (versioned) {
            long seconds = (long) settings.number("browser client expires");
            headers.put("Cache-Control", "private, x-gzip-ok=\"\", max-age=" + seconds);
            headers.put(
                    "Expires",
                    HTTP_DATE.format(Instant.ofEpochMilli(manager.ports().loop().wallClockMillis() + seconds * 1_000)));
        }
        byte[] body = script.content;
        if (script.zipped != null && accepts(request)) {
            headers.put("Content-Encoding", "gzip");
            headers.put("Vary", "Accept-Encoding");
            body = script.zipped;
        }
        return new HttpResponse(200, headers, request.method().equals("HEAD") ? new byte[0] : body);
    }

    private static boolean accepts(HttpRequest request) {
        String encodings = request.header("accept-encoding");
        return encodings != null && encodings.toLowerCase(Locale.ROOT).contains("gzip");
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return zipped.toByteArray();
    }

    private static HttpResponse text(int status, String body) {
        return new HttpResponse(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}

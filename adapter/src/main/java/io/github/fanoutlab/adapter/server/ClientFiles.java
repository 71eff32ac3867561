package io.github.fanoutlab.adapter.server;

import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Serves the client for browsers, {@code <script src="/socket.io/socket.io.js">}. All other requests go on to the engine.
 *
 * <p>The files are those of npm's {@code socket.io} 4.8.4, unchanged but compressed (by {@code peers/v4/copy-client-files.js};
 * their license is beside them). Responses are those of that package. Java does not write Brotli, so the files are there in Brotli, too.
 */
public final class ClientFiles implements ClientHandler {

    private static final String DEBUG_NAMESPACE = "socket.io:server";
    private static final String ETAG = "\"4.8.4\"";
    private static final String FOLDER = "/io/github/fanoutlab/adapter/client-files/";
    private static final List<String> SCRIPTS =
            List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js");

    private final EngineOptions options;
    private final DebugLog log;
    private final ClientHandler engine;

    /** Serves the files below the path of {@code options}, and hands all other requests on to {@code engine}. */
    public ClientFiles(EngineOptions options, DebugLog log, ClientHandler engine) {
        this.options = options;
        this.log = log;
        this.engine = engine;
    }

    @Override
    public boolean takesRequestsEarly() {
        return engine.takesRequestsEarly();
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        String folder = options.path() + "/";
        String path = exchange.request().path();
        String name = path.startsWith(folder) ? path.substring(folder.length()) : "";
        if (!SCRIPTS.contains(name.endsWith(".map") ? name.substring(0, name.length() - 4) : name)) {
            engine.onRequest(exchange);
            return;
        }
        options.cors()
                .ifPresentOrElse(
                        cors -> cors.handle(exchange, told -> told.respond(answer(told.request(), name))),
                        () -> exchange.respond(answer(exchange.request(), name)));
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        engine.onUpgrade(upgrade);
    }

    private HttpResponse answer(HttpRequest request, String name) {
        boolean isMap = name.endsWith(".map");
        String type = isMap ? "map" : "source";
        String known = request.header("if-none-match");
        if (ETAG.equals(known) || ("W/" + ETAG).equals(known)) {
            log.log(DEBUG_NAMESPACE, () -> "serve client " + type + " 304");
            return new HttpResponse(304, Map.of(), new byte[0]);
        }
        log.log(DEBUG_NAMESPACE, () -> "serve client " + type);
        String encoding = request.preferredEncoding("br", "gzip", "deflate").orElse("");
        byte[] body = encoding.equals("br") ? read(name + ".br") : read(name + ".gz");
        HttpResponse response = new HttpResponse(
                        200, Map.of(), encoding.equals("br") || encoding.equals("gzip") ? body : decompressed(body))
                .with("Cache-Control", "public, max-age=0")
                .with("Content-Type", "application/" + (isMap ? "json" : "javascript") + "; charset=utf-8")
                .with("ETag", ETAG);
        return switch (encoding) {
            case "br", "gzip" -> response.with("Content-Encoding", encoding);
            case "deflate" -> response.compressed("deflate");
            default -> response;
        };
    }

    private static byte[] read(String resource) {
        try (InputStream in = ClientFiles.class.getResourceAsStream(FOLDER + resource)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("the class path does not have " + FOLDER + resource, broken);
        }
    }

    private static byte[] decompressed(byte[] compressed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a worker answers to {@code GET /}: a page that connects with the official client for browsers, which the worker itself serves
 * as {@code /socket.io/socket.io.js}, and prints what it gets. All other requests go on to the worker's server.
 */
final class WorkerPage implements ClientHandler {

    private final String page;
    private final ClientHandler server;

    /** The page of the worker with these options, in front of {@code server}. */
    WorkerPage(WorkerOptions options, ClientHandler server) {
        this.page = template()
                .replace("{{worker}}", options.id())
                .replace("{{version}}", options.dialect().generation().version());
        this.server = server;
    }

    @Override
    public boolean takesRequestsEarly() {
        return server.takesRequestsEarly();
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        if (exchange.request().method().equals("GET")
                && exchange.request().path().equals("/")) {
            exchange.respond(HttpResponse.of(200, "text/html; charset=utf-8", page));
        } else {
            server.onRequest(exchange);
        }
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        server.onUpgrade(upgrade);
    }

    private static String template() {
        try (InputStream in = WorkerPage.class.getResourceAsStream("worker-page.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("the class path does not have the page of a worker", broken);
        }
    }
}

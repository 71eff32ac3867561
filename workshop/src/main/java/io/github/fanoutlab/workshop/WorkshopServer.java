package io.github.fanoutlab.workshop;

import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.tutorial.book.Book;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the page, and plays the runs that it asks for.
 *
 * <pre>
 * GET /                  the page, and the files beside it
 * GET /scenarios         the names of what there is to play
 * GET /dialects          what it can be played in
 * GET /museum            the exhibits, room by room
 * GET /scripts           the presenters' scripts, card by card
 * GET /sources           the lines of the servers that the page quotes
 * GET /run?string=…      a run, played now: {@link RunJson}; 400 and why, if the string is none
 * </pre>
 *
 * <p>Nothing is remembered between two requests. Runs are played on threads of their own; what does not end, as a reader's adapter
 * may not, is answered for.
 */
final class WorkshopServer implements ClientHandler, AutoCloseable {

    private static final String JSON = "application/json; charset=utf-8";

    /** Longer ones are refused: a person does not write them, and a run with so many faults teaches nobody. */
    private static final int LONGEST_STRING = 2_000;

    private static final int PLAYERS = 2;
    private static final int MOST_SECONDS = 10;
    private static final HttpResponse STUCK = HttpResponse.of(
            500,
            JSON,
            RunJson.refused("this run has not ended after " + MOST_SECONDS
                            + " seconds. Has MyAdapter a loop without an end? If it was mended and this goes on, start the"
                            + " workshop again.")
                    .toString());

    private final String scripts = JsonMapper.shared().writeValueAsString(Script.all(Book.repository()));
    private final String sources = Sources.of(Book.repository()).toString();
    private final RealNode node = RealNode.create("workshop");
    private final ExecutorService players = Executors.newFixedThreadPool(PLAYERS, task -> {
        Thread thread = new Thread(task, "plays runs");
        thread.setDaemon(true);
        return thread;
    });
    private final Network.Listening listening;

    private WorkshopServer(ListenOptions options) {
        listening = node.loop().call(() -> node.network().listen(options, this));
        players.execute(() -> played("heartbeat;kill:W2@3s")); // so that nobody waits for classes to load
    }

    /** Listens on this machine alone. */
    static WorkshopServer start(int port) {
        return new WorkshopServer(ListenOptions.loopback(port));
    }

    int port() {
        return listening.port();
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        switch (exchange.request().path()) {
            case "/run" -> run(exchange);
            case "/scenarios" ->
                exchange.respond(HttpResponse.of(200, JSON, scenarios().toString()));
            case "/dialects" ->
                exchange.respond(HttpResponse.of(200, JSON, dialects().toString()));
            case "/museum" ->
                exchange.respond(HttpResponse.of(200, JSON, MuseumJson.gallery().toString()));
            case "/scripts" -> exchange.respond(HttpResponse.of(200, JSON, scripts));
            case "/sources" -> exchange.respond(HttpResponse.of(200, JSON, sources));
            default -> exchange.respond(PageFiles.answer(exchange.request().path()));
        }
    }

    private void run(HttpExchange exchange) {
        String string = exchange.request().query().getOrDefault("string", "");
        if (string.length() > LONGEST_STRING) {
            exchange.respond(refused("a run string of " + string.length() + " characters; at most " + LONGEST_STRING
                    + " are played here"));
            return;
        }
        CompletableFuture.supplyAsync(() -> played(string), players)
                .completeOnTimeout(STUCK, MOST_SECONDS, TimeUnit.SECONDS)
                .thenAccept(answer -> node.loop().execute(() -> exchange.respond(answer)));
    }

    private static HttpResponse played(String string) {
        try {
            return HttpResponse.of(200, JSON, RunJson.of(string).toString());
        } catch (IllegalArgumentException wrong) {
            return refused(wrong.getMessage());
        } catch (RuntimeException | Error defect) { // whatever it is, somebody waits for an answer
            return HttpResponse.of(500, JSON, "{\"error\":\"this run cannot be shown; the terminal says why\"}");
        }
    }

    private static HttpResponse refused(String message) {
        return HttpResponse.of(400, JSON, RunJson.refused(message).toString());
    }

    private static ArrayNode scenarios() {
        ArrayNode scenarios = JsonMapper.shared().createArrayNode();
        Scenarios.names().forEach(scenarios::add);
        return scenarios;
    }

    /** What a run string may say after its scenario, and what people call it. */
    private static ObjectNode dialects() {
        ObjectNode dialects = JsonMapper.shared().createObjectNode();
        for (RedisDialect dialect : RedisDialect.values()) {
            dialects.put(RunJson.field(dialect), RunJson.title(dialect));
        }
        return dialects;
    }

    @Override
    public void onUpgrade(WebSocketUpgrade upgrade) {
        upgrade.reject(HttpResponse.of(404, "text/plain; charset=utf-8", "there is no WebSocket here\n"));
    }

    @Override
    public void close() {
        players.shutdownNow();
        node.close();
    }
}

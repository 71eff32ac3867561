package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.fanoutlab.platform.http.BodyListener;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Two nodes talk over the world's TCP")
class WorldNetworkTest {

    private static final long SECOND = 1_000_000;

    private final World world = World.of(WorldOptions.seed(7));
    private final SimNode w1 = world.node("W1");
    private final PingPong.Client client = new PingPong.Client(world.node("C1"));
    private PingPong.Server server;

    private void serve() {
        world.at(world.nowMicros(), "W1", () -> server = PingPong.serve(w1));
    }

    private void client(Runnable step) {
        world.at(world.nowMicros(), "C1", step);
        world.runToQuiescence(world.nowMicros() + SECOND);
    }

    @Test
    void a_request_is_answered_and_every_step_of_it_has_its_cause() {
        serve();
        client(() -> client.get("/socket.io/1/?t=5"));

        assertThat(server.seen).containsExactly("GET /socket.io/1/?t=5");
        assertThat(client.seen).containsExactly("200 pong");
        TraceEvent answer = world.trace().events(Kind.HTTP_RESPONSE_RECEIVED).get(0);
        assertThat(world.trace().causesOf(answer))
                .extracting(TraceEvent::lane, TraceEvent::kind)
                .containsExactly(
                        tuple("W1", Kind.HTTP_RESPONSE_SENT),
                        tuple("W1", Kind.HTTP_REQUEST_RECEIVED),
                        tuple("C1", Kind.HTTP_REQUEST_SENT),
                        tuple("C1", Kind.ACTION));
    }

    @Test
    void the_request_tells_its_host_and_who_sent_it() {
        List<HttpRequest> requests = new ArrayList<>();
        world.at(
                0,
                "W1",
                () -> w1.network().listen(ListenOptions.port(80), new OnlyRequests() {
                    @Override
                    public void onRequest(HttpExchange exchange) {
                        requests.add(exchange.request());
                        exchange.respond(new HttpResponse(204, Map.of(), new byte[0]));
                    }
                }));
        client(() -> client.get("/"));

        assertThat(requests.get(0).header("Host")).isEqualTo("W1:80");
        assertThat(requests.get(0).remoteAddress()).isEqualTo("C1");
    }

    @Test
    @DisplayName(
            "a handler that takes requests early sees a long one before its body, which may break off; it may drop it")
    void requests_are_taken_early() {
        List<String> seen = new ArrayList<>();
        world.at(
                0,
                "W1",
                () -> w1.network()
                        .listen(
                                ListenOptions.port(80),
                                new EarlyRequests(seen, () -> world.faults().cut("C1", "W1"))));
        client(() -> client.post("/short", "x"));
        client(() -> client.post("/long", "x".repeat(5_000)));
        client(() -> client.post("/too/long", "x".repeat(5_001)));
        client(() -> client.post("/dropped", "x"));
        client(() -> client.post("/cut", "x".repeat(5_000)));

        assertThat(seen)
                .containsExactly(
                        "POST /short with 0 bytes",
                        "1 bytes",
                        "POST /long with 0 bytes",
                        "5000 bytes",
                        "POST /too/long with 0 bytes",
                        "too long",
                        "POST /dropped with 0 bytes",
                        "POST /cut with 0 bytes",
                        "aborted");
        assertThat(client.seen)
                .containsExactly(
                        "200 pong",
                        "200 pong",
                        "413 ",
                        "failed: the server broke the connection",
                        "failed: the connection was cut");
    }

    @Test
    void where_nobody_listens_the_connection_is_refused_after_a_round_trip() {
        client(() -> {
            client.get("/");
            client.open(PingPong.SERVER_WS);
        });

        assertThat(client.seen)
                .containsExactlyInAnyOrder(
                        "failed: connection refused: nobody listens at W1:80",
                        "refused: connection refused: nobody listens at W1:80");
        assertThat(world.nowMicros()).isBetween(2_000L, 40_000L);
    }

    @Test
    void a_rejected_upgrade_tells_the_status() {
        serve();
        client(() -> client.open(URI.create("ws://W1")));

        assertThat(client.seen).containsExactly("refused: HTTP 400 instead of an upgrade: no query");
    }

    @Test
    @DisplayName("frames keep their order in both directions, whatever the seed")
    void frames_keep_their_order() {
        for (long seed = 0; seed < 50; seed++) {
            World another = World.of(WorldOptions.seed(seed));
            PingPong.Client pinger = new PingPong.Client(another.node("C1"));
            SimNode node = another.node("W1");
            another.at(0, "W1", () -> PingPong.serve(node));
            another.at(10, "C1", () -> pinger.open(PingPong.SERVER_WS));
            another.at(SECOND, "C1", () -> pinger.ping(1, 40));
            another.at(SECOND + 5_000, "C1", () -> pinger.ping(41, 50));
            another.runUntil(3 * SECOND);

            assertThat(pinger.seen)
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.of("open"),
                                    IntStream.rangeClosed(1, 50).mapToObj(i -> "pong " + i))
                            .toList());
            assertThat(pinger.node.world.trace().events(Kind.LOST)).isEmpty();
        }
    }

    @Test
    void different_connections_do_overtake_each_other_for_some_seed() {
        boolean overtaken = false;
        for (long seed = 0; seed < 50 && !overtaken; seed++) {
            World another = World.of(WorldOptions.seed(seed));
            SimNode node = another.node("W1");
            another.at(0, "W1", () -> PingPong.serve(node));
            PingPong.Client one = new PingPong.Client(another.node("C1"));
            another.at(10, "C1", () -> {
                one.get("/first");
                one.get("/second");
            });
            another.runUntil(SECOND);
            overtaken = another.trace()
                    .events(Kind.HTTP_REQUEST_RECEIVED)
                    .get(0)
                    .name()
                    .equals("GET /second");
        }
        assertThat(overtaken).isTrue();
    }

    @Test
    void a_close_is_seen_by_both_ends_with_its_code_after_everything_that_was_sent_before() {
        serve();
        client(() -> client.open(PingPong.SERVER_WS));
        client(() -> {
            client.ping(1, 2);
            client.connection.close(1000, "bye");
            client.connection.send("too late");
        });

        assertThat(server.seen).containsExactly("ping 1", "ping 2", "close 1000 bye");
        assertThat(client.seen).containsExactly("open", "pong 1", "pong 2", "close 1000 bye");
        assertThat(client.connection.isOpen()).isFalse();
        assertThat(server.connections.get(0).isOpen()).isFalse();
    }

    @Test
    void both_ends_may_close_at_once() {
        serve();
        client(() -> client.open(PingPong.SERVER_WS));
        world.at(world.nowMicros(), "W1", () -> server.connections.get(0).close(1001, "server"));
        client(() -> client.connection.close(1000, "client"));

        assertThat(server.seen).containsExactly("close 1000 client");
        assertThat(client.seen).containsExactly("open", "close 1001 server");
    }

    @Test
    void a_message_over_the_limit_closes_with_1009() {
        serve();
        client(() -> client.open(PingPong.SERVER_WS));
        client(() -> client.connection.send("é".repeat(501)));
        assertThat(client.seen).containsExactly("open", "close 1009 a message of more than 1000 bytes");
        assertThat(server.seen).containsExactly("close 1009 a message of more than 1000 bytes");
    }

    @Test
    void a_body_over_the_limit_is_answered_with_413_before_the_handler_sees_it() {
        serve();
        byte[] tooMuch = new byte[ListenOptions.DEFAULT_MAX_BODY_BYTES + 1];
        HttpRequest post = new HttpRequest("POST", "/", Map.of(), tooMuch, "");
        client(() ->
                client.node.network().request(PingPong.SERVER, post, r -> client.seen.add("" + r.status()), f -> {}));

        assertThat(client.seen).containsExactly("413");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void a_port_is_listened_on_once_and_again_after_it_was_closed() {
        Network.Listening listening = w1.network().listen(ListenOptions.port(80), new OnlyRequests());
        assertThatThrownBy(() -> w1.network().listen(ListenOptions.port(80), new OnlyRequests()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("port 80 of node W1 is listened on already");
        listening.close();
        assertThat(w1.network()
                        .listen(ListenOptions.port(80), new OnlyRequests())
                        .port())
                .isEqualTo(80);
        assertThat(w1.network()
                        .listen(ListenOptions.port(0), new OnlyRequests())
                        .port())
                .isGreaterThan(1024);
    }

    @Test
    void when_the_server_stops_listening_both_ends_learn_that_the_connection_broke() {
        List<Network.Listening> listening = new ArrayList<>();
        PingPong.Server handler = new PingPong.Server();
        world.at(0, "W1", () -> listening.add(w1.network().listen(ListenOptions.port(80), handler)));
        client(() -> client.open(PingPong.SERVER_WS));
        world.at(world.nowMicros(), "W1", () -> listening.get(0).close());
        world.runToQuiescence(10 * SECOND);

        assertThat(handler.seen).containsExactly("close 1006 the server stopped listening");
        assertThat(client.seen).containsExactly("open", "close 1006 the server stopped listening");
    }

    @Test
    void what_belongs_to_the_loop_is_refused_out_of_turn() {
        serve();
        client(() -> client.open(PingPong.SERVER_WS));
        assertThatThrownBy(() -> client.connection.send("from nowhere"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of node C1 was called outside of any turn");
    }

    private record EarlyRequests(List<String> seen, Runnable cut) implements ClientHandler {

        @Override
        public boolean takesRequestsEarly() {
            return true;
        }

        @Override
        public void onRequest(HttpExchange exchange) {
            HttpRequest request = exchange.request();
            seen.add(request.method() + " " + request.path() + " with " + request.body().length + " bytes");
            if (request.path().equals("/dropped")) {
                exchange.drop();
                return;
            }
            if (request.path().equals("/cut")) {
                cut.run();
            }
            exchange.onAbort(() -> seen.add("aborted"));
            exchange.readBody(5_000, new BodyListener() {
                @Override
                public void onBody(byte[] body) {
                    seen.add(body.length + " bytes");
                    exchange.respond(HttpResponse.of(200, "text/plain", "pong"));
                }

                @Override
                public void onTooLong() {
                    seen.add("too long");
                    exchange.respond(new HttpResponse(413, Map.of(), new byte[0]));
                }
            });
        }

        @Override
        public void onUpgrade(WebSocketUpgrade upgrade) {
            throw new AssertionError("no upgrade was expected: " + upgrade.request());
        }
    }

    private static class OnlyRequests implements ClientHandler {

        @Override
        public void onRequest(HttpExchange exchange) {
            throw new AssertionError("no request was expected: " + exchange.request());
        }

        @Override
        public void onUpgrade(WebSocketUpgrade upgrade) {
            throw new AssertionError("no upgrade was expected: " + upgrade.request());
        }
    }
}

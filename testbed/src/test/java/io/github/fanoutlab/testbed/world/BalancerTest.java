package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.ClientConnection;
import io.github.fanoutlab.platform.http.ClientHandler;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.http.WebSocketUpgrade;
import io.github.fanoutlab.platform.node.Network;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A load balancer in the world")
class BalancerTest {

    private static final long SECOND = 1_000_000;
    private static final URI BALANCER = URI.create("http://balancer:80");

    private final World world = World.of(WorldOptions.seed(3));
    private final List<String> answers = new ArrayList<>();

    private void boot(Balancing balancing) {
        world.balance("balancer", balancing, List.of("W1", "W2", "W3"));
        List.of("W1", "W2", "W3").forEach(this::boot);
    }

    private void boot(String worker) {
        SimNode node = world.node(worker);
        world.at(
                world.nowMicros(),
                worker,
                () -> node.network().listen(ListenOptions.port(80), new ClientHandler() {
                    @Override
                    public void onRequest(HttpExchange exchange) {
                        exchange.respond(HttpResponse.of(200, "text/plain", worker));
                    }

                    @Override
                    public void onUpgrade(WebSocketUpgrade upgrade) {
                        upgrade.accept(1_000).listen(new Deaf());
                    }
                }));
        pass();
    }

    private void pass() {
        world.runUntil(world.nowMicros() + SECOND);
    }

    /** Who answers {@code client}. */
    private String ask(String client) {
        SimNode node = world.node(client);
        world.at(
                world.nowMicros(),
                client,
                () -> node.network()
                        .request(
                                BALANCER,
                                HttpRequest.get("/"),
                                response -> answers.add(response.text()),
                                failure -> answers.add(failure)));
        pass();
        return answers.get(answers.size() - 1);
    }

    @Test
    void round_robin_gives_each_request_to_the_next_server() {
        boot(Balancing.ROUND_ROBIN);
        assertThat(List.of(ask("C1"), ask("C1"), ask("C2"), ask("C1"))).containsExactly("W1", "W2", "W3", "W1");
    }

    @Test
    void by_source_a_client_has_its_server_and_gets_another_one_while_that_is_dead() {
        boot(Balancing.SOURCE);
        String own = ask("C1");
        assertThat(List.of(ask("C1"), ask("C1"))).containsOnly(own);
        assertThat(List.of(ask("C2"), ask("C3"))).doesNotContain(own);

        world.faults().kill(own);
        String other = ask("C1");
        assertThat(other).startsWith("W").isNotEqualTo(own);
        boot(own);
        assertThat(ask("C1")).isEqualTo(own);
    }

    @Test
    void by_cookie_a_client_stays_and_when_its_server_dies_it_moves_for_good() {
        boot(Balancing.COOKIE);
        assertThat(List.of(ask("C1"), ask("C2"), ask("C1"), ask("C1"), ask("C2")))
                .containsExactly("W1", "W2", "W1", "W1", "W2");

        world.faults().kill("W1");
        String other = ask("C1");
        boot("W1");
        assertThat(List.of(ask("C1"), ask("C1"))).containsOnly(other);
    }

    @Test
    void a_web_socket_sets_the_cookie_too() {
        boot(Balancing.COOKIE);
        ask("C9");
        SimNode node = world.node("C1");
        world.at(
                world.nowMicros(),
                "C1",
                () -> node.network().openWebSocket(URI.create("ws://balancer:80/"), new Network.WebSocketCallback() {
                    @Override
                    public void onOpen(ClientConnection connection) {
                        connection.listen(new Deaf());
                    }

                    @Override
                    public void onRefused(String reason) {
                        answers.add(reason);
                    }
                }));
        pass();
        assertThat(List.of(ask("C1"), ask("C1"))).containsOnly("W2");
    }

    private static final class Deaf implements ClientConnection.Listener {

        @Override
        public void onText(String text) {}

        @Override
        public void onBinary(byte[] binary) {}

        @Override
        public void onClose(int code, String reason) {}
    }

    @Test
    void a_request_is_refused_when_no_server_listens() {
        boot(Balancing.ROUND_ROBIN);
        List.of("W1", "W2", "W3").forEach(world.faults()::kill);
        assertThat(ask("C1")).isEqualTo("connection refused: nobody listens at balancer:80");
    }
}

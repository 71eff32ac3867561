package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Long-polling in the virtual world, with the server that ships")
class PollingInTheWorldTest {

    private static final long SECOND = 1_000_000;
    private static final URI SERVER = URI.create("http://W1:80");
    private static final String OPEN = "/socket.io/?EIO=4&transport=polling";

    /** Connects, polls forever, and keeps what it is told. */
    private static final class Poller {

        private final SimNode node;
        private final List<String> seen = new ArrayList<>();
        private String session;

        Poller(SimNode node) {
            this.node = node;
        }

        void connect() {
            send("GET", OPEN, "", open -> {
                session = OPEN + "&sid=" + open.text().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
                send("POST", session, "40", ok -> poll());
            });
        }

        private void poll() {
            send("GET", session, "", response -> {
                seen.add(response.status() + " " + response.text().replaceAll("\"sid\":\"[^\"]+\"", "SID"));
                if (response.status() == 200) {
                    poll();
                }
            });
        }

        private void send(String method, String target, String body, Consumer<HttpResponse> onResponse) {
            HttpRequest request =
                    new HttpRequest(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8), node.name());
            node.network().request(SERVER, request, onResponse, failure -> seen.add("failed: " + failure));
        }
    }

    private static final class Run {

        private final World world = World.of(WorldOptions.seed(7));
        private final SocketIoServer io = SocketIoServer.create(world.node("W1"));
        private final Poller poller = new Poller(world.node("C1"));

        Run() {
            io.listen(80);
            poller.node.loop().execute(poller::connect);
            advance(1);
        }

        void advance(int seconds) {
            world.runUntil(world.nowMicros() + seconds * SECOND);
        }
    }

    @Test
    @DisplayName("each emit answers a poll")
    void each_emit_answers_a_poll() {
        Run run = new Run();
        for (int i = 1; i <= 3; i++) {
            run.io.emit("data", i);
            run.advance(1);
        }

        assertThat(run.poller.seen)
                .containsExactly("200 40{SID}", "200 42[\"data\",1]", "200 42[\"data\",2]", "200 42[\"data\",3]");
    }

    @Test
    @DisplayName("a client that does not answer pings is disconnected, and its next poll says so")
    void a_client_that_never_answers_a_ping_is_told_that_it_is_gone() {
        Run run = new Run();
        run.advance(60);

        assertThat(run.poller.seen)
                .containsExactly(
                        "200 40{SID}", "200 2", "200 1", "400 {\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    @DisplayName("the same seed gives the same trace")
    void the_same_seed_gives_the_same_run() {
        assertThat(new Run().world.trace().hash())
                .isEqualTo(new Run().world.trace().hash());
    }
}

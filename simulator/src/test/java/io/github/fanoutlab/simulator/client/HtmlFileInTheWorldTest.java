package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("htmlfile in the virtual world: two 0.9 servers on one Redis, and a page that never ends")
class HtmlFileInTheWorldTest {

    private static final long SECOND = 1_000_000;

    /** Shakes hands with one server, keeps the other's page open, posts to either. */
    private static final class Page implements Network.StreamListener {

        private final SimNode node;
        private final List<String> seen = new ArrayList<>();
        private String id;

        Page(SimNode node) {
            this.node = node;
        }

        void connect(String shakesHands, String streams) {
            send(
                    shakesHands,
                    "GET",
                    "/socket.io/1/",
                    "",
                    () -> node.network().stream(server(streams), HttpRequest.get("/socket.io/1/htmlfile/" + id), this));
        }

        void post(String server, String packet) {
            send(server, "POST", "/socket.io/1/htmlfile/" + id, packet, () -> {});
        }

        private void send(String server, String method, String target, String body, Runnable then) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            HttpRequest request = new HttpRequest(method, target, Map.of(), bytes, node.name());
            node.network()
                    .request(
                            server(server),
                            request,
                            response -> {
                                id = id == null ? response.text().split(":")[0] : id;
                                then.run();
                            },
                            failure -> seen.add("failed: " + failure));
        }

        private static URI server(String name) {
            return URI.create("http://" + name + ":80");
        }

        @Override
        public void onHead(HttpResponse head) {
            seen.add(head.status() + " " + head.headers().get("Content-Type"));
        }

        @Override
        public void onChunk(byte[] chunk) {
            seen.add(new String(chunk, StandardCharsets.UTF_8).trim());
        }

        @Override
        public void onEnd(String failure) {
            seen.add("end " + failure);
        }
    }

    private static final class Run {

        private final World world = World.of(WorldOptions.seed(7));
        private final LegacyServer one = server("W1");
        private final LegacyServer two = server("W2");
        private final Page page = new Page(world.node("C1"));

        Run() {
            two.sockets()
                    .on("connection", socket -> socket.on("echo", event -> socket.emit("echoed", event.string(0))));
            advance(1);
            world.at(world.nowMicros(), "C1", () -> page.connect("W1", "W2"));
            advance(1);
        }

        private LegacyServer server(String name) {
            LegacyServer io = LegacyServer.create(world.node(name));
            io.set(
                    "store",
                    RedisStore.of(
                            io.createRedisClient("pub", "redis://redis"),
                            io.createRedisClient("sub", "redis://redis"),
                            io.createRedisClient("client", "redis://redis")));
            io.listen(80);
            return io;
        }

        void advance(int seconds) {
            world.runUntil(world.nowMicros() + seconds * SECOND);
        }
    }

    @Test
    @DisplayName("emits of either node arrive as scripts, posts to either node arrive, and leaving is noticed")
    void what_any_node_emits_arrives_as_scripts_what_is_posted_to_any_node_is_heard_and_leaving_is_noticed() {
        Run run = new Run();
        run.one.sockets().emit("data", "</payload>");
        run.advance(1);
        run.world.at(run.world.nowMicros(), "C1", () -> run.page.post("W1", "5:::{\"name\":\"echo\",\"args\":[1]}"));
        run.advance(1);
        run.world.at(run.world.nowMicros(), "C1", () -> run.page.post("W1", "0::"));
        run.advance(1);

        assertThat(run.page.seen)
                .containsExactly(
                        "200 text/html; charset=UTF-8",
                        "<html><body><script>var _ = function (msg) { parent.s._(msg, document); };</script>",
                        "<script>_(\"1::\");</script>",
                        "<script>_(\"5:::{\\\"name\\\":\\\"data\\\",\\\"args\\\":[\\\"<\\/payload>\\\"]}\");</script>",
                        "<script>_(\"5:::{\\\"name\\\":\\\"echoed\\\",\\\"args\\\":[\\\"1\\\"]}\");</script>",
                        "<script>_(\"0::\");</script>",
                        "end null");
        assertThat(run.one.tableSizes().values()).containsOnly(0);
        assertThat(run.two.tableSizes().values()).containsOnly(0);
    }

    @Test
    @DisplayName("when a server dies, its page breaks off; when a client dies, its server notices")
    void the_page_of_a_server_that_dies_breaks_off_and_the_server_notices_a_client_that_dies() {
        Run run = new Run();
        run.world.faults().kill("W2");
        run.advance(1);
        assertThat(run.page.seen.get(run.page.seen.size() - 1))
                .startsWith("end ")
                .doesNotContain("null");

        Run other = new Run();
        other.world.faults().kill("C1");
        other.advance(1);
        assertThat(other.two.tableSizes().values()).containsOnly(0);
    }

    @Test
    @DisplayName("the same seed gives the same run, and the trace has each piece of the page")
    void the_same_seed_gives_the_same_run_and_the_trace_tells_every_piece() {
        World world = new Run().world;

        assertThat(world.trace().hash()).isEqualTo(new Run().world.trace().hash());
        assertThat(world.trace().events(Kind.FRAME_RECEIVED))
                .anyMatch(event -> event.lane().equals("C1") && event.name().equals("chunk"));
    }
}

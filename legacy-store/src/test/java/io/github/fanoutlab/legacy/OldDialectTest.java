package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testkit.MemoryClient;
import io.github.fanoutlab.testkit.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A cluster that speaks as 0.9.16: channels per client, and what they cost")
class OldDialectTest {

    private static final String NEWS = "5:::{\"name\":\"data\",\"args\":[\"payload\"]}";

    private final TestLab lab = new TestLab();
    private final LegacyNode one = LegacyNode.clustered(lab, "W1", 2, Dialect.V0_9_16);
    private final LegacyNode two = LegacyNode.clustered(lab, "W2", 3, Dialect.V0_9_16);

    private static long subscriptions(LegacyNode node) {
        return node.node.counters().get(RedisConnection.SUBSCRIPTIONS_CONFIRMED);
    }

    @Test
    void eight_channels_a_node_and_five_more_for_each_client_on_its_own_node() {
        assertThat(subscriptions(one)).isEqualTo(8);
        String id = one.handshake();
        int before = lab.redis().monitor("SUBSCRIBE").size();

        one.open(id);

        assertThat(lab.redis().monitor("SUBSCRIBE").stream().skip(before))
                .containsExactly(
                        "W1: SUBSCRIBE heartbeat-clear:" + id,
                        "W1: SUBSCRIBE disconnect-force:" + id,
                        "W1: SUBSCRIBE dispatch:" + id,
                        "W1: SUBSCRIBE message:" + id,
                        "W1: SUBSCRIBE disconnect:" + id);
        for (int clients = 2; clients <= 10; clients++) {
            one.connect();
            assertThat(subscriptions(one)).isEqualTo(8 + 5L * clients);
            assertThat(subscriptions(two)).isEqualTo(8);
        }
    }

    @Test
    @DisplayName(
            "defect of 0.9.16: a client that left leaves two channels on its node and one on every other, for ever")
    void channels_grow() {
        for (int gone = 1; gone <= 10; gone++) {
            one.connect().says("0::");
            lab.advance(100_000);
            assertThat(subscriptions(one)).isEqualTo(8 + 2L * gone);
            assertThat(subscriptions(two)).isEqualTo(8 + gone);
        }
    }

    @Test
    @DisplayName("defect of 0.9.16: other nodes are not told that a session ended, and keep packets for it for ever")
    void remote_state_and_buffers_grow() {
        for (int gone = 1; gone <= 3; gone++) {
            one.connect().says("0::");
        }

        one.io.sockets().emit("data", "payload");
        lab.settle();

        assertThat(one.io.tableSizes().values()).containsOnly(0);
        assertThat(two.io.tableSizes())
                .containsEntry("handshaken", 3)
                .containsEntry("connected", 3)
                .containsEntry("open", 0)
                .containsEntry("closed", 3)
                .containsEntry("roomClients", 3)
                .containsEntry("buffered", 3);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @DisplayName("defect of 0.9.16, mended in 0.9.17: a client that hurries to another node overtakes its handshake")
    void handshake_race(Dialect dialect) {
        // From here to the client and on to the other node is as far as from here to Redis and on to the other node.
        TestLab fresh = new TestLab();
        LegacyNode first = LegacyNode.clustered(fresh, "W1", 2, dialect);
        LegacyNode second = LegacyNode.clustered(fresh, "W2", 3, dialect);
        List<MemoryClient> hurried = new ArrayList<>();

        first.io.handler().onRequest(new HttpExchange() {
            @Override
            public HttpRequest request() {
                return HttpRequest.get("/socket.io/1/");
            }

            @Override
            public void respond(HttpResponse response) {
                String id = response.text().split(":")[0];
                Runnable connect = () ->
                        hurried.add(MemoryClient.connect(fresh, second.io.handler(), "/socket.io/1/websocket/" + id));
                first.node.execute(() -> second.node.execute(connect));
            }

            @Override
            public HttpStream stream(HttpResponse head) {
                return HttpStream.toNobody();
            }

            @Override
            public void onAbort(Runnable task) {
                // This client stays.
            }
        });
        fresh.settle();

        assertThat(hurried.get(0).hearsNow()).containsExactly(dialect == Dialect.V0_9_16 ? "7:::1+0" : "1::");
    }

    @Test
    void what_one_node_emits_every_client_of_every_node_gets_once() {
        LegacyNode.Client a = one.connect();
        LegacyNode.Client b = two.connect();

        one.io.sockets().emit("data", "payload");
        one.io.sockets().socket(b.id()).emit("directly");

        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(b.hears()).containsExactly(NEWS, "5:::{\"name\":\"directly\"}");
    }

    @Test
    void a_session_can_be_ended_from_the_other_node_and_ends_there() {
        LegacyNode.Client a = one.connect();

        two.get("/socket.io/1/websocket/" + a.id() + "?disconnect");

        assertThat(a.hears()).containsExactly("0::");
        assertThat(a.wire().isOpen()).isFalse();
        assertThat(lab.redis().monitor("PUBLISH"))
                .anyMatch(line -> line.startsWith("W2: PUBLISH disconnect-force:" + a.id()));
    }

    @Test
    @DisplayName("defect of redis 0.7.3 under 0.9.16: who connects while Redis is away is deaf to other nodes for ever")
    void silence_after_a_redis_restart() {
        assertThat(heardAfterRestart(true)).isEmpty();
        assertThat(heardAfterRestart(false)).containsExactly("5:::{\"name\":\"directly\"}");
    }

    private static List<String> heardAfterRestart(boolean forgetful) {
        TestLab fresh = new TestLab();
        LegacyNode first = LegacyNode.clustered(fresh, "W1", 2, Dialect.V0_9_16, forgetful);
        LegacyNode second = LegacyNode.clustered(fresh, "W2", 3, Dialect.V0_9_16, forgetful);
        LegacyNode.Client early = first.connect();
        fresh.redis().stop();
        fresh.advance(1);
        LegacyNode.Client late = first.connect();
        fresh.redis().start();
        fresh.advance(10_000);

        second.io.sockets().socket(early.id()).emit("directly");
        second.io.sockets().socket(late.id()).emit("directly");
        fresh.settle();

        assertThat(early.hears()).as("connected before").containsExactly("5:::{\"name\":\"directly\"}");
        return late.hears();
    }

    @Test
    void garbage_on_a_client_s_own_channel_is_dropped_with_a_line_that_names_it() {
        LegacyNode.Client a = one.connect();
        for (String channel : List.of("dispatch:", "message:")) {
            one.node.warnings().clear();
            lab.redis().publish(channel + a.id(), "{\"nodeId\":9,\"args\":[7]}".getBytes(StandardCharsets.UTF_8));
            lab.settle();
            assertThat(one.node.warnings())
                    .singleElement()
                    .asString()
                    .contains("\"" + channel + a.id() + "\"")
                    .contains("without the id");
        }
        assertThat(a.hears()).isEmpty();
    }

    @Test
    void a_connection_that_moves_on_the_same_node_loses_its_channels_as_in_0_9_16() {
        LegacyNode.Client old = one.connect();
        LegacyNode.Client moved = one.open(old.id());

        two.io.sockets().socket(old.id()).emit("directly");
        one.io.sockets().emit("data", "payload");

        assertThat(moved.hears()).containsExactly(NEWS);
    }
}

package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
        int before = lab.monitor("SUBSCRIBE").size();

        one.open(id);

        assertThat(lab.monitor("SUBSCRIBE").stream().skip(before))
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
    void an_emit_of_one_node_reaches_every_client_of_every_node_once() {
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
        assertThat(lab.monitor("PUBLISH")).anyMatch(line -> line.startsWith("W2: PUBLISH disconnect-force:" + a.id()));
    }

    @Test
    void garbage_on_a_client_s_own_channel_is_dropped_with_a_warning_that_names_the_channel() {
        LegacyNode.Client a = one.connect();
        for (String channel : List.of("dispatch:", "message:")) {
            one.node.warnings().clear();
            lab.publish(channel + a.id(), "{\"nodeId\":9,\"args\":[7]}".getBytes(StandardCharsets.UTF_8));
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

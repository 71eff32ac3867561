package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.legacy.store.Store;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Two servers and a master on one Redis")
class ClusterTest {

    private static final String NEWS = "5:::{\"name\":\"data\",\"args\":[\"payload\"]}";

    private final TestLab lab = new TestLab();
    private final LegacyNode master = LegacyNode.clustered(lab, "master", 1);
    private final LegacyNode one = LegacyNode.clustered(lab, "W1", 2);
    private final LegacyNode two = LegacyNode.clustered(lab, "W2", 3);
    private final List<String> happened = new ArrayList<>();

    @BeforeEach
    void let_clients_join_rooms() {
        for (LegacyNode node : List.of(one, two)) {
            node.io.sockets().on("connection", socket -> {
                socket.on("join", event -> socket.join(event.string(0)));
                socket.on("disconnect", event -> happened.add(node.node.name() + " " + event.string(0)));
            });
            node.io.of("/chat");
        }
    }

    @Test
    void a_server_tells_how_its_connections_to_redis_are() {
        one.node.loop().execute(() -> {
            assertThat(one.io.redis()).hasSize(3).allMatch(RedisHealth::up);
            happened.add("told");
        });
        lab.settle();
        assertThat(happened).contains("told");
    }

    @Test
    void an_emit_of_the_master_reaches_every_client_of_every_worker_once() {
        LegacyNode.Client a = one.connect();
        LegacyNode.Client b = two.connect();

        master.io.sockets().emit("data", "payload");

        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(b.hears()).containsExactly(NEWS);
    }

    @Test
    void a_worker_s_emit_reaches_its_own_client_once_and_its_echo_is_dropped() {
        LegacyNode.Client a = one.connect();
        long echoes = one.node.counters().get(Store.OWN_ECHOES_DROPPED);
        long delivered = one.node.counters().get(RedisConnection.DELIVERED);

        one.io.sockets().emit("data", "payload");

        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(one.node.counters().get(Store.OWN_ECHOES_DROPPED)).isEqualTo(echoes + 1);
        assertThat(one.node.counters().get(RedisConnection.DELIVERED)).isEqualTo(delivered + 1);
    }

    @Test
    void rooms_namespaces_and_exceptions_hold_across_nodes() {
        LegacyNode.Client a = one.connect();
        LegacyNode.Client b = two.connect();
        LegacyNode.Client c = two.connect();
        a.says("5:::{\"name\":\"join\",\"args\":[\"r1\"]}");
        b.says("5:::{\"name\":\"join\",\"args\":[\"r1\"]}");
        c.says("1::/chat");
        assertThat(c.hears()).containsExactly("1::/chat");

        master.io.sockets().in("r1").emit("room");
        master.io.of("/chat").emit("chat");
        lab.settle();
        two.io.sockets().except(a.id()).emit("not for a");

        assertThat(a.hears()).containsExactly("5:::{\"name\":\"room\"}");
        assertThat(b.hears()).containsExactly("5:::{\"name\":\"room\"}", "5:::{\"name\":\"not for a\"}");
        assertThat(c.hears()).containsExactly("5::/chat:{\"name\":\"chat\"}", "5:::{\"name\":\"not for a\"}");
        assertThat(master.io.rooms().get("/r1")).containsExactly(a.id(), b.id());
        assertThat(master.io.rooms().get("/chat")).containsExactly(c.id());
    }

    @Test
    void a_client_may_shake_hands_with_one_and_connect_to_the_other() {
        String id = one.handshake();

        assertThat(two.open(id).hears()).containsExactly("1::");
        assertThat(one.io.connected()).containsExactly(id);
        assertThat(one.io.handshaken().get(id).has("issued")).isFalse();
    }

    @Test
    void a_node_s_tables_can_be_read_but_not_changed() {
        LegacyNode.Client a = one.connect();
        a.says("5:::{\"name\":\"join\",\"args\":[\"r1\"]}");
        LegacyServer io = master.io;

        io.handshaken().get(a.id()).put("forged", true);
        assertThat(io.handshaken().get(a.id()).has("forged")).isFalse();
        assertThat(io.handshaken().entrySet())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getValue().has("url")).isTrue());
        for (Collection<?> table : List.of(
                io.handshaken().keySet(),
                io.connected(),
                io.open(),
                io.rooms().keySet(),
                io.rooms().get("/r1"),
                io.roomClients().keySet(),
                io.roomClients().get(a.id()))) {
            assertThatThrownBy(table::clear).isInstanceOf(UnsupportedOperationException.class);
        }

        assertThat(io.tableSizes())
                .containsExactly(
                        Map.entry("handshaken", 1),
                        Map.entry("connected", 1),
                        Map.entry("open", 1),
                        Map.entry("closed", 0),
                        Map.entry("buffered", 0),
                        Map.entry("rooms", 2),
                        Map.entry("roomClients", 1));
        assertThat(io.rooms()).containsOnlyKeys("", "/r1");
        assertThat(io.roomClients().get(a.id())).hasToString("[, /r1]");
    }

    @Test
    void every_node_holds_the_state_of_every_session_and_forgets_it_together() {
        LegacyNode.Client a = one.connect();
        LegacyNode.Client b = two.connect();
        for (LegacyNode node : List.of(master, one, two)) {
            assertThat(node.io.handshaken()).containsOnlyKeys(a.id(), b.id());
            assertThat(node.io.open()).containsExactly(a.id(), b.id());
            assertThat(node.io.rooms().get("")).containsExactly(a.id(), b.id());
        }
        assertThat(one.node.counters().get(Store.STATE_MESSAGES_PUBLISHED))
                .as("handshake; open, connect, handshake, handshake, join")
                .isEqualTo(6);

        a.says("0::");
        b.wire().vanish();

        for (LegacyNode node : List.of(master, one, two)) {
            assertThat(node.io.tableSizes().values()).as(node.node.name()).containsOnly(0);
        }
        assertThat(happened).containsExactly("W1 booted", "W2 socket end");
        assertThat(lab.monitor("EXPIRE"))
                .containsExactly("W1: EXPIRE " + a.id() + " 15", "W2: EXPIRE " + b.id() + " 15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{",
                "null",
                "[]",
                "5",
                "\"text\"",
                "{}",
                "{\"nodeId\":9}",
                "{\"nodeId\":9,\"args\":{}}",
                "{\"nodeId\":9,\"args\":[]}",
                "{\"nodeId\":null,\"args\":[\"id\"]}",
                "{\"nodeId\":9,\"args\":[1,2,3,4]}",
                "{\"nodeId\":9,\"args\":[null,null]}",
                "{\"nodeId\":9,\"args\":[[],{}]}",
                "\u0000\u0001\uffff"
            })
    void garbage_on_any_channel_is_dropped_with_a_warning_and_harms_nothing(String garbage) {
        LegacyNode.Client a = one.connect();
        for (String channel : List.of(
                "handshake",
                "connect",
                "open",
                "join",
                "leave",
                "close",
                "dispatch",
                "disconnect",
                "message-remote",
                "dispatch-remote",
                "disconnect-remote",
                "heartbeat-clear",
                "disconnect-force")) {
            one.node.warnings().clear();
            lab.publish(channel, garbage.getBytes(StandardCharsets.UTF_8));
            lab.settle();
            assertThat(one.node.warnings())
                    .as(channel)
                    .singleElement()
                    .asString()
                    .contains("channel \"" + channel + "\"")
                    .contains("expected {\"nodeId\":N,\"args\":[")
                    .contains(garbage.getBytes(StandardCharsets.UTF_8).length + " bytes");
        }

        master.io.sockets().emit("data", "payload");
        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(one.io.tableSizes()).containsEntry("handshaken", 1).containsEntry("closed", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "name", "constructor", "__proto__", "propertyIsEnumerable", "toString"})
    @DisplayName("a session id that would crash every Node server is refused, and not published")
    void ids_that_node_takes_for_properties_are_not_published(String id) {
        int published = lab.monitor("PUBLISH").size();

        assertThat(one.open(id).hears()).containsExactly("7:::1+0");
        one.get("/socket.io/1/websocket/" + id);
        assertThat(one.get("/socket.io/1/websocket/" + id + "?disconnect").status())
                .isEqualTo(200);

        assertThat(lab.monitor("PUBLISH")).hasSize(published);
        assertThat(one.node.warnings()).hasSize(5).allMatch(line -> line.contains("did not publish"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5::constructor:{}", "1::__proto__", "6:::1+5", "6:::1+{\"length\":1e9}"})
    @DisplayName("a packet that would crash every Node server is not published")
    void packets_that_node_cannot_handle_are_not_published(String packet) {
        LegacyNode.Client left = one.connect();
        two.open(left.id());
        int published = lab.monitor("PUBLISH message-remote").size();

        left.says(packet);
        assertThat(lab.monitor("PUBLISH message-remote")).hasSize(published);
        left.says("3:::harmless");
        assertThat(lab.monitor("PUBLISH message-remote")).hasSize(published + 1);
    }

    @Test
    void long_garbage_is_shown_in_part() {
        lab.publish("join", new byte[100_000]);
        lab.settle();

        assertThat(one.node.warnings())
                .singleElement()
                .asString()
                .hasSizeLessThan(1_200)
                .contains("100000 bytes");
    }

    @Test
    void while_redis_is_down_clients_stay_and_local_delivery_goes_on() {
        LegacyNode.Client a = one.connect();
        LegacyNode.Client b = two.connect();

        lab.redis().stop();
        lab.advance(100);
        one.io.sockets().emit("data", "payload");
        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(b.hears()).isEmpty();

        lab.redis().start();
        lab.advance(5_000);
        b.hears();
        one.io.sockets().emit("data", "payload");

        assertThat(a.hears()).containsExactly(NEWS);
        assertThat(b.hears()).containsExactly(NEWS);
        assertThat(one.node.warnings())
                .anyMatch(line -> line.contains("is away"))
                .anyMatch(line -> line.contains("restored"));
    }

    @Test
    void three_connections_a_node_and_thirteen_subscriptions() {
        assertThat(lab.redis().model().openConnections()).isEqualTo(9);
        assertThat(lab.monitor("SUBSCRIBE")).hasSize(39);
    }

    @Test
    void a_store_that_publishes_on_its_subscribed_connection_is_told_why_nothing_arrives() {
        LegacyNode node = LegacyNode.alone(lab);
        RedisConnection shared = node.io.createRedisClient("shared", "redis://redis");
        node.io.set("store", RedisStore.of(shared, shared, node.io.createRedisClient("client", "redis://redis")));
        lab.settle();

        node.io.sockets().emit("data", "payload");
        node.io.sockets().emit("data", "payload");
        lab.settle();

        assertThat(node.node.warnings())
                .singleElement()
                .asString()
                .contains("shared")
                .containsIgnoringCase("subscribe");
    }

    @Test
    void a_client_of_the_other_node_can_be_written_to_and_its_data_read() {
        LegacyNode.Client b = two.connect();
        two.io.sockets().socket(b.id()).set("colour", "blue", (error, done) -> {});
        lab.settle();

        one.io.sockets().socket(b.id()).emit("directly");
        one.io.sockets().socket(b.id()).get("colour", (error, colour) -> happened.add(colour));
        lab.settle();

        assertThat(b.hears()).containsExactly("5:::{\"name\":\"directly\"}");
        assertThat(happened).containsExactly("blue");
    }
}

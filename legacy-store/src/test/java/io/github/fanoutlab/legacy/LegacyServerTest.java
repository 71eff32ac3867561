package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.legacy.server.Ack;
import io.github.fanoutlab.legacy.server.Authorization;
import io.github.fanoutlab.legacy.server.Event;
import io.github.fanoutlab.legacy.store.MemoryStore;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("A server that stands alone")
class LegacyServerTest {

    private final TestLab lab = new TestLab();
    private final LegacyNode legacy = LegacyNode.alone(lab);
    private final List<String> happened = new ArrayList<>();

    @Test
    void a_client_shakes_hands_connects_and_is_greeted() {
        legacy.io.sockets().on("connection", socket -> socket.emit("data", "connected to worker: 1"));

        String handshake = legacy.get("/socket.io/1/?t=1").text();
        assertThat(handshake).matches("[A-Za-z0-9_-]{20}:60:60:websocket,htmlfile,xhr-polling,jsonp-polling");
        LegacyNode.Client client = legacy.open(handshake.substring(0, 20));

        assertThat(client.hears()).containsExactly("1::", """
                        5:::{"name":"data","args":["connected to worker: 1"]}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\\ud83db\":1}",
                "{\"\\ude00\":\"\\udc00x\"}",
                "\"a\\ud83d\"",
            })
    void half_a_surrogate_pair_is_echoed(String argument) {
        legacy.io.sockets().on("connection", socket -> socket.on("echo", event -> event.ack(event.get(0))));
        LegacyNode.Client client = legacy.connect();

        client.says("5:1+::{\"name\":\"echo\",\"args\":[" + argument + "]}");

        assertThat(client.hears()).containsExactly("6:::1+[" + argument + "]");
    }

    @Test
    @DisplayName("an integer of 1,200 digits is null, and a room may be named by half a surrogate pair")
    void long_numbers_and_odd_rooms() {
        legacy.io
                .sockets()
                .on(
                        "connection",
                        socket -> socket.on("join", event -> {
                            socket.join(event.string(0));
                            event.ack(event.get(1));
                        }));
        LegacyNode.Client client = legacy.connect();

        client.says("5:1+::{\"name\":\"join\",\"args\":[\"a\\ud83db\"," + "9".repeat(1_200) + "]}");
        legacy.io.sockets().in("a\ud83db").emit("x");

        assertThat(client.hears()).containsExactly("6:::1+[null]", "5:::{\"name\":\"x\"}");
    }

    @Test
    void what_cannot_be_sent_is_refused_at_the_caller() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        LegacyNode.Client client = legacy.connect();

        for (Object value : List.of(new BigDecimal("1E+500"), Map.of("a", list))) {
            assertThatThrownBy(() -> legacy.io.sockets().emit("x", value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> legacy.io.sockets().json().send(value))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        assertThat(client.hears()).isEmpty();
    }

    @Test
    void events_go_both_ways_and_are_acknowledged() {
        legacy.io.sockets().on("connection", socket -> {
            socket.on("join", event -> {
                socket.join(event.string(0));
                event.ack("ok", event.hasAck());
            });
            socket.on("ask", event -> socket.emit("question", 42, (Ack) answer -> happened.add(answer.toString())));
        });
        LegacyNode.Client client = legacy.connect();

        client.says("""
                5:1+::{"name":"join","args":["r1"]}""");
        assertThat(client.hears()).containsExactly("""
                6:::1+["ok",true]""");
        client.says("""
                5:2::{"name":"ask"}""");
        assertThat(client.hears()).containsExactly("6:::2", """
                5:1+::{"name":"question","args":[42]}""");
        client.says("""
                6:::1+["yes",{"a":1}]""");
        assertThat(happened).containsExactly("""
                ["yes", {"a":1}]""");
    }

    @Test
    void what_cannot_be_read_gets_no_answer_as_in_09_but_is_logged_for_those_who_ask() {
        LegacyNode.Client client = legacy.connect();

        client.says("no packet at all");
        client.says("1::/nope");

        assertThat(client.hears()).isEmpty();
        assertThat(legacy.node.logLines())
                .anyMatch(line -> line.startsWith("fanoutlab:ignored client")
                        && line.contains("sent something that is not a packet"))
                .anyMatch(line -> line.startsWith("fanoutlab:ignored client") && line.contains("namespace \"/nope\""));
    }

    @Test
    void a_handler_that_throws_is_logged_and_harms_nobody() {
        legacy.io.sockets().on("connection", socket -> {
            socket.on("boom", event -> {
                throw new IllegalStateException("no luck");
            });
            socket.on("boom", event -> happened.add("the next handler"));
        });
        LegacyNode.Client client = legacy.connect();
        LegacyNode.Client other = legacy.connect();

        client.says("5:::{\"name\":\"boom\"}");
        client.says("5:1::{\"name\":\"boom\"}");

        assertThat(client.hears()).containsExactly("6:::1");
        assertThat(happened).hasSize(2);
        assertThat(other.wire().isOpen()).isTrue();
        assertThat(legacy.node.warnings().get(0))
                .contains("event \"boom\"")
                .contains("no luck")
                .contains("LegacyServerTest");
    }

    @Test
    void an_ack_that_would_crash_a_node_server_calls_back_without_arguments() {
        legacy.io.sockets().on("connection", socket -> socket.emit("q", (Ack) args -> happened.add("args " + args)));
        LegacyNode.Client client = legacy.open(legacy.handshake());

        client.says("6:::1+5");
        client.says("6:::1+\"text\"");

        assertThat(happened).containsExactly("args []", "args []");
    }

    @Test
    void arguments_can_be_read_as_json_as_text_and_as_objects() {
        List<Event> events = new ArrayList<>();
        legacy.io.sockets().on("connection", socket -> socket.on("order", events::add));

        legacy.connect().says("""
                5:::{"name":"order","args":[{"dish":"soup","count":2},"now",null]}""");

        Event event = events.get(0);
        assertThat(event.as(0, Order.class)).isEqualTo(new Order("soup", 2));
        assertThat(event.get(0).get("count").intValue()).isEqualTo(2);
        assertThat(event.string(0)).isEqualTo("{\"dish\":\"soup\",\"count\":2}");
        assertThat(event.string(1)).isEqualTo("now");
        assertThat(event.string(2)).isNull();
        assertThat(event.string(3)).isNull();
        assertThat(event.hasAck()).isFalse();
        assertThatThrownBy(() -> event.as(1, Order.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"now\"");
    }

    record Order(String dish, int count) {}

    @Test
    void heartbeats_are_sent_every_25_seconds_and_a_silent_client_is_given_up_60_seconds_later() {
        legacy.io
                .sockets()
                .on(
                        "connection",
                        socket -> socket.on(
                                "disconnect", event -> happened.add(lab.nowMillis() + " " + event.string(0))));
        LegacyNode.Client client = legacy.connect();

        lab.advance(24_999);
        assertThat(client.hears()).isEmpty();
        lab.advance(1);
        assertThat(client.hears()).containsExactly("2::");
        client.says("2::");
        lab.advance(25_000);
        assertThat(client.hears()).containsExactly("2::");
        lab.advance(59_999);
        assertThat(happened).isEmpty();
        lab.advance(1);

        assertThat(happened).containsExactly("110000 heartbeat timeout");
        assertThat(client.wire().isOpen()).isFalse();
        assertThat(legacy.io.tableSizes().values()).containsOnly(0);
    }

    @Test
    void a_handshake_that_nobody_uses_is_collected_after_30_seconds() {
        legacy.handshake();

        lab.advance(29_999);
        assertThat(legacy.io.handshaken()).hasSize(1);
        lab.advance(1);
        assertThat(legacy.io.handshaken()).isEmpty();
    }

    @Test
    void destroy_buffer_size_limits_what_a_client_may_send_in_all_its_life() {
        legacy.io.set("destroy buffer size", 1_000);
        LegacyNode.Client client = legacy.connect();
        assertThat(client.wire().maxMessageBytes()).isEqualTo(1_000);

        client.says("3:::" + "x".repeat(900));
        assertThat(client.wire().isOpen()).isTrue();
        client.says("3:::" + "x".repeat(100));

        assertThat(client.hears()).containsExactly("0::");
        assertThat(client.wire().isOpen()).isFalse();
        assertThat(legacy.node.logLines())
                .contains("legacy:warn websocket parser forced user kick: max buffer size reached");
    }

    @Test
    void a_message_that_is_too_big_for_the_connection_ends_the_session_as_booted() {
        legacy.io.sockets().on("connection", socket -> socket.on("disconnect", event -> happened.add(event.string(0))));
        LegacyNode.Client client = legacy.connect();

        client.wire().close(1009, "too big");

        assertThat(happened).containsExactly("booted");
        assertThat(legacy.io.tableSizes().values()).containsOnly(0);
    }

    @Test
    void the_client_s_own_data_can_be_set_read_and_deleted() {
        legacy.io.sockets().on("connection", socket -> {
            socket.set("colour", "blue", (error, done) -> {});
            socket.get("colour", (error, value) -> happened.add("colour " + value));
            socket.get("size", (error, value) -> happened.add("size " + value));
            socket.del("colour", (error, done) -> {});
            socket.has("colour", (error, has) -> happened.add("has " + has));
        });

        legacy.connect().wire().vanish();
        lab.advance(15_000);

        assertThat(happened).containsExactly("colour blue", "size null", "has false");
        assertThat(legacy.io.tableSizes().values()).containsOnly(0);
    }

    @Test
    void an_interval_runs_until_it_is_cancelled_and_survives_what_it_throws() {
        EventLoop.Timer interval = legacy.io.setInterval(
                () -> {
                    happened.add("tick");
                    throw new IllegalStateException("tock");
                },
                1_000);

        lab.advance(3_000);
        interval.cancel();
        lab.advance(3_000);

        assertThat(happened).hasSize(3);
        assertThat(legacy.node.warnings()).hasSize(3);
    }

    @Test
    void closing_the_server_ends_its_sessions() {
        legacy.io.sockets().on("connection", socket -> socket.on("disconnect", event -> happened.add(event.string(0))));
        LegacyNode.Client client = legacy.connect();

        legacy.io.close();
        legacy.io.close();

        assertThat(client.wire().isOpen()).isFalse();
        assertThat(happened).containsExactly("server close");
    }

    @Test
    void an_upgrade_to_another_path_is_refused() {
        MemoryClient stranger = MemoryClient.connect(legacy.io.ports(), legacy.io.handler(), "/chat");

        assertThat(stranger.rejection().status()).isEqualTo(400);
        assertThat(stranger.rejection().headers().get("Connection")).isEqualTo("close");
        assertThat(legacy.node.logLines()).contains("legacy:debug destroying non-socket.io upgrade");
    }

    @Test
    void settings_are_kept_by_their_names_and_wrong_values_are_refused() {
        assertThat(legacy.io.get("heartbeat interval")).isEqualTo(25);
        assertThat(legacy.io.disable("heartbeats").get("heartbeats")).isEqualTo(false);
        assertThat(legacy.io.enable("something of my own").get("something of my own"))
                .isEqualTo(true);
        assertThatThrownBy(() -> legacy.io.set("store", "redis"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RedisStore")
                .hasMessageContaining("redis");
        for (Object nonsense : new Object[] {"soon", -1, true}) {
            assertThatThrownBy(() -> legacy.io.set("heartbeat interval", nonsense))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("heartbeat interval")
                    .hasMessageContaining(String.valueOf(nonsense));
        }
        assertThatThrownBy(() -> legacy.io.sockets().on("disconnect", socket -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        MemoryStore shared = new MemoryStore();
        legacy.io.set("store", shared);
        assertThatThrownBy(() -> legacy.io.set("store", shared)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void settings_have_the_methods_of_0_9() {
        legacy.io
                .configure(() -> legacy.io.enable("mine"))
                .configure("an environment that is not this one", () -> legacy.io.enable("theirs"))
                .configure(System.getenv().getOrDefault("NODE_ENV", "development"), () -> legacy.io.set("port", 0));

        assertThat(legacy.io.enabled("mine")).isTrue();
        assertThat(legacy.io.disabled("mine")).isFalse();
        assertThat(legacy.io.disabled("theirs")).isTrue();
        assertThat(legacy.io.get("port")).isEqualTo(0);
        assertThat(legacy.io.disabled("port")).isTrue();
        assertThatThrownBy(() -> legacy.io.set("logger", "console")).hasMessageContaining("must be a Logger");
    }

    @Test
    void the_resource_may_be_another_path_or_a_pattern() {
        legacy.io.set("resource", "/my/io");
        assertThat(legacy.get("/my/io/1/").text()).endsWith("jsonp-polling");
        assertThat(legacy.get("/socket.io/1/").text()).isEqualTo("Welcome to socket.io.");

        legacy.io.set("resource", Pattern.compile("^/tenants/[a-z]+"));
        assertThat(legacy.get("/tenants/acme/1/").text()).endsWith("jsonp-polling");
        assertThat(legacy.get("/tenants/7/1/").text()).isEqualTo("Welcome to socket.io.");
    }

    @Test
    void no_room_is_the_whole_namespace_as_it_was_to_javascript() {
        LegacyNode.Client client = legacy.connect();

        legacy.io.sockets().in(null).emit("a");
        legacy.io.sockets().socket("other").broadcast().to(null).emit("b");

        assertThat(client.hears()).containsExactly("5:::{\"name\":\"a\"}", "5:::{\"name\":\"b\"}");
    }

    @Test
    void callbacks_of_join_and_leave_run_at_once_and_are_reported_as_deprecated() {
        legacy.io.sockets().on("connection", socket -> {
            socket.join("r1", () -> happened.add("joined " + legacy.io.rooms().keySet()));
            socket.leave("r1", () -> happened.add("left " + legacy.io.rooms().keySet()));
        });

        legacy.connect();

        assertThat(happened).containsExactly("joined [, /r1]", "left []");
        assertThat(legacy.node.logLines())
                .contains("legacy:warn Client#join callback is deprecated")
                .contains("legacy:warn Client#leave callback is deprecated");
    }

    @Test
    void a_handshake_s_data_are_those_of_its_request() {
        String id = legacy.handshake();

        assertThat(legacy.io.handshaken().get(id).toString()).isEqualTo("""
                {"headers":{},"address":{"address":"127.0.0.1"},\
                "time":"Thu Jan 01 2026 00:00:00 GMT+0000 (Coordinated Universal Time)","query":{"t":"1"},\
                "url":"/socket.io/1/?t=1","xdomain":false,"issued":1767225600000}""");
        assertThat(legacy.io.tableSizes()).containsAllEntriesOf(Map.of("handshaken", 1, "open", 0, "rooms", 0));
    }

    @Test
    @DisplayName("calls listeners with value and name of each setting that is set, after it has taken effect")
    void setting_events() {
        List<String> seen = new ArrayList<>();
        BiConsumer<Object, String> listener = (value, name) -> seen.add(name + "=" + value);
        legacy.io.on("set:log level", (value, name) -> {
            throw new IllegalStateException("a user's mistake");
        });
        for (String name : List.of("log level", "heartbeats", "my own", "store")) {
            legacy.io.on("set:" + name, listener);
        }
        legacy.io.on(
                "set:store",
                (store, name) -> seen.add("sessions " + legacy.io.handshaken().size()));
        legacy.handshake();

        legacy.io.set("log level", 1).set("log level", 1).disable("heartbeats").enable("my own");
        legacy.io.set("store", new MemoryStore());
        legacy.io.removeListener("set:log level", listener).set("log level", 2);

        assertThat(seen.subList(0, 4)).containsExactly("log level=1", "log level=1", "heartbeats=false", "my own=true");
        assertThat(seen.get(4)).startsWith("store=");
        assertThat(seen.subList(5, seen.size())).containsExactly("sessions 0");
        assertThat(legacy.node.warnings()).hasSize(3).first().asString().contains("set:log level", "a user's mistake");
        assertThatThrownBy(() -> legacy.io.on("connection", (value, name) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set:NAME");
    }

    @Test
    @DisplayName("answers 500 when the authorization throws, and an Error too; of two decisions the first counts")
    void an_authorization_that_throws() {
        legacy.io.set("authorization", (Authorization) (data, decision) -> {
            throw new AssertionError("no database");
        });
        HttpResponse thrown = legacy.get("/socket.io/1/?t=1");
        assertThat(thrown.status()).isEqualTo(500);
        assertThat(thrown.text()).isEqualTo("handshake error");

        legacy.io.set("authorization", (Authorization) (data, decision) -> {
            decision.done(null, true);
            decision.done(null, true);
            decision.done(null, false);
        });
        assertThat(legacy.get("/socket.io/1/?t=1").text()).contains(":60:60:");
        assertThat(legacy.io.handshaken()).hasSize(1);
    }

    @Test
    @DisplayName("tells a program of its mistakes: a missing handler, and listening after it was closed")
    void tells_of_mistakes() {
        assertThatThrownBy(() -> legacy.io.sockets().on("connection", null)).hasMessage("the handler must not be null");
        legacy.io.close();
        assertThatThrownBy(() -> legacy.io.listen(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this server was closed");
    }

    @Test
    @DisplayName("lets an authorization, the server's or a namespace's, replace the handshake's data on every node")
    void new_data() {
        LegacyNode one = LegacyNode.clustered(lab, "W2", 2);
        LegacyNode two = LegacyNode.clustered(lab, "W3", 3);
        one.io.set("authorization", (Authorization) (data, decision) -> decision.done(null, true, user("Ada")));
        one.io.of("/chat").authorization((data, decision) -> {
            String was = data.get("user").stringValue();
            decision.done(null, true, user(was + ", who chats"));
        });

        LegacyNode.Client client = one.connect();
        assertThat(two.io.handshaken()).containsEntry(client.id(), user("Ada"));
        client.says("1::/chat");

        assertThat(client.hears()).containsExactly("1::/chat");
        assertThat(one.io.handshaken()).containsEntry(client.id(), user("Ada, who chats"));
        assertThat(two.io.handshaken()).containsEntry(client.id(), user("Ada, who chats"));
    }

    @Test
    @DisplayName("calls a handler once, or until it is removed, like Node's EventEmitter")
    void once() {
        List<String> heard = new ArrayList<>();
        Consumer<Event> never = event -> heard.add("never");
        legacy.io.sockets().on("connection", socket -> {
            socket.once("a", event -> heard.add("once " + event.string(0)));
            socket.on("a", event -> heard.add("always " + event.string(0)));
            socket.once("a", never).removeListener("a", never);
            socket.on("b", never).once("b", never).removeAllListeners("b");
        });

        LegacyNode.Client client = legacy.connect();
        client.says("5:::{\"name\":\"a\",\"args\":[1]}");
        client.says("5:::{\"name\":\"a\",\"args\":[2]}");
        client.says("5:::{\"name\":\"b\"}");

        assertThat(heard).containsExactly("once 1", "always 1", "always 2");
    }

    private static ObjectNode user(String name) {
        return JsonNodeFactory.instance.objectNode().put("user", name);
    }
}

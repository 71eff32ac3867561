package io.github.fanoutlab.adapter.redis;

import static io.github.fanoutlab.adapter.Connections.connect;
import static io.github.fanoutlab.adapter.Connections.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Servers that share one Redis, in memory")
class RedisAdapterTest {

    private static final String URL = "redis://redis";

    private final TestLab lab = new TestLab();
    private final SimNode node1 = lab.node("W1");
    private final SimNode node2 = lab.node("W2");
    private final SocketIoServer io1 = server(node1);
    private final SocketIoServer io2 = server(node2);

    private SocketIoServer server(SimNode node) {
        SocketIoServer io = SocketIoServer.create(node).adapter(RedisAdapter.at(URL));
        io.on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
        lab.settle();
        return io;
    }

    @Test
    void a_server_tells_how_its_connections_to_redis_are() {
        lab.world().faults().cut("W1", "redis");
        node1.loop().execute(() -> {
            assertThat(io1.redis()).extracting(RedisHealth::name).containsExactly("pub", "sub");
            assertThat(io1.redis()).noneMatch(RedisHealth::up);
        });
        lab.advance(100);
        node1.loop().execute(() -> assertThat(io1.redis()).allMatch(RedisHealth::up));
        lab.settle();
        SimNode alone = lab.node("alone");
        SocketIoServer io = SocketIoServer.create(alone);
        alone.loop().execute(() -> assertThat(io.redis()).isEmpty());
        lab.settle();
    }

    @Test
    void an_emit_on_one_server_is_delivered_by_both_exactly_once() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        io1.emit("data", "payload");
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"data\",\"payload\"]");
        assertThat(client2.heard()).containsExactly("42[\"data\",\"payload\"]");
        assertThat(node1.counters().get(AdapterCounters.OWN_ECHOES_DROPPED)).isEqualTo(1);
        assertThat(node2.counters().get(AdapterCounters.OWN_ECHOES_DROPPED)).isZero();
    }

    @Test
    void an_emit_is_published_before_it_is_delivered_locally_and_both_servers_log_the_same_packet() {
        node1.logLines().clear();
        node2.logLines().clear();

        io1.emit("event", "payload");
        lab.settle();

        assertThat(node1.logLines()).containsExactly("""
                socket.io-redis publishing message to channel socket.io#/#
                socket.io-parser encoding packet {"type":2,"data":["event","payload"],"nsp":"/"}
                socket.io-parser encoded {"type":2,"data":["event","payload"],"nsp":"/"} as 2["event","payload"]
                socket.io-redis ignore same uid""".split("\n"));
        assertThat(node2.logLines()).containsExactly("""
                socket.io-parser encoding packet {"type":2,"data":["event","payload"],"nsp":"/"}
                socket.io-parser encoded {"type":2,"data":["event","payload"],"nsp":"/"} as 2["event","payload"]""".split("\n"));
    }

    @Test
    @DisplayName("four workers each emit once a second, a fifth server is the master: 4 deliveries to each client")
    void five_servers() {
        List<SocketIoServer> workers =
                new ArrayList<>(List.of(io1, io2, server(lab.node("W3")), server(lab.node("W4"))));
        SimNode masterNode = lab.node("master");
        server(masterNode);
        List<MemoryClient> clients =
                workers.stream().map(worker -> connected(worker)).toList();

        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).emit("data", "from " + (i + 1));
        }
        lab.settle();

        for (int i = 0; i < clients.size(); i++) {
            List<String> heard = clients.get(i).heard();
            assertThat(heard.get(0)).isEqualTo("42[\"data\",\"from " + (i + 1) + "\"]");
            assertThat(heard)
                    .containsExactlyInAnyOrder(
                            "42[\"data\",\"from 1\"]",
                            "42[\"data\",\"from 2\"]",
                            "42[\"data\",\"from 3\"]",
                            "42[\"data\",\"from 4\"]");
        }
        assertThat(masterNode.counters().get("redis.delivered")).isEqualTo(4);
        assertThat(node1.counters().get("redis.published")).isEqualTo(1);
    }

    @Test
    void an_emitter_reaches_all_servers_and_subscribes_to_nothing() {
        SimNode node = lab.node("emitter");
        Emitter emitter = Emitter.at(node, URL);
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);
        client2.say("42[\"join\",\"r1\"]");

        emitter.emit("data", "payload");
        emitter.to("r1").emit("room");
        emitter.of("chat").emit("other namespace");
        emitter.in("r1").socketsJoin("r2");
        lab.settle();
        emitter.to("r2").emit("r2");
        emitter.except("r2").emit("not r2");
        emitter.in("r2").disconnectSockets(true);
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"data\",\"payload\"]", "42[\"not r2\"]");
        assertThat(client2.heard()).containsExactly("42[\"data\",\"payload\"]", "42[\"room\"]", "42[\"r2\"]", "41");
        assertThat(node.logLines()).contains("socket.io-emitter publishing message to channel socket.io#/#r1#");
        assertThat(lab.monitor("SUBSCRIBE")).noneMatch(line -> line.startsWith("emitter"));
        assertThat(node.counters().get("redis.delivered")).isZero();
    }

    @Test
    void an_emitter_that_is_closed_at_once_still_sends_what_was_emitted() {
        MemoryClient client = connected(io1);
        SimNode node = lab.node("emitter");

        Emitter emitter = Emitter.at(node, URL);
        emitter.emit("data", "payload");
        emitter.close();
        lab.settle();

        assertThat(client.heard()).containsExactly("42[\"data\",\"payload\"]");
        assertThat(node.warnings()).isEmpty();
    }

    @Test
    void an_emitter_that_is_closed_while_redis_is_away_gives_up_after_five_seconds_and_says_so() {
        SimNode node = lab.node("emitter");
        lab.redis().stop();

        Emitter emitter = Emitter.at(node, URL);
        emitter.emit("data", "payload");
        emitter.close();
        lab.advance(4_999);
        assertThat(node.warnings()).noneMatch(line -> line.contains("may not have reached"));
        lab.advance(1);

        assertThat(node.warnings()).anyMatch(line -> line.contains("may not have reached the other servers"));
    }

    @Test
    void rooms_exceptions_and_local_hold_across_servers() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);
        client1.say("42[\"join\",\"a\"]");
        client2.say("42[\"join\",\"a\"]");
        client2.say("42[\"join\",\"b\"]");

        io1.to("a").emit("a");
        io1.to("a").except("b").emit("a not b");
        io1.to("b").emit("b");
        io1.local().emit("local");
        io1.to("c").emit("nobody");
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"a\"]", "42[\"a not b\"]", "42[\"local\"]");
        assertThat(client2.heard()).containsExactly("42[\"a\"]", "42[\"b\"]");
        assertThat(node2.logLines()).contains("socket.io-redis ignore unknown room c");
        assertThat(node2.counters().get(AdapterCounters.UNKNOWN_ROOM_DROPPED)).isEqualTo(1);
        assertThat(node1.counters().get("redis.published")).isEqualTo(4);
    }

    @Test
    void a_broadcast_of_a_namespace_stays_in_it() {
        io1.of("/chat");
        io2.of("/chat");
        lab.settle();
        MemoryClient main = connected(io2);
        MemoryClient chat = connect(io2, "/chat");
        chat.forget();

        io1.of("/chat").emit("to chat");
        io1.emit("to main");
        lab.settle();

        assertThat(main.heard()).containsExactly("42[\"to main\"]");
        assertThat(chat.heard()).containsExactly("42/chat,[\"to chat\"]");
    }

    @Test
    void bytes_arrive_as_attachments() {
        MemoryClient client2 = connected(io2);

        io1.emit("bytes", new byte[] {1, 2}, "x");
        lab.settle();

        assertThat(client2.heard())
                .containsExactly("451-[\"bytes\",{\"_placeholder\":true,\"num\":0},\"x\"]", "<0102>");
    }

    @Test
    void sockets_of_all_servers_join_leave_and_are_disconnected() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        io1.socketsJoin("all");
        lab.settle();
        io2.to("all").emit("joined");
        lab.settle();
        io2.in("all").socketsLeave("all");
        lab.settle();
        io1.to("all").emit("nobody");
        io1.disconnectSockets(false);
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"joined\"]", "41");
        assertThat(client2.heard()).containsExactly("42[\"joined\"]", "41");
    }

    @Test
    void a_server_side_emit_reaches_the_other_servers_and_no_clients() {
        List<String> told = new ArrayList<>();
        io1.onServerSide("hello", event -> told.add("W1 " + event.string(0)));
        io2.onServerSide("hello", event -> told.add("W2 " + event.string(0)));

        io1.serverSideEmit("hello", "world");
        lab.settle();

        assertThat(told).containsExactly("W2 world");
    }

    @Test
    void a_broadcast_with_ack_of_a_peer_gets_the_client_count_and_then_each_ack() {
        MemoryClient client = connected(io1);
        lab.monitor().clear();

        lab.publish("socket.io-request#/#", MessagePackEncoder.encode(Payloads.parse("""
                                        {"uid":"OTHERS","requestId":"r1","type":7,"packet":{"type":2,"data":["q"],"nsp":"/"},
                                         "opts":{"rooms":[],"except":[],"flags":{"timeout":100}}}""")));
        assertThat(client.hearsNow()).containsExactly("420[\"q\"]");
        client.say("430[\"yes\",\"ignored\"]");
        lab.settle();

        assertThat(lab.monitor("PUBLISH"))
                .containsExactly(
                        "W1: PUBLISH socket.io-response#/# {\"type\":8,\"requestId\":\"r1\",\"clientCount\":1}",
                        "W2: PUBLISH socket.io-response#/# {\"type\":8,\"requestId\":\"r1\",\"clientCount\":0}",
                        "W1: PUBLISH socket.io-response#/# "
                                + "\\x83\\xa4type\\x09\\xa9requestId\\xa2r1\\xa6packet\\xa3yes");
    }

    @Test
    void responses_may_go_to_the_requesting_node_alone() {
        SimNode node3 = lab.node("W3");
        SocketIoServer.create(node3).adapter(RedisAdapter.at(URL).publishOnSpecificResponseChannel(true));
        lab.settle();
        lab.monitor().clear();

        publish("socket.io-request#/#", "{\"uid\":\"OTHERS\",\"requestId\":\"r1\",\"type\":1}");

        assertThat(lab.monitor("PUBLISH"))
                .contains("W3: PUBLISH socket.io-response#/#OTHERS# {\"requestId\":\"r1\",\"rooms\":[]}");
    }

    @Test
    @DisplayName("a room by its number is a number to Node's servers, and the room of that name here")
    void rooms_by_number() {
        Emitter emitter = Emitter.at(lab.node("emitter"), URL);
        MemoryClient client = connected(io2);
        client.say("42[\"join\",\"123\"]");
        lab.settle();
        lab.monitor().clear();

        io1.to(123).emit("x", 1);
        io1.to("a").except(123).emit("x", 2);
        io1.in(123).socketsJoin(7);
        emitter.to(123).emit("x", 3);
        emitter.in(7).socketsLeave(123);
        lab.settle();
        io1.to("123").emit("x", 4);
        io1.to(7).emit("x", 5);
        lab.settle();

        assertThat(client.heard()).containsExactly("42[\"x\",1]", "42[\"x\",3]", "42[\"x\",5]");
        assertThat(String.join("\n", lab.monitor("PUBLISH")))
                .contains("socket.io#/#123#", "\\xa5rooms\\x91{\\xa6except", "\\xa6except\\x91{\\xa5flags")
                .contains("\"opts\":{\"rooms\":[123],\"except\":[]},\"rooms\":[7]}");
        assertThatThrownBy(() -> io1.to(1L << 53)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rooms and flags are empty text        | 82 a5726f6f6d73 a0 a5666c616773 a0
            the options are an empty list         | 90
            rooms and flags are nil               | 82 a5726f6f6d73 c0 a5666c616773 c0
            except is empty text, flags are false | 82 a6657863657074 a0 a5666c616773 c2
            rooms are the text ab, of two rooms   | 81 a5726f6f6d73 a26162
            """)
    void options_of_emitters_in_other_languages_mean_what_they_mean_to_Node(String title, String options) {
        MemoryClient client = connected(io1);
        client.say("42[\"join\",\"b\"]");

        lab.publish(
                "socket.io#/#",
                Golden.bytes(("93 a7656d6974746572 83 a474797065 02 a464617461 92 a178 01 a36e7370 a12f" + options)
                        .replace(" ", "")));
        lab.settle();

        assertThat(client.heard()).containsExactly("42[\"x\",1]");
        assertThat(node1.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{}",
                "90",
                "93c0c0c0",
                "93a178c080", // packet is nil
                "93a17881a3 6e7370a12f 80", // no type, no data
                "92a17882a474797065 02a464617461 91a178", // no options
                "93a17882a474797065 02a464617461 90 80", // no event name
                "93a17882a474797065 02a464617461 91aa646973636f6e6e656374 80", // reserved name: clients would hang up
                "93a17882a474797065 02a464617461 91a178 81a5726f6f6d73 01", // rooms are no list
                "ddffffffff",
            })
    void garbage_on_the_broadcast_channel_is_dropped_with_a_warning_that_says_what_it_was(String message) {
        MemoryClient client = connected(io1);
        byte[] payload = message.matches("[0-9a-f ]+")
                ? Golden.bytes(message.replace(" ", ""))
                : message.getBytes(StandardCharsets.UTF_8);

        lab.publish("socket.io#/#", payload);
        lab.settle();
        io2.emit("still", "here");
        lab.settle();

        assertThat(client.heard()).containsExactly("42[\"still\",\"here\"]");
        assertThat(node1.warnings())
                .singleElement()
                .asString()
                .contains("dropped a message of " + payload.length + " bytes on channel socket.io#/#: ")
                .contains("; expected [uid, {type: 2, data, nsp}, {rooms, except, flags}] in MessagePack");
        assertThat(node1.counters().get(AdapterCounters.GARBAGE_DROPPED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "[1]",
                "{\"type\":5,\"uid\":\"O\",\"requestId\":\"r\"}",
                "{\"type\":6,\"uid\":\"O\"}",
                "{\"type\":7,\"uid\":\"O\",\"requestId\":\"r\",\"opts\":{}}",
                "{\"type\":2,\"uid\":\"O\",\"opts\":{\"rooms\":{}}}",
            })
    void garbage_on_the_request_and_response_channels_is_dropped_with_a_warning(String message) {
        publish("socket.io-request#/#", message);
        publish("socket.io-response#/#", "nonsense");

        assertThat(node1.warnings()).hasSize(2).allMatch(line -> line.contains("redis: dropped a message of "));
    }

    @Test
    void messages_for_others_are_ignored() {
        node1.logLines().clear();
        SocketIoServer io = io1;
        io.of("/a*");
        lab.settle();

        lab.publish("socket.io#/abc#", new byte[0]);
        publish("socket.io-request#/#", "{\"type\":42,\"uid\":\"O\"}");
        publish("socket.io-response#/#", "{\"requestId\":\"nobody asked\"}");
        lab.publish(
                "socket.io#/#",
                MessagePackEncoder.encode(Payloads.parse(
                        "[\"OTHERS\",{\"type\":2,\"data\":[\"x\"],\"nsp\":\"/z\"},{\"rooms\":[],\"except\":[]}]")));
        lab.settle();

        assertThat(node1.logLines())
                .contains(
                        "socket.io-redis ignore different channel",
                        "socket.io-redis ignoring unknown request type: 42",
                        "socket.io-redis ignoring unknown request",
                        "socket.io-redis ignore different namespace");
        assertThat(node1.warnings()).isEmpty();
    }

    @Test
    void while_redis_is_away_clients_stay_and_local_delivery_goes_on() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        lab.redis().stop();
        io1.emit("while away", 1);
        lab.advance(3_000);
        assertThat(client1.hearsNow()).containsExactly("42[\"while away\",1]");
        assertThat(client1.isOpen()).isTrue();
        lab.redis().start();
        lab.advance(5_000);
        client2.forget();
        io1.emit("back", 2);
        lab.settle();

        assertThat(client2.heard()).containsExactly("42[\"back\",2]");
        assertThat(node1.warnings())
                .anyMatch(line -> line.contains("is away"))
                .anyMatch(line -> line.contains("restored"));
    }

    @Test
    void a_closed_server_hears_nothing_more() {
        io2.close();
        lab.settle();
        lab.monitor().clear();

        io1.emit("data");
        lab.settle();

        assertThat(node2.counters().get("redis.delivered")).isZero();
    }

    private void publish(String channel, String message) {
        lab.publish(channel, message.getBytes(StandardCharsets.UTF_8));
        lab.settle();
    }
}

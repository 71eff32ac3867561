package io.github.fanoutlab.adapter.redis.streams;

import static io.github.fanoutlab.adapter.Connections.connected;
import static io.github.fanoutlab.adapter.Connections.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisHealth;
import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Servers that share a Redis stream, in memory")
class RedisStreamsAdapterTest {

    private static final String URL = "redis://redis";
    private static final long MICROS = 1_000;

    private final TestLab lab = new TestLab(0, 1);
    private final List<Socket> sockets = new ArrayList<>();
    private final SocketIoServer io1 = server("W1", RedisStreamsAdapter.at(URL));
    private final SocketIoServer io2 = server("W2", RedisStreamsAdapter.at(URL));

    private SocketIoServer server(String name, RedisStreamsAdapter adapter) {
        SimNode node = lab.node(name);
        // region recovery
        ServerOptions options = ServerOptions.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build();
        SocketIoServer io = SocketIoServer.create(node, options).adapter(adapter);
        // endregion
        io.on("connection", sockets::add);
        lab.advance(10);
        return io;
    }

    /** A client as the official one is: it keeps its pid and the last offset. */
    private final class Client {
        private MemoryClient connection;
        private String greeting = "";
        private String offset = "";
        final List<String> events = new ArrayList<>();

        Client connect(SocketIoServer io) {
            connection = open(io);
            String pid = greeting.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
            connection.say(greeting.isEmpty() ? "40" : "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
            return this;
        }

        /** What it has heard since, without offsets. */
        List<String> hears() {
            lab.advance(10);
            List<String> heard = new ArrayList<>();
            for (String frame : connection.hearsNow()) {
                if (frame.startsWith("40")) {
                    greeting = frame;
                } else if (frame.startsWith("42")) {
                    if (frame.matches(".*,\"[0-9]+-[0-9]+\"]")) {
                        offset = frame.replaceAll(".*,\"([0-9]+-[0-9]+)\"]", "$1");
                    }
                    heard.add(frame.replaceAll(",\"[0-9]+-[0-9]+\"]", "]"));
                }
            }
            events.addAll(heard);
            return heard;
        }
    }

    @Test
    void an_emit_is_one_entry_that_every_server_delivers_in_its_turn_with_its_id_as_the_last_argument() {
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);
        lab.monitor().clear();

        io1.emit("data", "payload");
        assertThat(client1.hearsNow()).isEmpty();
        lab.advance(10);

        assertThat(lab.monitor("XADD"))
                .singleElement()
                .asString()
                .matches("W1: XADD socket.io MAXLEN ~ 10000 \\* uid"
                        + " [0-9a-f]{16} nsp / type 3 data \\{\"packet\":\\{\"type\":2,\"data\":\\[\"data\",\"payload\"]},"
                        + "\"opts\":\\{\"rooms\":\\[],\"except\":\\[],\"flags\":\\{}}}");
        List<String> heard = client1.heard();
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0)).matches("42\\[\"data\",\"payload\",\"17672256000\\d\\d-0\"]");
        assertThat(client2.heard()).isEqualTo(heard);
    }

    @Test
    void without_recovery_events_carry_no_offset_and_redis_keeps_no_sessions() {
        SocketIoServer plain = SocketIoServer.create(lab.node("W3")).adapter(RedisStreamsAdapter.at(URL));
        lab.advance(10);
        MemoryClient client = connected(plain);

        io1.emit("x");
        plain.emit("y");
        lab.advance(10);

        assertThat(client.heard()).containsExactly("42[\"x\"]", "42[\"y\"]");
        assertThat(lab.monitor("SET")).isEmpty();
    }

    @Test
    void what_is_volatile_carries_no_offset_so_the_official_client_takes_a_string_at_its_end_for_one() {
        Client client = new Client().connect(io1);
        lab.advance(10);
        // region volatile
        io1.volatile_().emit("status", "connected", true); // the client would take a string at the end for its offset
        // endregion
        lab.advance(10);

        assertThat(client.connection.heard()).contains("42[\"status\",\"connected\",true]");
    }

    @Test
    void servers_do_what_they_are_asked_in_the_order_of_the_stream() {
        Client client1 = new Client().connect(io1);
        Client client2 = new Client().connect(io2);

        io1.to("room").emit("too early");
        io1.socketsJoin("room");
        io1.to("room").emit("in time");
        io2.in("room").socketsLeave("room");
        io2.to("room").emit("too late");

        assertThat(client1.hears()).containsExactly("42[\"in time\"]");
        assertThat(client2.hears()).containsExactly("42[\"in time\"]");
        io1.disconnectSockets(true);
        lab.advance(10);
        assertThat(client2.connection.isOpen()).isFalse();
    }

    @Test
    void bytes_travel_in_messagepack_and_base_64() {
        Client client2 = new Client().connect(io2);

        io1.emit("bytes", new byte[] {1, 2});
        lab.advance(10);

        assertThat(lab.monitor("XADD")).singleElement().asString().contains(" data gqZwYWNrZXSCpHR5cGUCpGRhdGGS");
        assertThat(client2.connection.hearsNow())
                .anyMatch(frame -> frame.startsWith("451-[\"bytes\",{\"_placeholder\""));
    }

    @Test
    void a_server_that_was_away_from_redis_reads_on_where_it_stopped() {
        Client client2 = new Client().connect(io2);
        io1.emit("n", 1);
        lab.advance(10);
        lab.world().faults().cut("W2", "read", 3_000 * MICROS);
        for (int i = 2; i <= 300; i++) {
            io1.emit("n", i);
        }
        lab.advance(2_900);
        assertThat(client2.hears()).containsExactly("42[\"n\",1]");

        lab.advance(3_000);

        assertThat(client2.hears()).hasSize(299).startsWith("42[\"n\",2]").endsWith("42[\"n\",300]");
        assertThat(client2.events).doesNotHaveDuplicates();
    }

    @Test
    void what_is_added_between_two_reads_that_found_nothing_is_not_lost() {
        Client client2 = new Client().connect(io2);
        lab.advance(25_000);

        io1.emit("x");

        assertThat(client2.hears()).containsExactly("42[\"x\"]");
    }

    @Test
    void an_entry_whose_reply_is_lost_is_not_added_again_but_one_that_never_arrived_is() {
        Client client2 = new Client().connect(io2);
        lab.advance(10);
        io1.emit("n", 1);
        io1.emit("n", 2);
        lab.advance(1);
        lab.world().faults().cut("W1", "pub");
        io1.emit("n", 3);
        lab.advance(500);
        io1.emit("n", 4);
        lab.advance(500);
        assertThat(client2.hears()).containsExactly("42[\"n\",1]", "42[\"n\",2]", "42[\"n\",3]", "42[\"n\",4]");

        io1.emit("n", 5);
        lab.settle();
        lab.world().faults().cut("W1", "pub");
        io1.emit("n", 6);
        lab.advance(1_000);

        assertThat(client2.hears()).containsExactly("42[\"n\",5]", "42[\"n\",6]");
        assertThat(lab.node("W1").warnings()).noneMatch(warning -> warning.contains("not added"));
    }

    @Test
    void an_entry_that_came_back_is_not_added_again_even_if_redis_loses_its_memory_before_it_replies() {
        Client client1 = new Client().connect(io1);
        Client client2 = new Client().connect(io2);
        lab.advance(10);
        RedisModel redis = lab.world().redis().model();
        long before = redis.commandCount("XADD");
        io1.emit("n", 1);
        lab.world()
                .runUntil(() -> redis.commandCount("XADD") > before, lab.world().nowMicros() + 1_000 * MICROS);
        lab.world().faults().silence("W1", "pub", 1_000 * MICROS);
        assertThat(client1.hears()).containsExactly("42[\"n\",1]");
        lab.redis().restart(100 * MICROS);
        io1.emit("n", 2);
        lab.advance(10_000);

        assertThat(client1.hears()).containsExactly("42[\"n\",2]");
        client2.hears();
        assertThat(client2.events).containsExactly("42[\"n\",1]", "42[\"n\",2]");
    }

    @Test
    void what_is_emitted_in_the_turn_in_which_the_connection_is_lost_keeps_its_place() {
        Client client2 = new Client().connect(io2);
        lab.advance(10);
        io1.emit("n", 1);
        lab.settle();
        lab.node("W1").loop().execute(() -> {
            io1.emit("n", 2);
            lab.world().faults().cut("W1", "pub");
            io1.emit("n", 3);
        });
        lab.advance(1_000);

        assertThat(client2.hears()).containsExactly("42[\"n\",1]", "42[\"n\",2]", "42[\"n\",3]");
    }

    @Test
    void what_a_server_emits_before_it_closes_reaches_the_others() {
        Client client2 = new Client().connect(io2);
        lab.node("W1").loop().execute(() -> {
            io1.emit("goodbye");
            io1.close();
        });

        assertThat(client2.hears()).containsExactly("42[\"goodbye\"]");
    }

    @Test
    void while_redis_is_away_what_is_emitted_waits() {
        Client client1 = new Client().connect(io1);
        Client client2 = new Client().connect(io2);
        lab.advance(10);
        lab.redis().restart(1_000 * MICROS);

        io1.emit("x");
        lab.advance(900);
        assertThat(client1.hears()).isEmpty();
        lab.advance(5_000);

        assertThat(client1.hears()).containsExactly("42[\"x\"]");
        assertThat(client2.hears()).containsExactly("42[\"x\"]");
    }

    @Test
    void a_client_of_a_server_that_was_killed_goes_on_at_another_with_its_rooms_and_data_and_gets_what_it_missed() {
        Client client = new Client().connect(io1);
        client.hears();
        String id = sockets.get(0).id();
        sockets.get(0).data().put("user", "alice");
        sockets.get(0).join("room");
        sockets.get(0).emit("hello");
        assertThat(client.hears()).containsExactly("42[\"hello\"]");

        lab.world().faults().kill("W1");
        io2.emit("all", 1);
        io2.to("room").emit("room", 2);
        io2.to("other").emit("not for her");
        io2.except("room").emit("not for the room");
        io2.volatile_().emit("volatile");
        lab.advance(60_000);
        client.connect(io2);

        assertThat(client.hears()).containsExactly("42[\"all\",1]", "42[\"room\",2]");
        assertThat(sockets.get(1).recovered()).isTrue();
        assertThat(sockets.get(1).id()).isEqualTo(id);
        assertThat(sockets.get(1).data()).containsEntry("user", "alice");
        assertThat(sockets.get(1).rooms()).containsExactlyInAnyOrder(id, "room");
        io2.to("room").emit("back");
        assertThat(client.hears()).containsExactly("42[\"back\"]");
    }

    @Test
    void a_client_that_comes_back_while_the_stream_goes_on_misses_nothing_and_gets_nothing_twice() {
        Client client = new Client().connect(io1);
        client.hears();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 12; i++) {
                int number = expected.size();
                expected.add("42[\"n\"," + number + "]");
                (i % 2 == 0 ? io1 : io2).emit("n", number);
                if (i == 3) {
                    client.hears();
                    client.connection.vanish();
                }
                if (i == 6) {
                    client.connect(round % 2 == 0 ? io2 : io1);
                }
                lab.advance(i % 3);
            }
            client.hears();
        }

        assertThat(client.events).containsExactlyElementsOf(expected);
        assertThat(sockets).hasSize(21);
        assertThat(sockets.subList(1, 21)).allMatch(Socket::recovered);
    }

    @Test
    void a_client_that_comes_back_while_its_server_is_cut_off_from_redis_waits_and_misses_nothing() {
        Client client = new Client().connect(io1);
        lab.advance(10);
        io2.emit("n", 1);
        assertThat(client.hears()).containsExactly("42[\"n\",1]");
        client.connection.vanish();
        lab.advance(10);
        io2.emit("n", 2);
        lab.advance(10);

        lab.world().faults().silence("W2", "pub", 1_000 * MICROS);
        client.connect(io2);
        assertThat(client.hears()).isEmpty();
        lab.advance(5_000);

        assertThat(client.hears()).containsExactly("42[\"n\",2]");
    }

    @Test
    void a_client_starts_afresh_when_it_was_away_too_long_or_missed_too_much_or_left() {
        SocketIoServer short1 =
                server("W3", RedisStreamsAdapter.at(URL).streamName("short").maxLen(1));
        SocketIoServer short2 =
                server("W4", RedisStreamsAdapter.at(URL).streamName("short").maxLen(1));
        Client late = new Client().connect(io1);
        Client leaver = new Client().connect(io1);
        Client trimmed = new Client().connect(short1);
        Client stranger = new Client();
        lab.advance(10);
        io1.emit("x");
        short1.emit("x");
        List.of(late, leaver, trimmed).forEach(Client::hears);
        sockets.clear();

        leaver.connection.say("41");
        leaver.connect(io2);
        trimmed.connection.vanish();
        for (int i = 0; i < 250; i++) {
            short2.emit("n", i);
        }
        lab.advance(10);
        trimmed.connect(short2);
        late.connection.vanish();
        stranger.greeting = "{\"pid\":\"guessed\"}";
        stranger.offset = late.offset;
        stranger.connect(io2);
        lab.advance(120_001);
        late.connect(io2);
        lab.advance(10);

        assertThat(sockets).hasSize(4).noneMatch(Socket::recovered);
    }

    @Test
    void the_session_of_a_client_that_stays_does_not_expire() {
        Client client = new Client().connect(io1);
        lab.advance(10);
        io1.emit("x");
        client.hears();
        for (int minute = 0; minute < 10; minute++) {
            lab.advance(20_000);
            client.connection.say("3");
            lab.advance(10_000);
            client.connection.say("3");
        }
        lab.world().faults().kill("W1");

        client.connect(io2);
        lab.advance(10);

        assertThat(sockets.get(1).recovered()).isTrue();
    }

    @Test
    void a_former_server_that_notices_late_neither_deletes_nor_overwrites_the_session_of_a_client_that_moved() {
        for (String end : List.of("goodbye", "join-and-goodbye", "lost")) {
            sockets.clear();
            SocketIoServer third = server(end, RedisStreamsAdapter.at(URL));
            Client client = new Client().connect(io1);
            lab.advance(10);
            io1.emit("x");
            client.hears();
            MemoryClient stale = client.connection;
            client.connect(third);
            client.hears();
            sockets.get(1).join("room");
            lab.advance(10);

            switch (end) {
                case "lost" -> stale.vanish();
                case "join-and-goodbye" -> {
                    sockets.get(0).join("stale");
                    lab.advance(10);
                    sockets.get(0).disconnect();
                }
                default -> sockets.get(0).disconnect();
            }
            lab.advance(10);
            lab.world().faults().kill(end);
            client.connect(io2);
            lab.advance(10);

            assertThat(sockets.get(2).recovered()).as(end).isTrue();
            assertThat(sockets.get(2).rooms()).as(end).contains("room").doesNotContain("stale");
        }
    }

    @Test
    void a_client_that_came_back_and_is_told_goodbye_at_once_starts_afresh() {
        Client client = new Client().connect(io1);
        lab.advance(10);
        io1.emit("x");
        client.hears();
        client.connection.vanish();
        io2.on("connection", socket -> {
            if (socket.recovered()) {
                socket.disconnect();
            }
        });
        client.connect(io2);
        lab.advance(10);

        client.connect(io1);
        lab.advance(10);

        assertThat(sockets).extracting(Socket::recovered).containsExactly(false, true, false);
    }

    @Test
    void several_streams_share_the_namespaces() {
        SocketIoServer one =
                server("W3", RedisStreamsAdapter.at(URL).streamName("s").streamCount(4));
        SocketIoServer other =
                server("W4", RedisStreamsAdapter.at(URL).streamName("s").streamCount(4));
        List<String> heard = new ArrayList<>();
        for (String namespace : List.of("/", "/a", "/b", "/c")) {
            one.of(namespace);
            other.of(namespace).on("connection", socket -> heard.add(namespace));
        }
        lab.advance(10);
        lab.monitor().clear();
        for (String namespace : List.of("/", "/a", "/b", "/c")) {
            MemoryClient client = open(other);
            client.say(namespace.equals("/") ? "40" : "40" + namespace + ",");
            one.of(namespace).emit("x");
            lab.advance(10);
            assertThat(client.hearsNow()).anyMatch(frame -> frame.contains("[\"x\","));
        }
        assertThat(lab.monitor("XADD"))
                .extracting(line -> line.split(" ")[2])
                .containsExactly("s-3", "s-2", "s-3", "s-0");
        assertThat(heard).hasSize(4);
    }

    @Test
    void garbage_in_the_stream_is_dropped_with_a_warning() {
        Client client = new Client().connect(io1);
        lab.advance(10);
        var stranger = lab.node("stranger").createRedisClient("pub", URL);
        for (String data : List.of("", "{", "nonsense", "{}", "[]", "{\"packet\":{\"type\":2}}")) {
            stranger.send(
                    RedisCommand.of("XADD", "socket.io", "*", "uid", "u", "nsp", "/", "type", "3", "data", data),
                    reply -> {});
        }
        stranger.send(RedisCommand.of("XADD", "socket.io", "*", "nsp", "/", "type", "x"), reply -> {});
        stranger.send(RedisCommand.of("XADD", "socket.io", "*", "a", "b"), reply -> {});
        lab.advance(10);

        io2.emit("alive");
        assertThat(client.hears()).containsExactly("42[\"alive\"]");
        assertThat(lab.node("W1").warnings()).hasSize(7).allMatch(line -> line.contains("redis: dropped entry"));
    }

    @Test
    void a_server_has_three_connections_and_no_timers_or_connections_are_left_when_it_closes() {
        SimNode node = lab.node("W1");
        node.loop()
                .execute(() ->
                        assertThat(io1.redis()).extracting(RedisHealth::name).containsExactly("pub", "sub", "read"));
        lab.advance(10);
        int before = lab.redis().model().openConnections();

        io1.close();
        lab.advance(10_000);

        assertThat(lab.redis().model().openConnections()).isEqualTo(before - 3);
        assertThat(node.pendingTimers()).isZero();
    }

    @Test
    void options_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> RedisStreamsAdapter.at(URL).blockTime(0)).hasMessageContaining("from 1 to 20,000 ms");
        assertThatThrownBy(() -> RedisStreamsAdapter.at(URL).maxLen(0)).hasMessageContaining("must be 1 or more");
    }
}

package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connect;
import static io.github.fanoutlab.adapter.Connections.connected;
import static io.github.fanoutlab.adapter.Connections.open;
import static io.github.fanoutlab.adapter.Connections.sid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.EventHandler;
import io.github.fanoutlab.adapter.server.Namespaces;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.adapter.server.TimedAck;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A server with its clients, in memory")
class SocketIoServerTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node);
    private final List<String> told = new ArrayList<>();

    @Test
    void a_client_is_greeted_once_it_is_connected() {
        io.on("connection", socket -> socket.emit("data", "connected to worker: 1"));

        MemoryClient client = connect(io, "/");

        List<String> heard = client.heard();
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
        assertThat(heard.get(1)).isEqualTo("42[\"data\",\"connected to worker: 1\"]");
    }

    @Test
    void acks_go_both_ways() {
        io.on(
                "connection",
                socket -> socket.on("question", event -> {
                    event.ack("answer to " + event.string(0), event.get(1).intValue() + 1);
                    event.ack("a second answer goes nowhere");
                    socket.emit(
                            "counter-question", 7, (Ack) answer -> told.add(answer.name() + ": " + answer.string(0)));
                }));
        MemoryClient client = connected(io);

        client.say("420[\"question\",\"life\",41]");
        assertThat(client.hearsNow()).containsExactly("430[\"answer to life\",42]", "420[\"counter-question\",7]");
        client.say("430[\"yes\"]");
        client.say("430[\"again\"]");

        assertThat(told).containsExactly("counter-question: yes");
    }

    @Test
    void an_ack_in_time_reaches_the_callback_and_a_late_one_does_not() {
        List<Socket> sockets = new ArrayList<>();
        io.on("connection", sockets::add);
        MemoryClient client = connected(io);
        TimedAck ack = (error, answer) -> told.add(error == null ? "answer " + answer.args() : error.getMessage());

        sockets.get(0).timeout(100).emit("in time", ack);
        sockets.get(0).timeout(100).emit("late", ack);
        sockets.get(0).timeout(100).emit("late", (Ack) answer -> told.add("an Ack is not told of timeouts"));
        sockets.get(0).emit("patient", ack);
        client.say("430[1,2]");
        lab.advance(99);
        assertThat(told).containsExactly("answer [1, 2]");
        lab.advance(1);
        client.say("431[3]");
        client.say("433[4]");

        assertThat(client.heard())
                .containsExactly("420[\"in time\"]", "421[\"late\"]", "422[\"late\"]", "423[\"patient\"]");
        assertThat(told).containsExactly("answer [1, 2]", "operation has timed out", "answer [4]");
        assertThat(node.logLines())
                .contains(
                        "socket.io:socket event with ack id 1 has timed out after 100 ms",
                        "socket.io:socket bad ack 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\t', textBlock = """
            429007199254740993["echo",1]       | 439007199254740992[1]
            424611686018427387905["echo",1]    | 434611686018427388000[1]
            42000["echo",1]                    | 430[1]
            420["echo",{"a\\ud83db":1}]         | 430[{"a\\ud83db":1}]
            420["echo",{"\\ude00":"\\udc00x"}]   | 430[{"\\ude00":"\\udc00x"}]
            420["echo",1e999,1E5,-0]           | 430[null,100000,0]
            """)
    void what_JavaScript_can_read_is_echoed(String sent, String answer) {
        io.on(
                "connection",
                socket -> socket.on("echo", event -> event.ack(event.args().toArray())));
        MemoryClient client = connected(io);

        client.say(sent);

        assertThat(client.heard()).containsExactly(answer);
    }

    @Test
    @DisplayName("a name of 60,000, an integer of 1,200 digits and a room named by half a surrogate pair do no harm")
    void long_names_and_numbers() {
        io.on(
                "connection",
                socket -> socket.on("echo", event -> event.ack(event.args().toArray())));
        io.on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
        MemoryClient client = connected(io);
        String name = "n".repeat(60_000);

        client.say("420[\"echo\",{\"" + name + "\":" + "9".repeat(1_200) + "}]");
        client.say("42[\"join\",\"a\\ud83db\"]");
        io.to("a\ud83db").emit("x");

        assertThat(client.heard()).containsExactly("430[{\"" + name + "\":null}]", "42[\"x\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '\t', textBlock = """
            {"_placeholder":true,"num":0.0}   -> 461-0[{"_placeholder":true,"num":0}]
            {"_placeholder":true,"num":-0}    -> 461-0[{"_placeholder":true,"num":0}]
            {"_placeholder":true,"num":0.5}   -> 430[null]
            {"_placeholder":1,"num":0}        -> 430[{"_placeholder":1,"num":0}]
            {"_placeholder":"true","num":7}   -> 430[{"_placeholder":"true","num":7}]
            {"_placeholder":true,"num":"0"}   -> closed
            {"_placeholder":true,"num":1e0}   -> closed
            {"_placeholder":true,"num":1e400} -> closed
            """)
    void a_placeholder_is_what_it_is_to_JavaScript(String placeholder, String answer) {
        io.on(
                "connection",
                socket -> socket.on("echo", event -> event.ack(event.args().toArray())));
        MemoryClient client = connected(io);

        client.say("451-0[\"echo\"," + placeholder + "]");
        client.say(new byte[] {7});

        List<String> heard = client.heard();
        assertThat(client.isOpen() ? heard.get(0) : "closed").isEqualTo(answer);
    }

    @Test
    @DisplayName("an ack id beyond a long ends the connection")
    void an_id_of_twenty_digits() {
        MemoryClient client = connected(io);

        client.say("42" + "9".repeat(20) + "[\"echo\",1]");

        assertThat(client.isOpen()).isFalse();
    }

    static List<Object> unsendable() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("me", map);
        return List.of(new BigDecimal("1E+500"), Map.of("a", new BigDecimal("-1E+500")), new List<?>[] {list}, map);
    }

    @ParameterizedTest
    @MethodSource("unsendable")
    void what_cannot_be_sent_is_refused_at_the_caller(Object value) {
        MemoryClient client = connected(io);

        assertThatThrownBy(() -> io.emit("x", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> io.serverSideEmit("x", value)).isInstanceOf(IllegalArgumentException.class);

        assertThat(client.heard()).isEmpty();
    }

    @Test
    void an_ack_of_a_client_that_is_gone_times_out_too() {
        List<Socket> sockets = new ArrayList<>();
        io.on("connection", sockets::add);
        MemoryClient client = connected(io);

        sockets.get(0).timeout(100).emit("question", (TimedAck) (error, answer) -> told.add(error.getMessage()));
        client.vanish();
        lab.advance(100);

        assertThat(told).containsExactly("operation has timed out");
    }

    @Test
    void every_received_and_sent_event_can_be_listened_to() {
        EventHandler any = event -> told.add("any " + event.name() + " " + event.args());
        EventHandler outgoing = event -> told.add("outgoing " + event.name() + " " + event.args());
        List<Socket> sockets = new ArrayList<>();
        io.on("connection", socket -> {
            sockets.add(socket);
            socket.onAny(any).prependAny(event -> told.add("first"));
            socket.onAnyOutgoing(outgoing).prependAnyOutgoing(event -> told.add("first out"));
            socket.on("x", event -> told.add("x"));
        });
        MemoryClient client = connected(io);
        Socket socket = sockets.get(0);

        client.say("420[\"x\",1]");
        socket.emit("to one", 1);
        io.emit("to all", 2);
        assertThat(told)
                .containsExactly(
                        "first",
                        "any x [1]",
                        "x",
                        "first out",
                        "outgoing to one [1]",
                        "first out",
                        "outgoing to all [2]");
        assertThat(socket.listenersAny()).hasSize(2).endsWith(any);
        assertThat(socket.listenersAnyOutgoing()).hasSize(2).endsWith(outgoing);
        told.clear();
        socket.offAny(any).offAnyOutgoing(outgoing).emit("x");
        client.say("42[\"y\"]");
        socket.offAny().offAnyOutgoing().emit("x");
        client.say("42[\"y\"]");

        assertThat(told).containsExactly("first out", "first");
    }

    @Test
    void rooms_exceptions_and_broadcasts_reach_their_clients() {
        io.on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
        io.on(
                "connection",
                socket -> socket.on("others", event -> socket.broadcast().emit("others")));
        MemoryClient one = connected(io);
        MemoryClient two = connected(io);
        MemoryClient three = connected(io);
        one.say("42[\"join\",\"red\"]");
        two.say("42[\"join\",\"red\"]");
        two.say("42[\"join\",\"blue\"]");

        io.emit("all");
        io.to("red").emit("red");
        io.to("red", "blue").emit("red or blue");
        io.to("red").except("blue").emit("red not blue");
        io.except("red").emit("not red");
        io.in("nobody").emit("nobody");
        one.say("42[\"others\"]");

        assertThat(one.heard())
                .containsExactly("42[\"all\"]", "42[\"red\"]", "42[\"red or blue\"]", "42[\"red not blue\"]");
        assertThat(two.heard()).containsExactly("42[\"all\"]", "42[\"red\"]", "42[\"red or blue\"]", "42[\"others\"]");
        assertThat(three.heard()).containsExactly("42[\"all\"]", "42[\"not red\"]", "42[\"others\"]");
    }

    @Test
    void a_socket_has_a_private_room_and_knows_its_rooms_until_it_is_gone() {
        List<Socket> sockets = new ArrayList<>();
        io.on("connection", sockets::add);
        MemoryClient client = connect(io, "/");
        Socket socket = sockets.get(0);
        String sid = sid(client.hearsNow());
        socket.on(
                "disconnecting",
                event -> told.add(event.string(0) + " in " + socket.rooms().size()));
        socket.on(
                "disconnect",
                event -> told.add(event.string(0) + " in " + socket.rooms().size()));

        socket.join("a", "b").leave("b");
        assertThat(socket.id()).isEqualTo(sid);
        assertThat(socket.rooms()).containsExactly(sid, "a");
        io.to(sid).emit("just you");
        assertThat(client.hearsNow()).containsExactly("42[\"just you\"]");
        client.vanish();
        socket.join("too late");

        assertThat(told).containsExactly("transport close in 2", "transport close in 0");
        assertThat(socket.rooms()).isEmpty();
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    void namespaces_share_a_connection_and_nothing_else() {
        io.of("/chat")
                .on(
                        "connection",
                        socket -> socket.emit("welcome", socket.handshake().auth()));
        io.on("connection", socket -> socket.emit("main"));
        MemoryClient client = open(io);

        client.say("40/chat,{\"token\":\"t\"}");
        client.say("40");
        assertThat(client.hearsNow())
                .satisfiesExactly(
                        connect -> assertThat(connect).startsWith("40/chat,{\"sid\":\""),
                        welcome -> assertThat(welcome).isEqualTo("42/chat,[\"welcome\",{\"token\":\"t\"}]"),
                        connect -> assertThat(connect).startsWith("40{\"sid\":\""),
                        main -> assertThat(main).isEqualTo("42[\"main\"]"));
        io.of("chat").emit("to chat");
        io.emit("to main");
        assertThat(client.hearsNow()).containsExactly("42/chat,[\"to chat\"]", "42[\"to main\"]");
        client.say("41/chat,");
        io.of("/chat").emit("nobody");
        io.emit("still here");
        assertThat(client.hearsNow()).containsExactly("42[\"still here\"]");
    }

    @Test
    void an_unknown_namespace_is_refused_and_the_connection_stays() {
        MemoryClient client = connected(io);

        client.say("40/nope,");

        assertThat(client.hearsNow()).containsExactly("44/nope,{\"message\":\"Invalid namespace\"}");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void a_disconnect_by_the_server_is_sent_to_the_client_and_can_close_the_connection() {
        List<Socket> sockets = new ArrayList<>();
        io.on("connection", socket -> {
            sockets.add(socket);
            socket.on("disconnect", event -> told.add(event.string(0)));
        });
        MemoryClient one = connected(io);
        MemoryClient two = connected(io);

        sockets.get(0).send("bye", 1).disconnect();
        sockets.get(1).disconnect(true);

        assertThat(one.heard()).containsExactly("42[\"message\",\"bye\",1]", "41");
        assertThat(one.isOpen()).isTrue();
        assertThat(two.heard()).containsExactly("41");
        assertThat(two.isOpen()).isFalse();
        assertThat(told).containsExactly("server namespace disconnect", "server namespace disconnect");
    }

    @Test
    void a_closing_server_says_why() {
        io.on("connection", socket -> socket.on("disconnect", event -> told.add(event.string(0))));
        MemoryClient client = connected(io);

        io.close();

        assertThat(told).containsExactly("server shutting down");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void a_server_may_be_closed_twice() {
        io.adapter(RedisAdapter.at("redis://redis"));
        io.on("connection", socket -> socket.on("disconnect", event -> told.add(event.string(0))));
        lab.settle();
        connected(io);

        io.close();
        io.close();
        lab.settle();

        assertThat(told).containsExactly("server shutting down");
        assertThat(node.counters().get("redis.connections")).isZero();
        assertThat(node.warnings()).isEmpty();
    }

    @Test
    void a_handler_that_throws_is_logged_and_the_others_are_called() {
        io.on("connection", socket -> {
            socket.on("bad", event -> {
                throw new IllegalStateException("as planned");
            });
            socket.on("bad", event -> event.ack("the next handler runs"));
        });
        MemoryClient client = connected(io);

        client.say("420[\"bad\"]");

        assertThat(client.heard()).containsExactly("430[\"the next handler runs\"]");
        assertThat(node.warnings())
                .singleElement()
                .asString()
                .contains("handler of \"bad\"")
                .contains("as planned");
    }

    @Test
    void handlers_may_be_called_once_and_be_removed() {
        EventHandler twice = event -> told.add("not for long");
        io.on("connection", socket -> {
            socket.once("x", event -> told.add("once"));
            socket.on("x", twice).on("x", event -> told.add("always"));
            socket.on("off", event -> socket.off("x", twice));
        });
        MemoryClient client = connected(io);

        client.say("42[\"x\"]");
        client.say("42[\"off\"]");
        client.say("42[\"x\"]");

        assertThat(told).containsExactly("once", "not for long", "always", "always");
    }

    @Test
    void a_server_that_was_closed_tells_everybody_who_asks_or_has_asked() {
        connected(io);
        Callback<Object> callback = (error, result) -> told.add(error.getMessage() + " " + result);
        BroadcastAck acks = (error, answers) -> told.add(error.getMessage() + " " + answers);
        io.timeout(60_000).emit("question", acks);

        io.close();
        assertThat(told).containsExactly("the server was closed []");

        io.timeout(60_000).emit("question", acks);
        io.serverSideEmit("question", acks);
        io.fetchSockets(callback::done);
        io.allRooms(callback::done);
        io.serverCount(callback::done);
        assertThat(told.subList(1, told.size())).hasSize(5).containsOnly("the server was closed null");

        SocketIoServer real = SocketIoServer.create();
        real.close();
        assertThat(Futures.of(real::serverCount)).isCompletedExceptionally();
    }

    @Test
    void a_handler_of_connection_that_throws_is_logged_with_what_became_of_the_client() {
        io.on("connection", socket -> {
            told.add(socket.id());
            throw new IllegalStateException("no database");
        });
        connected(io);

        assertThat(node.warnings())
                .singleElement()
                .asString()
                .startsWith("socket.io: the handler of \"connection\" for client " + told.get(0) + " (")
                .contains(
                        " threw; the client stays connected, but the rest of the handler did not run: ", "no database");
    }

    @Test
    void an_argument_of_the_wrong_kind_is_explained() {
        io.on("connection", socket -> {
            told.add(socket.id() + " (" + socket.handshake().address() + ")");
            socket.on("join", event -> socket.join(event.string(0)));
            socket.on("order", event -> event.as(0, Integer.class));
        });
        MemoryClient client = connected(io);

        client.say("42[\"join\",{\"room\":1}]");
        client.say("42[\"join\"]");
        client.say("42[\"order\"]");
        client.say("42[\"order\",\"" + "x".repeat(900_008) + "\"]");
        client.say("42[\"join\",[\"" + "x".repeat(900_008) + "\"]]");

        assertThat(node.warnings().get(0))
                .startsWith("socket.io: the handler of \"join\" for client " + told.get(0)
                        + " of namespace \"/\" threw; nobody else is affected: ")
                .contains("argument 0 of event \"join\" should be a string but is {\"room\":1}");
        assertThat(node.warnings().get(1)).contains("argument 0 of event \"join\" should be a string but is missing");
        assertThat(node.warnings().get(2))
                .contains("argument 0 of event \"order\" should be of type Integer but is missing");
        assertThat(node.warnings().subList(3, 5))
                .as("a client cannot fill the log")
                .allMatch(line -> line.length() < 1_000)
                .allMatch(line -> line.contains("xxx… (900,01"));
    }

    @Test
    void payloads_are_anything_that_jackson_knows() {
        record Point(int x, double y) {}
        io.on(
                "connection",
                socket -> socket.on(
                        "point", event -> told.add(event.as(0, Point.class).toString())));
        MemoryClient client = connected(io);

        io.emit("mixed", "ü", 1, 2.0, 0.5, true, null, List.of(1, "b"), Map.of("k", 1), new Point(1, 2.5), new byte[] {
            1, 2
        });
        client.say("42[\"point\",{\"x\":3,\"y\":4}]");

        assertThat(client.heard())
                .containsExactly(
                        "451-[\"mixed\",\"ü\",1,2,0.5,true,null,[1,\"b\"],{\"k\":1},{\"x\":1,\"y\":2.5},"
                                + "{\"_placeholder\":true,\"num\":0}]",
                        "<0102>");
        assertThat(told).containsExactly("Point[x=3, y=4.0]");
    }

    @Test
    void reserved_names_are_refused_before_anything_is_sent() {
        assertThatThrownBy(() -> io.emit("disconnect"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"disconnect\" is a reserved event name");
        assertThatThrownBy(() -> io.on("join", socket -> {})).hasMessageContaining("socket.on");
    }

    @Test
    void a_slow_reader_misses_volatile_events_and_gets_the_rest_later() {
        MemoryClient client = connected(io);
        client.reads(false);

        io.emit("kept", 1);
        io.volatile_().emit("lost", 2);
        io.emit("kept", 3);
        assertThat(client.hearsNow()).isEmpty();
        client.reads(true);
        io.volatile_().emit("in time", 4);

        assertThat(client.heard()).containsExactly("42[\"kept\",1]", "42[\"kept\",3]", "42[\"in time\",4]");
        assertThat(node.counters().get(Namespaces.VOLATILE_DROPPED)).isEqualTo(1);
    }

    @Test
    void an_interval_ticks_until_it_is_cancelled_even_if_a_tick_throws() {
        MemoryClient client = connected(io);
        var interval = io.setInterval(
                () -> {
                    io.emit("tick");
                    throw new IllegalStateException("tick");
                },
                1_000);

        lab.advance(3_000);
        interval.cancel();
        lab.advance(3_000);

        assertThat(client.heard()).containsExactly("42[\"tick\"]", "42[\"tick\"]", "42[\"tick\"]");
        assertThat(node.warnings()).hasSize(3);
    }
}

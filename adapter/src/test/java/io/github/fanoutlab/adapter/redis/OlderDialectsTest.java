package io.github.fanoutlab.adapter.redis;

import static io.github.fanoutlab.adapter.Connections.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.pubsub.AdapterCounters;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("Servers of older dialects, in memory")
class OlderDialectsTest {

    private static final String URL = "redis://redis";

    private final TestLab lab = new TestLab();
    private final SimNode node1 = lab.node("W1");
    private final SimNode node2 = lab.node("W2");

    private SocketIoServer server(SimNode node, Dialect dialect) {
        SocketIoServer io = SocketIoServer.create(node)
                .adapter(RedisAdapter.at(URL).dialect(dialect).requestsTimeout(1_000));
        io.on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
        lab.settle();
        return io;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void an_emit_is_delivered_once_and_the_own_echo_is_dropped(Dialect dialect) {
        SocketIoServer io1 = server(node1, dialect);
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(server(node2, dialect));

        io1.emit("data", "payload");
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"data\",\"payload\"]");
        assertThat(client2.heard()).containsExactly("42[\"data\",\"payload\"]");
        assertThat(node1.counters().get(AdapterCounters.OWN_ECHOES_DROPPED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    @DisplayName("an integer of 400 digits that a client sent is null for all clients, as it is infinite in JavaScript")
    void a_relayed_integer_beyond_the_doubles(Dialect dialect) {
        SocketIoServer io1 = server(node1, dialect);
        io1.on(
                "connection",
                socket -> socket.on("relay", event -> io1.emit("x", event.args().toArray())));
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(server(node2, dialect));

        client1.say("42[\"relay\"," + "9".repeat(400) + "]");
        lab.settle();
        io1.emit(
                "x",
                new BigInteger("-" + "9".repeat(400)),
                JsonNodeFactory.instance.numberNode(BigInteger.TEN.pow(400)));
        lab.settle();

        assertThat(client1.heard().get(0)).isEqualTo("42[\"x\",null]");
        assertThat(client2.heard()).containsExactly("42[\"x\",null]", "42[\"x\",null,null]");
    }

    @Test
    void namespaces_of_v0_1_share_one_pattern_and_leave_it_together() {
        SocketIoServer io = server(node1, Dialect.V0_1);
        io.of("/chat");
        lab.settle();
        assertThat(lab.redis().model().patterns()).containsExactly("socket.io#*");

        io.close();
        lab.settle();
        assertThat(lab.redis().model().patterns()).isEmpty();
    }

    @Test
    void v5_moves_and_disconnects_clients_of_other_servers_after_asking_for_their_ids() {
        SocketIoServer io1 = server(node1, Dialect.V5);
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(server(node2, Dialect.V5));
        client1.say("42[\"join\",\"first\"]");
        client2.say("42[\"join\",\"second\"]");
        lab.settle();

        io1.except("first").socketsJoin("moved");
        lab.settle();
        io1.to("moved").emit("x");
        lab.settle();
        assertThat(client1.heard()).isEmpty();
        assertThat(client2.heard()).containsExactly("42[\"x\"]");

        client2.forget();
        io1.in("moved").socketsLeave("moved");
        lab.settle();
        io1.to("moved").emit("x");
        io1.in("second").disconnectSockets(false);
        lab.settle();
        assertThat(client2.heard()).containsExactly("41");
    }

    @Test
    void v5_finds_rooms_and_clients_of_all_servers() {
        SocketIoServer io1 = server(node1, Dialect.V5);
        connected(io1);
        connected(server(node2, Dialect.V5)).say("42[\"join\",\"second\"]");
        lab.settle();
        List<Object> answers = new ArrayList<>();

        io1.of("/").adapter().serverCount((error, count) -> answers.add(count));
        io1.of("/").adapter().allRooms((error, rooms) -> answers.add(rooms.contains("second")));
        V5Requests.of(io1.of("/")).clients(List.of("second"), (error, ids) -> answers.add(ids.size()));
        lab.settle();

        assertThat(answers).containsExactlyInAnyOrder(2, true, 1);
    }

    @Test
    void a_request_for_a_client_that_is_nowhere_times_out() {
        SocketIoServer io1 = server(node1, Dialect.V5);
        List<String> errors = new ArrayList<>();

        V5Requests.of(io1.of("/")).remoteJoin("nobody", "room", (error, done) -> errors.add(error.getMessage()));
        lab.advance(999);
        assertThat(errors).isEmpty();
        lab.advance(1);

        assertThat(errors).containsExactly("timeout reached while waiting for remoteJoin response");
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V0_1", "V5"})
    void what_a_dialect_does_not_have_is_refused_with_a_message(Dialect dialect) {
        SocketIoServer io1 = server(node1, dialect);
        List<String> errors = new ArrayList<>();

        io1.serverSideEmit("hello");
        io1.of("/").adapter().fetchSockets(BroadcastOptions.ALL, (error, sockets) -> errors.add(error.getMessage()));
        lab.settle();

        String refusal = "socket.io: dialect " + dialect + " of the adapter has no ";
        assertThat(node1.warnings()).containsExactly(refusal + "serverSideEmit; nothing was sent");
        assertThat(errors).containsExactly(refusal + "fetchSockets; nothing was sent");
        assertThat(lab.monitor("PUBLISH")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void an_emitter_speaks_to_servers_of_its_dialect(Dialect dialect) {
        SocketIoServer io = server(node1, dialect);
        MemoryClient inRoom = connected(io);
        MemoryClient other = connected(io);
        inRoom.say("42[\"join\",\"room\"]");
        lab.settle();

        Emitter emitter = Emitter.at(node2, URL).key("socket.io").dialect(dialect);
        emitter.emit("all");
        emitter.to("room").emit("members");
        emitter.except("room").volatile_().emit("others");
        emitter.of("chat").emit("nobody");
        lab.settle();

        assertThat(inRoom.heard()).containsExactly("42[\"all\"]", "42[\"members\"]");
        assertThat(other.heard()).containsExactly("42[\"all\"]", "42[\"others\"]");
        assertThat(node1.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V0_1", "V5"})
    void an_emitter_of_an_older_dialect_refuses_anything_but_emits(Dialect dialect) {
        Emitter emitter = Emitter.at(node1, URL).dialect(dialect);

        for (Runnable request : List.<Runnable>of(
                () -> emitter.in("room").socketsJoin("other"),
                () -> emitter.socketsLeave("room"),
                () -> emitter.disconnectSockets(true),
                () -> emitter.serverSideEmit("hello"))) {
            assertThatThrownBy(request::run)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("an emitter of dialect " + dialect
                            + " can only emit: its servers have no such request; nothing was sent");
        }
        lab.settle();
        assertThat(lab.monitor()).isEmpty();
    }

    @Test
    void requests_of_v5_are_refused_in_another_dialect() {
        SocketIoServer io1 = server(node1, Dialect.V8);
        List<String> errors = new ArrayList<>();

        V5Requests.of(io1.of("/")).allRooms((error, rooms) -> errors.add(error.getMessage()));
        lab.settle();

        assertThat(errors).singleElement().asString().contains("RedisAdapter.at(url).dialect(Dialect.V5)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket.io#/#", "socket.io#strang", "socket.io-request#/#", "socket.io-response#/#"})
    void garbage_is_dropped_and_both_servers_go_on(String channel) {
        SocketIoServer io1 = server(node1, Dialect.V0_1);
        SocketIoServer io2 = server(node2, Dialect.V5);
        MemoryClient client1 = connected(io1);
        MemoryClient client2 = connected(io2);

        for (String garbage :
                List.of("", "\u0093", "{", "[]", "\u00d9\u00ff\u00ff\u00ff\u00ff", "\u00d8", "{\"type\":3}", "nul")) {
            lab.publish(channel, garbage.getBytes(StandardCharsets.ISO_8859_1));
        }
        lab.settle();
        io1.emit("alive");
        io2.emit("alive");
        lab.settle();

        assertThat(client1.heard()).containsExactly("42[\"alive\"]");
        assertThat(client2.heard()).containsExactly("42[\"alive\"]");
    }
}

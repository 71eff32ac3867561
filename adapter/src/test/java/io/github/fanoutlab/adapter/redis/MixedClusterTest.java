package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.MixedCluster.Kind;
import io.github.fanoutlab.adapter.redis.MixedCluster.Origin;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.adapter.server.TimedAck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "{0}")
@EnumSource
@DisplayName("Two Node servers and two of ours on one Redis, whichever of them starts")
class MixedClusterTest {

    @Parameter
    private Kind kind;

    private static final String NOTHING = "[]";

    private static MixedCluster cluster;

    @BeforeParameterizedClassInvocation
    static void start(Kind kind) {
        cluster = new MixedCluster(kind);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void nobody_has_crashed() {
        assertThat(cluster.linesOfNode()).noneMatch(line -> line.startsWith("crashed"));
    }

    @ParameterizedTest
    @EnumSource
    void a_broadcast_reaches_every_client_once(Origin origin) {
        cluster.say(
                origin,
                "$.emit('all', 1, 'ü€😀', [3.5, null, true], {a: {b: -1}})",
                io -> io.emit("all", 1, "ü€😀", Arrays.asList(3.5, null, true), Map.of("a", Map.of("b", -1))));

        String event = "[[\"all\",1,\"ü€😀\",[3.5,null,true],{\"a\":{\"b\":-1}}]]";
        assertThat(cluster.heard(origin)).containsExactly(event, event, event, event);
    }

    @ParameterizedTest
    @EnumSource
    void rooms_and_exceptions_hold_everywhere(Origin origin) {
        cluster.say(
                origin,
                "$.to('even').to('r1').emit('x', 1)",
                io -> io.to("even").to("r1").emit("x", 1));
        cluster.say(origin, "$.to('r2').emit('x', 2)", io -> io.to("r2").emit("x", 2));
        cluster.say(
                origin,
                "$.to('all').except(['odd', 'r2']).emit('x', 3)",
                io -> io.to("all").except("odd", "r2").emit("x", 3));
        cluster.say(
                origin, "$.except('even').emit('x', 4)", io -> io.except("even").emit("x", 4));
        cluster.say(origin, "$.to('nobody').emit('x', 5)", io -> io.to("nobody").emit("x", 5));

        assertThat(cluster.heard(origin))
                .containsExactly(
                        "[[\"x\",1],[\"x\",3]]", "[[\"x\",1],[\"x\",4]]", "[[\"x\",1],[\"x\",2]]", "[[\"x\",4]]");
    }

    @ParameterizedTest
    @EnumSource
    void a_local_broadcast_stays_on_its_server(Origin origin) {
        cluster.say(origin, "$.local.emit('local')", io -> io.local().emit("local"));

        List<String> expected = new ArrayList<>(Collections.nCopies(4, NOTHING));
        expected.set(origin.ordinal(), "[[\"local\"]]");
        assertThat(cluster.heard(origin)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void bytes_arrive_as_bytes(Origin origin) {
        cluster.say(
                origin,
                "$.to('odd').emit('bytes', {a: [Buffer.from([1, 255])]}, Buffer.alloc(0))",
                io -> io.to("odd").emit("bytes", Map.of("a", List.of(new byte[] {1, -1})), new byte[0]));

        String event =
                "[[\"bytes\",{\"a\":[{\"type\":\"Buffer\",\"data\":[1,255]}]},{\"type\":\"Buffer\",\"data\":[]}]]";
        assertThat(cluster.heard(origin)).containsExactly(NOTHING, event, NOTHING, event);
    }

    @ParameterizedTest
    @EnumSource
    void broadcasts_with_flags_arrive(Origin origin) {
        cluster.say(
                origin,
                "$.compress(false).volatile.emit('fleeting')",
                io -> io.compress(false).volatile_().emit("fleeting"));

        assertThat(cluster.heard(origin)).containsOnly("[[\"fleeting\"]]").hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void namespaces_stay_apart(Origin origin) {
        cluster.say(origin, "$.of('/chat').emit('x')", io -> io.of("/chat").emit("x"));
        cluster.say(
                origin,
                "$.of('/chat').to('r3').emit('y')",
                io -> io.of("/chat").to("r3").emit("y"));

        assertThat(cluster.heard(origin))
                .containsExactly(
                        "[[\"/chat x\"]]", "[[\"/chat x\"]]", "[[\"/chat x\"]]", "[[\"/chat x\"],[\"/chat y\"]]");
    }

    @ParameterizedTest
    @EnumSource
    void a_broadcast_with_acks_gets_the_acks_of_all_clients(Origin origin) {
        assertThat(askAll(origin, "$.timeout(20000).emitWithAck('question', 7)", "7"))
                .isEqualTo("[7,7,7,7]");
        assertThat(askAll(origin, "$.to('odd').timeout(20000).emitWithAck('question', {a: Buffer.from([1, 2])})", "{}"))
                .isEqualTo(
                        "[{\"a\":{\"type\":\"Buffer\",\"data\":[1,2]}},{\"a\":{\"type\":\"Buffer\",\"data\":[1,2]}}]");
        assertThat(askAll(origin, "$.to('nobody').timeout(20000).emitWithAck('question', 7)", "nobody"))
                .isEqualTo(NOTHING);
        cluster.heard(origin);
    }

    /** {@code question} makes each request different. */
    private static String askAll(Origin origin, String javaScript, String question) {
        return cluster.ask(origin, javaScript, (io, answer) -> {
            BroadcastAck ack = (error, answers) -> answer.accept(error == null ? answers : error.getMessage());
            switch (question) {
                case "nobody" -> io.to("nobody").timeout(20_000).emit("question", 7, ack);
                case "{}" -> io.to("odd").timeout(20_000).emit("question", Map.of("a", new byte[] {1, 2}), ack);
                default -> io.timeout(20_000).emit("question", 7, ack);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void clients_that_do_not_answer_are_waited_for_until_the_timeout(Origin origin) {
        String outcome = cluster.ask(
                origin,
                "$.timeout(200).emitWithAck('silent').catch((e) => [e.message, e.responses])",
                (io, answer) -> io.timeout(200).emit("silent", (BroadcastAck)
                        (error, answers) -> answer.accept(List.of(error.getMessage(), answers))));

        assertThat(outcome).isEqualTo("[\"operation has timed out\",[]]");
        assertThat(cluster.heard(origin)).containsOnly("[[\"silent\"]]").hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void sockets_of_all_servers_are_fetched(Origin origin) {
        String all = cluster.ask(
                origin,
                "$.fetchSockets().then((all) => all.map((s) => [s.handshake.auth.index, s.data.server, s.rooms.size,"
                        + " s.handshake.query.EIO, s.handshake.headers.connection, s.handshake.xdomain].join()).sort())",
                (io, answer) -> io.fetchSockets((error, found) -> answer.accept(
                        found.stream().map(MixedClusterTest::describe).sorted().toList())));
        assertThat(all)
                .isEqualTo("[\"0,node 1,4,4,Upgrade,false\",\"1,node 2,4,4,Upgrade,false\","
                        + "\"2,ours 1,4,4,Upgrade,false\",\"3,ours 2,4,4,Upgrade,false\"]");

        String some = cluster.ask(
                origin,
                "$.in(['odd', 'r2']).except('r1').fetchSockets().then((all) => all.map((s) => s.data.server).sort())",
                (io, answer) -> io.in("odd", "r2")
                        .except("r1")
                        .fetchSockets((error, found) -> answer.accept(found.stream()
                                .map(socket -> socket.data().get("server").stringValue())
                                .sorted()
                                .toList())));
        assertThat(some).isEqualTo("[\"ours 1\",\"ours 2\"]");

        String local = cluster.ask(
                origin,
                "$.local.fetchSockets().then((all) => all.length)",
                (io, answer) -> io.local().fetchSockets((error, found) -> answer.accept(found.size())));
        assertThat(local).isEqualTo("1");
    }

    private static String describe(RemoteSocket socket) {
        return socket.handshake().auth().get("index") + ","
                + socket.data().get("server").stringValue() + ","
                + socket.rooms().size() + "," + socket.handshake().query().get("EIO") + ","
                + socket.handshake().headers().get("connection") + ","
                + socket.handshake().xdomain();
    }

    @ParameterizedTest
    @EnumSource
    void a_fetched_socket_gets_events_and_can_be_moved(Origin origin) {
        int target = (origin.ordinal() + 2) % 4;
        String answered = cluster.ask(
                origin,
                "$.in('r" + target
                        + "').fetchSockets().then(async ([s]) => { s.emit('hello', 1); s.join(['moved', 'left']);"
                        + " s.leave('left'); return s.timeout(20000).emitWithAck('question', 7); })",
                (io, answer) -> io.in("r" + target).fetchSockets((error, found) -> {
                    RemoteSocket socket = found.get(0);
                    socket.emit("hello", 1);
                    socket.join("moved", "left");
                    socket.leave("left");
                    socket.timeout(20_000)
                            .emit("question", 7, (TimedAck) (failure, reply) -> answer.accept(reply.get(0)));
                }));
        assertThat(answered).isEqualTo("7");
        cluster.settle(origin);
        cluster.say(origin, "$.to('moved').emit('moved')", io -> io.to("moved").emit("moved"));
        cluster.say(origin, "$.to('left').emit('left')", io -> io.to("left").emit("left"));
        cluster.say(origin, "$.socketsLeave('moved')", io -> io.socketsLeave("moved"));
        cluster.settle(origin);

        List<String> expected = new ArrayList<>(Collections.nCopies(4, NOTHING));
        expected.set(target, "[[\"hello\",1],[\"question\",7],[\"moved\"]]");
        List<String> heard = cluster.heard(origin);
        heard.replaceAll(each ->
                each.replace("[[\"question\",7],[\"hello\",1]", "[[\"hello\",1],[\"question\",7]")); // over streams
        assertThat(heard).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void sockets_of_all_servers_join_and_leave(Origin origin) {
        cluster.say(
                origin,
                "$.in('all').except('r3').socketsJoin(['a', 'b'])",
                io -> io.in("all").except("r3").socketsJoin("a", "b"));
        cluster.say(
                origin, "$.in('even').socketsLeave('a')", io -> io.in("even").socketsLeave("a"));
        cluster.settle(origin);
        cluster.say(origin, "$.to('a').emit('a')", io -> io.to("a").emit("a"));
        cluster.say(origin, "$.to('b').emit('b')", io -> io.to("b").emit("b"));
        cluster.say(origin, "$.socketsLeave(['a', 'b'])", io -> io.socketsLeave("a", "b"));
        cluster.settle(origin);
        cluster.say(origin, "$.to('b').emit('gone')", io -> io.to("b").emit("gone"));

        assertThat(cluster.heard(origin)).containsExactly("[[\"b\"]]", "[[\"a\"],[\"b\"]]", "[[\"b\"]]", NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the room 123 is a number: clients join it, are emitted to, left out, and leave it")
    void a_room_may_be_a_number(Origin origin) {
        cluster.say(
                origin, "$.except('r3').socketsJoin(123)", io -> io.except("r3").socketsJoin(123));
        cluster.settle(origin);
        cluster.say(origin, "$.to(123).emit('x', 1)", io -> io.to(123).emit("x", 1));
        cluster.say(
                origin,
                "$.to('r0').to(123).emit('x', 2)",
                io -> io.to("r0").to(123).emit("x", 2));
        cluster.say(origin, "$.except(123).emit('x', 3)", io -> io.except(123).emit("x", 3));
        cluster.say(origin, "$.in('r1').socketsLeave(123)", io -> io.in("r1").socketsLeave(123));
        cluster.settle(origin);
        cluster.say(origin, "$.in(123).emit('x', 4)", io -> io.in(123).emit("x", 4));
        cluster.say(origin, "$.socketsLeave(123)", io -> io.socketsLeave(123));
        cluster.settle(origin);

        assertThat(cluster.heard(origin))
                .containsExactly(
                        "[[\"x\",1],[\"x\",2],[\"x\",4]]",
                        "[[\"x\",1],[\"x\",2]]",
                        "[[\"x\",1],[\"x\",2],[\"x\",4]]",
                        "[[\"x\",3]]");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the room \"123\" is another than 123 to Node's servers, and the same to ours")
    void a_room_that_looks_like_a_number(Origin origin) {
        cluster.say(origin, "$.socketsJoin('123')", io -> io.socketsJoin("123"));
        cluster.settle(origin);
        cluster.say(origin, "$.to(123).emit('x', 1)", io -> io.to(123).emit("x", 1));
        cluster.say(origin, "$.to('123').emit('x', 2)", io -> io.to("123").emit("x", 2));
        cluster.say(origin, "$.socketsLeave('123')", io -> io.socketsLeave("123"));
        cluster.settle(origin);

        String both = "[[\"x\",1],[\"x\",2]]";
        assertThat(cluster.heard(origin)).containsExactly("[[\"x\",2]]", "[[\"x\",2]]", both, both);
    }

    @ParameterizedTest
    @EnumSource
    void sockets_of_all_servers_are_disconnected(Origin origin) {
        int next = (origin.ordinal() + 1) % 4;
        int opposite = (origin.ordinal() + 2) % 4;
        cluster.say(
                origin,
                "$.in('r" + next + "').disconnectSockets()",
                io -> io.in("r" + next).disconnectSockets());
        assertThat(cluster.back(next, false)).isEqualTo("[[\"disconnect\",\"io server disconnect\"]]");

        cluster.say(
                origin,
                "$.in('r" + opposite + "').fetchSockets().then(([s]) => { s.disconnect(true); })",
                io -> io.in("r" + opposite)
                        .fetchSockets((error, found) -> found.get(0).disconnect(true)));
        assertThat(cluster.back(opposite, true))
                .contains("[\"disconnect\",\"io server disconnect\"]")
                .contains("[\"/chat disconnect\",\"io server disconnect\"]");

        assertThat(cluster.heard(origin)).containsOnly(NOTHING).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_side_emit_reaches_the_other_servers(Origin origin) {
        cluster.say(
                origin,
                "$.serverSideEmit('hello', 1, {a: [null]})",
                io -> io.serverSideEmit("hello", 1, Map.of("a", Collections.singletonList(null))));

        assertThat(cluster.heard(origin)).containsOnly(NOTHING).hasSize(4);
        List<String> expected = new ArrayList<>(Collections.nCopies(4, "[[1,{\"a\":[null]}]]"));
        expected.set(origin.ordinal(), NOTHING);
        assertThat(cluster.told()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_side_emit_with_ack_gets_an_answer_of_each_other_server(Origin origin) {
        String answers = cluster.ask(
                origin,
                "$.serverSideEmitWithAck('hello').then((all) => all.map((one) => one.hello).sort())",
                (io, answer) -> io.serverSideEmit("hello", (BroadcastAck) (error, all) -> answer.accept(all.stream()
                        .map(one -> one.get("hello").stringValue())
                        .sorted()
                        .toList())));

        List<String> names = new ArrayList<>(List.of("\"node 1\"", "\"node 2\"", "\"ours 1\"", "\"ours 2\""));
        names.remove(origin.ordinal());
        assertThat(answers).isEqualTo("[" + String.join(",", names) + "]");
        cluster.told();
    }

    @ParameterizedTest
    @EnumSource
    void rooms_and_servers_are_counted(Origin origin) {
        assertThat(cluster.ask(
                        origin,
                        "$.of('/').adapter.serverCount()",
                        (io, answer) -> io.serverCount((error, count) -> answer.accept(count))))
                .isEqualTo("4");
        if (kind == Kind.STREAMS) {
            return; // Node's package has no allRooms there
        }
        String rooms = cluster.ask(
                origin,
                "$.of('/').adapter.allRooms().then((rooms) => [...rooms].sort())",
                (io, answer) -> io.allRooms(
                        (error, all) -> answer.accept(all.stream().sorted().toList())));
        List<String> expected = new ArrayList<>(List.of("all", "even", "odd", "r0", "r1", "r2", "r3"));
        Payloads.parse(cluster.ids()).forEach(id -> expected.add(id.stringValue()));
        List<String> actual = new ArrayList<>();
        Payloads.parse(rooms).forEach(room -> actual.add(room.stringValue()));

        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest(name = "of Node''s: {0}")
    @ValueSource(booleans = {true, false})
    void an_emitter_reaches_the_clients_of_all_servers(boolean node) {
        assumeTrue(kind != Kind.STREAMS, "npm has no emitter for streams");
        emit(node, "emitter.emit('x', 1, Buffer.from([1]))", emitter -> emitter.emit("x", 1, new byte[] {1}));
        emit(
                node,
                "emitter.to('even').emit('x', 2)",
                emitter -> emitter.to("even").emit("x", 2));
        emit(
                node,
                "emitter.to(['r1', 'r2']).except('even').emit('x', 3)",
                emitter -> emitter.to("r1", "r2").except("even").emit("x", 3));
        emit(
                node,
                "emitter.except('r3').emit('x', 4)",
                emitter -> emitter.except("r3").emit("x", 4));
        emit(
                node,
                "emitter.of('chat').to('r3').emit('y')",
                emitter -> emitter.of("chat").to("r3").emit("y"));
        String bytes = "[\"x\",1,{\"type\":\"Buffer\",\"data\":[1]}]";
        assertThat(cluster.heard(node))
                .containsExactly(
                        "[" + bytes + ",[\"x\",2],[\"x\",4]]",
                        "[" + bytes + ",[\"x\",3],[\"x\",4]]",
                        "[" + bytes + ",[\"x\",2],[\"x\",4]]",
                        "[" + bytes + ",[\"/chat y\"]]");

        emit(
                node,
                "emitter.volatile.compress(true).emit('fleeting')",
                emitter -> emitter.volatile_().compress(true).emit("fleeting"));
        assertThat(cluster.heard(node)).containsOnly("[[\"fleeting\"]]").hasSize(4);
    }

    @ParameterizedTest(name = "of Node''s: {0}")
    @ValueSource(booleans = {true, false})
    void an_emitter_moves_and_disconnects_clients_of_all_servers_and_emits_to_the_servers(boolean node) {
        assumeTrue(kind != Kind.STREAMS, "npm has no emitter for streams");
        emit(
                node,
                "emitter.in('all').except('r0').socketsJoin(['a', 'b'])",
                emitter -> emitter.in("all").except("r0").socketsJoin("a", "b"));
        emit(
                node,
                "emitter.in('odd').socketsLeave('a')",
                emitter -> emitter.in("odd").socketsLeave("a"));
        emit(node, "emitter.to('a').emit('a')", emitter -> emitter.to("a").emit("a"));
        emit(node, "emitter.to('b').emit('b')", emitter -> emitter.to("b").emit("b"));
        emit(node, "emitter.socketsLeave(['a', 'b'])", emitter -> emitter.socketsLeave("a", "b"));
        emit(node, "emitter.serverSideEmit('hello', 'you')", emitter -> emitter.serverSideEmit("hello", "you"));
        assertThat(cluster.heard(node)).containsExactly(NOTHING, "[[\"b\"]]", "[[\"a\"],[\"b\"]]", "[[\"b\"]]");
        assertThat(cluster.told()).containsOnly("[[\"you\"]]").hasSize(4);

        emit(
                node,
                "emitter.in(['r1', 'r3']).disconnectSockets()",
                emitter -> emitter.in("r1", "r3").disconnectSockets(false));
        for (int client : List.of(1, 3)) {
            assertThat(cluster.back(client, false)).isEqualTo("[[\"disconnect\",\"io server disconnect\"]]");
        }
        assertThat(cluster.heard(node)).containsOnly(NOTHING).hasSize(4);
    }

    private static void emit(boolean node, String javaScript, Consumer<Emitter> java) {
        cluster.emit(node, javaScript, java);
    }
}

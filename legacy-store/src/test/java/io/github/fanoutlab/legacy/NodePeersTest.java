package io.github.fanoutlab.legacy;

import static io.github.fanoutlab.legacy.MixedCluster.NODES;
import static io.github.fanoutlab.legacy.MixedCluster.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.Packing;
import io.github.fanoutlab.legacy.store.RedisStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours and Node's share one Redis; clients of socket.io-client 0.9.17 are connected to both. */
@DisplayName("With real Node.js peers on the same Redis")
@ParameterizedClass(name = "ours and Node\'s {0}")
@EnumSource
class NodePeersTest {

    /** Node's servers that share a Redis with ours. */
    enum Peer {
        V0_9_19(".", store -> store),
        V0_9_16("../v0916", store -> store.dialect(Dialect.V0_9_16)),
        V0_9_19_WITH_MSGPACK(".", store -> store.packing(Packing.MSGPACK), "msgpack");

        final String packages;
        final UnaryOperator<RedisStore> ours;
        final List<String> options;

        Peer(String packages, UnaryOperator<RedisStore> ours, String... options) {
            this.packages = packages;
            this.ours = ours;
            this.options = List.of(options);
        }
    }

    private static MixedCluster cluster;

    @Parameter
    Peer peer;

    @BeforeParameterizedClassInvocation
    static void start(Peer peer) throws InterruptedException {
        cluster = new MixedCluster(peer.packages, peer.ours, peer.options);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @AfterEach
    void the_peers_have_survived() {
        cluster.assertAlive();
    }

    @Test
    void a_client_of_0_9_17_is_greeted_by_ours_and_acknowledgements_go_both_ways() {
        cluster.connect("A", OURS, "");
        cluster.clients.await("A heard data [\"connected to worker: 1\"]");

        cluster.emit("A", "join", true, "r9");
        cluster.clients.await("A ack join [\"joined\",\"r9\"]");
        cluster.emit("A", "ask", false);
        cluster.clients.await("A heard question [\"why\"]");
        cluster.clients.await("A heard answered [\"thanks from A\"]");
        cluster.emit("A", "echo", true, 1, "zwei", Map.of("three", List.of(3)));
        cluster.clients.await("A ack echo [1,\"zwei\",{\"three\":[3]}]");
        cluster.order(Map.of("do", "send", "as", "A", "text", "héllo"));
        cluster.clients.await("A heard heard [\"héllo\"]");

        cluster.leave("A");
    }

    @Test
    void a_client_of_0_9_17_that_polls_ours_hears_both_servers_and_gets_acks() {
        cluster.order(
                Map.of("do", "connect", "as", "P", "to", "http://127.0.0.1:" + cluster.ourPort, "over", "xhr-polling"));
        cluster.clients.await("P connected");
        cluster.clients.await("P heard data [\"connected to worker: 1\"]");

        cluster.emit("P", "echo", true, 1, "zwei\ufffd", Map.of("three", List.of(3)));
        cluster.clients.await("P ack echo [1,\"zwei\ufffd\",{\"three\":[3]}]");
        cluster.nodes("everyone");
        cluster.clients.await("P heard news [1,\"é\"]");
        cluster.ours("everyone");
        cluster.clients.await("P heard news [1,\"é\"]");
        cluster.emit("P", "ask", false);
        cluster.clients.await("P heard question [\"why\"]");
        cluster.clients.await("P heard answered [\"thanks from P\"]");

        cluster.leave("P");
        cluster.awaitForgotten();
    }

    @Test
    void an_emit_of_either_server_reaches_the_clients_of_both_once() {
        cluster.connect("B", OURS, "");
        cluster.connect("C", NODES, "");
        cluster.clients.await("C heard data [\"connected to worker: 2\"]");

        cluster.ours("everyone");
        cluster.awaitBoth("B heard news [1,\"é\"]", "C heard news [1,\"é\"]");
        cluster.nodes("everyone");
        cluster.awaitBoth("B heard news [1,\"é\"]", "C heard news [1,\"é\"]");
        cluster.nodes("json");
        cluster.awaitBoth("B heard message [[\"news\"]]", "C heard message [[\"news\"]]");
        cluster.ours("send");
        cluster.awaitBoth("B heard message [\"news\"]", "C heard message [\"news\"]");

        cluster.leave("B");
        cluster.leave("C");
        assertThat(cluster.heardBy("B")).hasSize(5);
        assertThat(cluster.heardBy("C")).hasSize(5);
    }

    @Test
    void rooms_and_namespaces_and_exceptions_are_the_same_on_both() {
        cluster.connect("D", OURS, "");
        cluster.connect("E", NODES, "");
        cluster.connect("F", OURS, "");
        cluster.connect("G", OURS, "/chat");
        cluster.connect("H", NODES, "/chat");
        cluster.clients.await("H heard welcome []");
        cluster.emit("D", "join", true, "r1");
        cluster.clients.await("D ack join");
        cluster.emit("E", "join", true, "r1");
        cluster.clients.await("E ack join");

        cluster.ours("room");
        cluster.awaitBoth("D heard news [2]", "E heard news [2]");
        cluster.nodes("room");
        cluster.awaitBoth("D heard news [2]", "E heard news [2]");
        cluster.nodes("chat");
        cluster.awaitBoth("G heard news [5]", "H heard news [5]");
        cluster.ours("chat");
        cluster.awaitBoth("G heard news [5]", "H heard news [5]");
        cluster.emit("D", "shout", false, "from D");
        cluster.awaitBoth("E heard shouted [\"from D\"]", "F heard shouted [\"from D\"]");
        cluster.emit("E", "shout-in", false, "r1", "from E");
        cluster.clients.await("D heard shouted [\"from E\"]");
        cluster.nodes("everyone");
        cluster.clients.await("F heard news [1,\"é\"]");

        for (String each : List.of("D", "E", "F", "G", "H")) {
            cluster.leave(each);
        }
        assertThat(cluster.heardBy("D")).noneMatch(line -> line.contains("from D"));
        assertThat(cluster.heardBy("E")).noneMatch(line -> line.contains("from E"));
        assertThat(cluster.heardBy("F"))
                .containsExactly(
                        "F heard data [\"connected to worker: 1\"]",
                        "F heard shouted [\"from D\"]",
                        "F heard news [1,\"é\"]");
        cluster.awaitForgotten();
    }

    @ParameterizedTest(name = "shakes hands with {0} (1 is ours, 2 is Node's) and connects to the other")
    @ValueSource(ints = {OURS, NODES})
    void a_session_may_shake_hands_with_one_and_connect_to_the_other(int first) throws Exception {
        int other = theOther(first);
        String id = cluster.handshake(first);
        RawClient client = RawClient.open(cluster.node, cluster.port(other), id);

        assertThat(client.next()).isEqualTo("1::");
        assertThat(client.next()).isEqualTo(MixedCluster.greeting(other));
        cluster.act(first, "json");
        assertThat(client.next()).isEqualTo("4:::[\"news\"]");
        client.close();
        cluster.awaitForgotten(id);
    }

    @ParameterizedTest(name = "a client of {0}")
    @ValueSource(ints = {OURS, NODES})
    void a_client_can_be_written_to_and_excepted_by_the_other_server(int at) throws Exception {
        AtomicReference<RawClient> opened = new AtomicReference<>();
        String id = cluster.greeted(at, opened::set);
        RawClient client = opened.get();
        cluster.callA(id);

        cluster.act(theOther(at), "direct-A");
        assertThat(client.next()).isEqualTo("5:::{\"name\":\"direct\"}");
        cluster.act(theOther(at), "except");
        cluster.act(theOther(at), "volatile");
        assertThat(client.next())
                .as("the next that it hears is not what excepted it")
                .isEqualTo("5:::{\"name\":\"news\",\"args\":[4]}");
        client.close();
        cluster.awaitForgotten(id);
    }

    @ParameterizedTest(name = "a client that polls {0}")
    @ValueSource(ints = {OURS, NODES})
    void between_two_polls_nothing_volatile_from_the_other_server_is_buffered(int at) throws Exception {
        String id = startPolling(at);
        AtomicReference<RawClient> witness = new AtomicReference<>();
        cluster.greeted(at, witness::set);

        cluster.act(theOther(at), "volatile");
        cluster.act(theOther(at), "everyone");
        assertThat(witness.get().next()).contains("[4]");
        assertThat(witness.get().next()).contains("[1,\"é\"]");

        assertThat(poll(at, id)).isEqualTo("5:::{\"name\":\"news\",\"args\":[1,\"é\"]}");
        witness.get().close();
        endPolling(at, id);
    }

    @ParameterizedTest(name = "a client that polls {0}, and posts to the other")
    @ValueSource(ints = {OURS, NODES})
    void an_ack_travels_from_the_server_that_got_the_post_to_the_one_that_is_polled(int at) throws Exception {
        String id = startPolling(at);

        assertThat(RawClient.post(
                        cluster.node, cluster.port(theOther(at)), id, "5:1+::{\"name\":\"echo\",\"args\":[\"there\"]}"))
                .isEqualTo("1");

        assertThat(poll(at, id)).isEqualTo("6:::1+[\"there\"]");
        endPolling(at, id);
    }

    @ParameterizedTest(name = "a client of {0}")
    @ValueSource(ints = {OURS, NODES})
    void a_session_can_be_ended_through_the_other_server(int at) throws Exception {
        AtomicReference<RawClient> client = new AtomicReference<>();
        String id = cluster.greeted(at, client::set);

        RawClient.get(cluster.node, cluster.port(theOther(at)), "/socket.io/1/websocket/" + id + "?disconnect=1");

        assertThat(client.get().next()).isEqualTo("0::");
        assertThat(client.get().next()).startsWith("closed");
        cluster.awaitForgotten(id);
    }

    @ParameterizedTest(name = "a client of {0}")
    @ValueSource(ints = {OURS, NODES})
    void a_client_s_data_is_the_same_on_both(int at) throws Exception {
        AtomicReference<RawClient> client = new AtomicReference<>();
        String id = cluster.greeted(at, client::set);

        cluster.nodes("set " + id + " colour red");
        cluster.server.await("set colour");
        assertThat(cluster.<String>ask(
                        id, (socket, red) -> socket.get("colour", (error, value) -> red.complete(value))))
                .isEqualTo("red");
        assertThat(cluster.<Boolean>ask(
                        id, (socket, has) -> socket.has("colour", (error, value) -> has.complete(value))))
                .isTrue();
        cluster.<Boolean>ask(id, (socket, done) -> socket.set("size", "7", (error, any) -> done.complete(true)));
        cluster.nodes("get " + id + " size");
        cluster.server.await("get size 7");
        cluster.nodes("del " + id + " size");
        cluster.server.await("del size");
        assertThat(cluster.<Boolean>ask(id, (socket, has) -> socket.has("size", (error, value) -> has.complete(value))))
                .isFalse();
        cluster.<Boolean>ask(id, (socket, done) -> socket.del("colour", (error, any) -> done.complete(true)));
        cluster.nodes("has " + id + " colour");
        cluster.server.await("has colour false");
        client.get().close();
        cluster.awaitForgotten(id);
    }

    private static int theOther(int server) {
        return OURS + NODES - server;
    }

    /** A session that polls {@code at}, has heard its greeting, and does not poll now. */
    private static String startPolling(int at) throws Exception {
        String id = cluster.handshake(at);
        assertThat(poll(at, id)).isEqualTo("1::");
        assertThat(poll(at, id)).isEqualTo(MixedCluster.greeting(at));
        cluster.awaitConnected(at, id);
        return id;
    }

    private static String poll(int at, String id) throws Exception {
        return RawClient.poll(cluster.node, cluster.port(at), id);
    }

    private static void endPolling(int at, String id) throws Exception {
        RawClient.post(cluster.node, cluster.port(at), id, "0::");
        cluster.awaitForgotten(id);
    }

    @Test
    @DisplayName("a client cannot make ours publish what would crash Node's servers")
    void hostile_clients_of_ours_do_not_harm_node() throws Exception {
        for (String id : List.of("length", "constructor", "__proto__", "propertyIsEnumerable", "prototype")) {
            assertThat(RawClient.open(cluster.node, cluster.ourPort, id).next()).isEqualTo("7:::1+0");
            RawClient.get(cluster.node, cluster.ourPort, "/socket.io/1/websocket/" + id);
            RawClient.get(cluster.node, cluster.ourPort, "/socket.io/1/websocket/" + id + "?disconnect");
        }
        String id = cluster.handshake(NODES);
        RawClient left = RawClient.open(cluster.node, cluster.ourPort, id);
        assertThat(left.next()).isEqualTo("1::");
        RawClient witness =
                RawClient.open(cluster.node, cluster.ourPort, RawClient.handshake(cluster.node, cluster.ourPort));
        assertThat(witness.next()).isEqualTo("1::");
        assertThat(witness.next()).contains("connected to worker");
        cluster.awaitConnected(OURS, id);
        RawClient moved = RawClient.open(cluster.node, cluster.nodesPort, id);
        cluster.nodes("everyone");
        assertThat(moved.next()).contains("news");
        assertThat(witness.next())
                .as("ours knows by now that the session has moved")
                .contains("news");

        for (String packet : List.of(
                "",
                "nonsense",
                "5:::",
                "5::constructor:{}",
                "1::__proto__",
                "1::/chat",
                "6:::1+5",
                "6:::1+{\"length\":1e9}",
                "5:::{\"name\":\"x\",\"args\":[" + "0,".repeat(200_000) + "0]}",
                "4:::{",
                "0::constructor")) {
            left.say(packet);
        }
        left.close();
        moved.close();
        witness.close();

        cluster.connect("S", NODES, "");
        cluster.emit("S", "echo", true, "still here");
        cluster.clients.await("S ack echo [\"still here\"]");
        cluster.leave("S");
    }
}

package io.github.fanoutlab.legacy;

import static io.github.fanoutlab.legacy.store.Dialect.V0_9_16;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.platform.http.HttpExchange;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.platform.http.HttpStream;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of legacy-store/README.md, line by line: what each defect looks like in each dialect. */
@DisplayName("The known defects of 0.9")
@ParameterizedClass(name = "{0}")
@EnumSource
class DefectsTest {

    private static final String NEWS = "5:::{\"name\":\"news\"}";
    private static final String DIRECTLY = "5:::{\"name\":\"directly\"}";

    @Parameter
    Dialect dialect;

    private final TestLab lab = new TestLab();
    private LegacyNode one;
    private LegacyNode two;
    private final List<String> happened = new ArrayList<>();

    @BeforeEach
    void start() {
        one = LegacyNode.clustered(lab, "W1", 2, dialect);
        two = LegacyNode.clustered(lab, "W2", 3, dialect);
        for (LegacyNode node : List.of(one, two)) {
            node.io.sockets().on("connection", socket -> {
                socket.on("message", event -> happened.add(node.node.name() + " heard " + event.string(0)));
                socket.on("ask", event -> event.ack("here"));
                socket.on("disconnect", event -> happened.add(node.node.name() + " lost a client"));
            });
            node.io.of("/chat").on("connection", socket -> happened.add(node.node.name() + " greets in /chat"));
        }
    }

    @Test
    @DisplayName(
            "handshake race: 0.9.16 answers a handshake before it publishes it, and a client as far away as Redis overtakes it")
    void handshake_race() {
        List<Long> publishedBefore = new ArrayList<>();
        one.io.handler().onRequest(new HttpExchange() {
            @Override
            public HttpRequest request() {
                return HttpRequest.get("/socket.io/1/");
            }

            @Override
            public void respond(HttpResponse response) {
                publishedBefore.add(one.node.counters().get("redis.published"));
            }

            @Override
            public HttpStream stream(HttpResponse beginning) {
                throw new AssertionError("a handshake is answered at once");
            }

            @Override
            public void onAbort(Runnable task) {
                // This client stays.
            }
        });
        lab.settle();

        assertThat(publishedBefore).containsExactly(dialect == V0_9_16 ? 0L : 1L);
        assertThat(one.node.counters().get("redis.published")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "handshake race: a client nearer than Redis overtakes its handshake in either dialect; in 0.9.16, nobody hears that it is over")
    void handshake_race_of_a_near_client() {
        TestLab far = new TestLab(0, 1);
        LegacyNode first = LegacyNode.clustered(far, "W1", 2, dialect);
        LegacyNode second = LegacyNode.clustered(far, "W2", 3, dialect);
        far.advance(1_000);

        LegacyNode.Client hurried = second.open(first.handshake());

        assertThat(hurried.hears()).containsExactly("7:::1+0");
        far.advance(1_000);
        assertThat(second.node.counters().get(RedisConnection.PUBLISHED))
                .as("close, and the end of the session")
                .isEqualTo(2);
        assertThat(second.node.counters().get(RedisConnection.RECEIVERS))
                .as("0.9.16 tells of the end on a channel of the session, to which only its worker would be subscribed")
                .isEqualTo(dialect == V0_9_16 ? 2 : 4);
    }

    @Test
    @DisplayName("blank new node: it refuses a live session, and that ends the session everywhere")
    void blank_new_node() {
        LegacyNode.Client a = one.connect();
        LegacyNode late = LegacyNode.clustered(lab, "W3", 4, dialect);
        assertThat(late.io.handshaken()).isEmpty();

        LegacyNode.Client lost = late.open(a.id());
        one.io.sockets().emit("news");

        assertThat(lost.hears()).containsExactly("7:::1+0");
        assertThat(lost.wire().isOpen()).isFalse();
        assertThat(happened).containsExactly("W1 lost a client");
        assertThat(a.hears()).isEmpty();
    }

    @Test
    @DisplayName(
            "buffer growth: packets for a client that has polled once pile up on other nodes, though it has an open transport")
    void buffer_growth_on_remote_nodes() {
        LegacyNode.Client client = one.open(one.handshakeAndPoll());

        for (int i = 1; i <= 10; i++) {
            one.io.sockets().emit("news");
            lab.advance(20_000);
            client.says("2::");
            assertThat(two.io.tableSizes()).containsEntry("buffered", i);
        }
    }

    @Test
    @DisplayName("buffer growth: a refused request of an unknown session leaves an entry forever")
    void refused_strangers_leave_entries() {
        for (int i = 0; i < 10; i++) {
            one.open("stranger-" + i);
        }
        lab.advance(200_000);

        assertThat(two.io.tableSizes()).containsEntry("closed", dialect == V0_9_16 ? 10 : 0);
        assertThat(one.io.tableSizes()).containsEntry("closed", 10);
    }

    @Test
    @DisplayName("state growth: other nodes are not told that a session ended, and keep its state forever")
    void remote_state_growth() {
        for (int gone = 1; gone <= 3; gone++) {
            one.connect().says("0::");
        }
        one.io.sockets().emit("news");
        lab.settle();

        int left = dialect == V0_9_16 ? 3 : 0;
        assertThat(one.io.tableSizes().values()).containsOnly(0);
        assertThat(two.io.tableSizes())
                .containsEntry("handshaken", left)
                .containsEntry("connected", left)
                .containsEntry("open", 0)
                .containsEntry("closed", left)
                .containsEntry("roomClients", left)
                .containsEntry("buffered", left);
    }

    @Test
    @DisplayName(
            "channel and listener growth: a client that left leaves two channels on its node and one on every other")
    void channel_growth() {
        for (int gone = 1; gone <= 10; gone++) {
            one.connect().says("0::");
            lab.advance(100_000);
        }

        assertThat(subscriptions(one)).isEqualTo(dialect == V0_9_16 ? 8 + 2 * 10 : 13);
        assertThat(subscriptions(two)).isEqualTo(dialect == V0_9_16 ? 8 + 10 : 13);
    }

    private static long subscriptions(LegacyNode node) {
        return node.node.counters().get(RedisConnection.SUBSCRIPTIONS_CONFIRMED);
    }

    @Test
    @DisplayName("double delivery: two polls bring what another node sends directly; in 0.9.16 none does")
    void double_delivery_of_a_direct_emit() {
        String id = one.handshakeAndPoll();
        Poll first = one.poll(id);

        two.io.sockets().socket(id).emit("directly");
        lab.settle();

        assertThat(first.text()).isEqualTo(dialect == V0_9_16 ? null : DIRECTLY);
        assertThat(one.poll(id).text()).isEqualTo(dialect == Dialect.V0_9_17 ? DIRECTLY : null);
    }

    @Test
    @DisplayName("double delivery: the next poll, on another node, brings again what a node wrote to its own poll")
    void double_delivery_elsewhere() {
        String id = one.handshakeAndPoll();
        Poll here = one.poll(id);

        one.io.sockets().emit("news");
        lab.settle();

        assertThat(here.text()).isEqualTo(NEWS);
        assertThat(two.poll(id).text()).isEqualTo(NEWS);
    }

    @Test
    @DisplayName("round robin: a client gets no ack from a node that it polls, but did not poll first")
    void round_robin() {
        String id = one.handshakeAndPoll();
        Poll there = two.poll(id);

        String event = "5:1+::{\"name\":\"ask\"}";
        two.post(id, event);

        assertThat(there.text()).isNull();
    }

    @Test
    @DisplayName("round robin: a poll brings the first of two packets, and the other node drops the second")
    void packet_lost_between_two_nodes() {
        String id = one.handshakeAndPoll();
        Poll there = two.poll(id);

        one.io.sockets().emit("news");
        one.io.sockets().emit("news");
        lab.settle();

        assertThat(there.text()).isEqualTo(NEWS);
        assertThat(one.poll(id).text()).isNull();
    }

    @Test
    @DisplayName("round robin: a poll is never answered if it arrives before the open of the poll before it, elsewhere")
    void poll_overtakes_news() {
        String id = one.handshakeAndPoll();
        Poll quick = one.poll(id);

        String late = "{\"nodeId\":99,\"args\":[\"" + id + "\"]}";
        lab.publish("open", late.getBytes(StandardCharsets.UTF_8));
        lab.advance(60_000);

        assertThat(quick.text()).isNull();
    }

    @Test
    @DisplayName(
            "message handled on every node: after a POST to another node, each node connects the client to the namespace")
    void message_handled_on_every_node() {
        String id = one.handshakeAndPoll();
        LegacyNode three = LegacyNode.clustered(lab, "W3", 4, dialect);
        three.io.of("/chat");

        three.post(id, "1::/chat");

        if (dialect == Dialect.V0_9_17) {
            assertThat(happened).containsExactlyInAnyOrder("W1 greets in /chat", "W2 greets in /chat");
        } else {
            assertThat(happened).containsExactly("W1 greets in /chat");
        }
    }

    @Test
    @DisplayName("ghost member: a packet that arrives after the session's end connects it to a namespace forever")
    void ghost_member() {
        LegacyNode.Client gone = one.connect();
        gone.says("0::");
        happened.clear();

        two.post(gone.id(), "1::/chat");
        lab.advance(200_000);

        assertThat(happened).containsExactly("W1 greets in /chat");
        assertThat(one.io.rooms().get("/chat")).containsOnly(gone.id());
        assertThat(two.io.rooms().get("/chat")).containsOnly(gone.id());
    }

    @Test
    @DisplayName("sockets of strangers: each POST for a session that never existed leaves a socket on every other node")
    void sockets_of_strangers() {
        for (int i = 0; i < 10; i++) {
            String target = "/socket.io/1/xhr-polling/stranger-" + i + "?t=1";
            MemoryClient.request(two.io.ports(), two.io.handler(), "POST", target, "5:::{\"name\":\"x\"}");
        }
        lab.advance(200_000);

        assertThat(one.io.sockets().sockets()).hasSize(dialect == Dialect.V0_9_17 ? 10 : 0);
        assertThat(two.io.sockets().sockets()).isEmpty();
    }

    @Test
    @DisplayName("forced disconnect lost: ?disconnect between two polls reaches nobody")
    void forced_disconnect_lost() {
        String id = one.handshakeAndPoll();

        one.get("/socket.io/1/xhr-polling/" + id + "?disconnect=1");

        assertThat(happened).as("nobody was told").isEmpty();
        assertThat(one.io.handshaken()).containsKey(id);
        lab.advance(60_000);
        assertThat(happened).as("the close timeout was").containsExactly("W1 lost a client");
    }

    @Test
    @DisplayName(
            "forced disconnect lost: a client that another node disconnects is not told, and its connection stays open")
    void client_is_not_told() {
        LegacyNode.Client a = one.connect();

        two.io.sockets().socket(a.id()).disconnect();
        lab.settle();

        assertThat(one.io.handshaken()).isEmpty();
        assertThat(a.hears()).isEmpty();
        assertThat(a.wire().isOpen()).isTrue();
    }

    @Test
    @DisplayName("zombie: a connection stays open and hears nothing after its session has opened another one")
    void zombie() {
        LegacyNode.Client old = one.connect();
        LegacyNode.Client moved = two.open(old.id());
        moved.hears();

        one.io.sockets().emit("news");
        lab.advance(26_000);

        assertThat(moved.hears()).containsExactly(NEWS, "2::");
        assertThat(old.hears()).isEmpty();
        assertThat(old.wire().isOpen()).isTrue();
        old.wire().vanish();
        lab.settle();
        assertThat(one.io.connected()).as("the session lives on").containsExactly(old.id());
    }

    @Test
    @DisplayName("hashes without TTL: the data of a killed node's clients stay in Redis forever")
    void hashes_of_a_crashed_node() {
        LegacyNode.Client a = one.connect();
        one.io.sockets().socket(a.id()).set("colour", "blue", (error, done) -> {});
        for (int i = 0; i < 20; i++) {
            lab.advance(20_000);
            a.says("2::");
        }
        assertThat(redis("HGET", a.id(), "colour")).as("while it lives").isEqualTo("blue");

        lab.world().faults().kill("W1");
        lab.advance(1_000_000);

        assertThat(redis("HGET", a.id(), "colour")).isEqualTo("blue");
        assertThat(redis("TTL", a.id())).isEqualTo("-1");
    }

    @Test
    @DisplayName("unused handshakes of a node that never listens: it keeps those that every listening node forgets")
    void unused_handshakes_of_a_node_that_never_listens() {
        LegacyNode listening = LegacyNode.clustered(lab, "W3", 4, dialect);
        listening.io.handler();
        for (int client = 0; client < 10; client++) {
            one.handshake();
        }
        lab.advance(1_000_000);

        assertThat(one.io.handshaken()).isEmpty();
        assertThat(listening.io.handshaken()).isEmpty();
        assertThat(two.io.handshaken()).as("W2 never listens").hasSize(10);
    }

    private String redis(String... words) {
        RedisModel model = lab.redis().model();
        int asker = model.connect();
        Object[] args = List.of(words).subList(1, words.length).toArray();
        RedisReply reply =
                model.handle(asker, RedisCommand.of(words[0], args)).get(0).reply();
        model.disconnect(asker);
        if (reply instanceof RedisReply.Bulk bulk) {
            return bulk.text() == null ? "nil" : bulk.text();
        }
        return Long.toString(((RedisReply.Number) reply).value());
    }

    @ParameterizedTest(name = "forgetful as redis 0.7.3: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "silence after a Redis restart: a client that connected while Redis was down never hears from other nodes")
    void silence_after_a_redis_restart(boolean forgetful) {
        TestLab fresh = new TestLab();
        LegacyNode first = LegacyNode.clustered(fresh, "W1", 2, dialect, forgetful);
        LegacyNode second = LegacyNode.clustered(fresh, "W2", 3, dialect, forgetful);
        LegacyNode.Client early = first.connect();
        fresh.redis().stop();
        fresh.advance(1);
        LegacyNode.Client late = first.connect();
        fresh.redis().start();
        fresh.advance(10_000);

        second.io.sockets().socket(early.id()).emit("directly");
        second.io.sockets().socket(late.id()).emit("directly");
        fresh.settle();

        assertThat(early.hears()).as("connected before").containsExactly(DIRECTLY);
        if (dialect == V0_9_16 && forgetful) {
            assertThat(late.hears()).isEmpty();
        } else {
            assertThat(late.hears()).containsExactly(DIRECTLY);
        }
    }

    @Test
    @DisplayName(
            "session collected in use: a node that missed that a handshake was used forgets the session, and the rooms that it joins")
    void session_collected_in_use() {
        two.handshake();
        String id = one.handshake();
        lab.settle();
        lab.redis().stop();
        lab.advance(1);
        LegacyNode.Client client = one.open(id);
        lab.redis().start();
        lab.advance(10_000);
        assertThat(two.io.handshaken()).containsKey(id);
        assertThat(two.io.connected()).as("what W1 told came too early").doesNotContain(id);
        one.io.sockets().socket(id).join("red");
        lab.settle();
        assertThat(two.io.rooms()).containsOnlyKeys("/red");

        lab.advance(40_000);

        assertThat(two.io.handshaken()).doesNotContainKey(id);
        assertThat(two.io.rooms()).isEmpty();
        assertThat(two.io.sockets().clients("red")).as("whom W2 could except").isEmpty();
        assertThat(one.io.rooms()).containsKey("/red");
        assertThat(client.wire().isOpen()).isTrue();
    }
}

package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connect;
import static io.github.fanoutlab.adapter.Connections.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.Next;
import io.github.fanoutlab.adapter.server.ParentNamespace;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Namespaces that are created when a client connects")
class DynamicNamespacesTest {

    private static final Pattern PROJECTS = Pattern.compile("^/project-\\d+$");

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node);
    private final List<String> told = new ArrayList<>();

    @Test
    void are_created_when_their_name_matches_a_pattern() {
        io.of(PROJECTS)
                .on("connection", socket -> socket.emit("in", socket.namespace().name()));
        io.onNewNamespace(namespace -> told.add("new " + namespace.name()));

        MemoryClient client = open(io);
        client.say("40/project-1,");
        client.say("40/project-x,");
        client.say("40/project-2,");

        assertThat(client.heard())
                .satisfiesExactly(
                        connect -> assertThat(connect).startsWith("40/project-1,{"),
                        in -> assertThat(in).isEqualTo("42/project-1,[\"in\",\"/project-1\"]"),
                        denied -> assertThat(denied).isEqualTo("44/project-x,{\"message\":\"Invalid namespace\"}"),
                        connect -> assertThat(connect).startsWith("40/project-2,{"),
                        in -> assertThat(in).isEqualTo("42/project-2,[\"in\",\"/project-2\"]"));
        assertThat(told).containsExactly("new /project-1", "new /project-2");
    }

    @Test
    void have_the_middleware_and_the_handlers_of_their_parent_and_its_broadcasts_reach_them_all() {
        ParentNamespace parent = io.of(PROJECTS)
                .use((socket, next) -> {
                    told.add("asked for " + socket.namespace().name());
                    next.proceed();
                })
                .on("connection", socket -> socket.join("room"));
        MemoryClient one = connect(io, "/project-1");
        MemoryClient two = connect(io, "/project-2");
        one.forget();
        two.forget();

        parent.emit("to all");
        parent.to("room").except("nobody").emit("to the room");
        io.of("/project-1").emit("to one");
        parent.socketsLeave("room");
        parent.to("room").emit("nobody");
        parent.disconnectSockets();

        assertThat(told).containsExactly("asked for /project-1", "asked for /project-2");
        assertThat(one.heard())
                .containsExactly(
                        "42/project-1,[\"to all\"]",
                        "42/project-1,[\"to the room\"]",
                        "42/project-1,[\"to one\"]",
                        "41/project-1,");
        assertThat(two.heard())
                .containsExactly("42/project-2,[\"to all\"]", "42/project-2,[\"to the room\"]", "41/project-2,");
        assertThat(parent.children()).extracting(Namespace::name).containsExactly("/project-1", "/project-2");
    }

    @Test
    void cannot_be_broadcast_to_with_acks_all_together() {
        ParentNamespace parent = io.of(PROJECTS);

        assertThatThrownBy(() -> parent.fetchSockets((error, sockets) -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("fetchSockets is not supported on parent namespaces");
        assertThatThrownBy(() -> parent.timeout(1).emit("question", (BroadcastAck) (error, answers) -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void may_be_decided_by_a_predicate_that_sees_the_auth_and_takes_time() {
        List<Consumer<Boolean>> nexts = new ArrayList<>();
        io.of((name, auth, next) -> next.accept(false)).on("connection", socket -> told.add("never"));
        io.of((name, auth, next) -> {
                    told.add(name + " " + auth);
                    nexts.add(next);
                })
                .on("connection", socket -> told.add("connected"));

        MemoryClient client = open(io);
        client.say("40/any,{\"token\":1}");
        client.say("40/other,");
        assertThat(client.heard()).isEmpty();
        nexts.get(0).accept(true);
        nexts.get(0).accept(false);
        nexts.get(1).accept(false);

        assertThat(told).containsExactly("/any {\"token\":1}", "/other null", "connected");
        assertThat(client.heard())
                .satisfiesExactly(
                        connect -> assertThat(connect).startsWith("40/any,{"),
                        denied -> assertThat(denied).isEqualTo("44/other,{\"message\":\"Invalid namespace\"}"));
    }

    @Test
    void are_not_created_by_a_predicate_that_throws_or_for_a_client_that_is_gone_or_already_in() {
        List<Consumer<Boolean>> nexts = new ArrayList<>();
        io.of((name, auth, next) -> {
            throw new IllegalStateException("as planned");
        });
        io.of((name, auth, next) -> nexts.add(next)).on("connection", socket -> told.add("connected"));

        MemoryClient client = open(io);
        client.say("40/any,");
        client.say("40/any,");
        nexts.get(0).accept(true);
        nexts.get(1).accept(true);
        client.say("40/other,");
        client.vanish();
        nexts.get(2).accept(true);

        assertThat(told).containsExactly("connected");
        assertThat(node.warnings()).hasSize(3).allMatch(line -> line.contains("predicate for namespace"));
    }

    @Test
    void stay_when_their_last_client_leaves_unless_told_otherwise() {
        ParentNamespace parent = io.of(PROJECTS);
        connect(io, "/project-1").vanish();

        assertThat(parent.children()).hasSize(1);
    }

    @Test
    void are_closed_with_their_last_client_when_the_server_cleans_up_and_may_be_created_again() {
        SimNode other = lab.node("W2");
        SocketIoServer tidy = SocketIoServer.create(
                        other,
                        ServerOptions.builder()
                                .cleanupEmptyChildNamespaces(true)
                                .build())
                .adapter(RedisAdapter.at("redis://redis"));
        List<Next> nexts = new ArrayList<>();
        ParentNamespace parent = tidy.of(PROJECTS).use((socket, next) -> {
            if (socket.handshake().auth().has("wait")) {
                nexts.add(next);
            } else {
                next.proceed();
            }
        });
        MemoryClient one = connect(tidy, "/project-1");
        MemoryClient two = open(tidy);
        two.say("40/project-1,{\"wait\":1}");
        long subscriptions = other.counters().get("redis.subscriptions");

        one.say("41/project-1,");
        assertThat(parent.children()).hasSize(1);
        nexts.get(0).fail("no");
        assertThat(parent.children()).isEmpty();
        assertThat(other.counters().get("redis.subscriptions")).isEqualTo(subscriptions - 4);
        one.say("40/project-1,");
        tidy.close();

        assertThat(one.heard())
                .filteredOn(frame -> frame.startsWith("40/project-1,"))
                .hasSize(2);
    }

    @Test
    void do_not_stay_when_the_client_is_gone_before_they_are_created() {
        SocketIoServer tidy = SocketIoServer.create(
                lab.node("W2"),
                ServerOptions.builder().cleanupEmptyChildNamespaces(true).build());
        List<Consumer<Boolean>> nexts = new ArrayList<>();
        ParentNamespace parent = tidy.of((name, auth, next) -> nexts.add(next));

        connect(tidy, "/project-1").vanish();
        nexts.get(0).accept(true);

        assertThat(parent.children()).isEmpty();
    }
}

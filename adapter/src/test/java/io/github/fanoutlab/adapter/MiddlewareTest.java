package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connect;
import static io.github.fanoutlab.adapter.Connections.connected;
import static io.github.fanoutlab.adapter.Connections.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.server.Next;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Middleware")
class MiddlewareTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node);
    private final List<String> told = new ArrayList<>();
    private final List<Next> nexts = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    @Test
    void of_a_namespace_is_asked_in_order_and_before_the_handlers() {
        io.use((socket, next) -> {
            told.add("first " + socket.handshake().auth() + " " + socket.isConnected());
            socket.data().put("user", "alice");
            socket.join("let in");
            next.proceed();
        });
        io.use((socket, next) -> {
            told.add("second");
            next.proceed();
        });
        io.on("connection", socket -> told.add("connection of " + socket.data()));

        MemoryClient client = open(io);
        client.say("40{\"token\":1}");
        client.forget();
        io.to("let in").emit("welcome");

        assertThat(told).containsExactly("first {\"token\":1} false", "second", "connection of {user=alice}");
        assertThat(client.heard()).containsExactly("42[\"welcome\"]");
    }

    @Test
    void that_refuses_sends_a_connect_error_and_later_middleware_is_not_asked() {
        io.use((socket, next) -> {
            socket.join("waiting room");
            next.fail("not authorized", Map.of("code", 401));
            next.proceed();
        });
        io.use((socket, next) -> told.add("never asked"));
        io.on("connection", socket -> told.add("never connected"));
        io.of("/plain").use((socket, next) -> next.fail("no"));

        MemoryClient client = connect(io, "/");
        client.say("40/plain,");
        io.to("waiting room").emit("nobody");

        assertThat(client.heard())
                .containsExactly(
                        "44{\"message\":\"not authorized\",\"data\":{\"code\":401}}", "44/plain,{\"message\":\"no\"}");
        assertThat(client.isOpen()).isTrue();
        assertThat(told).isEmpty();
        assertThat(io.sockets().sockets()).isEmpty();
    }

    @Test
    @DisplayName("of a socket can limit the rate: a client that floods is disconnected, others go on")
    void of_a_socket_can_limit_the_rate() {
        io.on("connection", socket -> {
            List<Long> lately = new ArrayList<>();
            socket.use((event, next) -> {
                long now = node.loop().nowMillis();
                lately.removeIf(moment -> moment <= now - 1_000);
                lately.add(now);
                if (lately.size() > 3) {
                    socket.disconnect(true);
                } else {
                    next.proceed();
                }
            });
            socket.on("tick", event -> told.add(event.string(0)));
        });
        MemoryClient flood = connect(io, "/");
        MemoryClient calm = connect(io, "/");
        for (int i = 0; i < 100; i++) {
            flood.say("42[\"tick\",\"flood\"]");
        }
        calm.say("42[\"tick\",\"calm\"]");

        assertThat(told).containsExactly("flood", "flood", "flood", "calm");
        assertThat(flood.isOpen()).isFalse();
        assertThat(calm.isOpen()).isTrue();
    }

    @Test
    void that_throws_has_refused_and_only_the_log_says_why() {
        io.use((socket, next) -> {
            throw new IllegalStateException("the database is away");
        });

        MemoryClient client = connect(io, "/");

        assertThat(client.heard()).containsExactly("44{\"message\":\"Internal server error\"}");
        assertThat(node.warnings())
                .singleElement()
                .asString()
                .contains("middleware of a namespace")
                .contains("the database is away");
    }

    @Test
    void may_take_time_and_only_its_first_decision_counts() {
        io.use((socket, next) -> nexts.add(next));
        io.on("connection", socket -> told.add("connected"));

        MemoryClient client = connect(io, "/");
        assertThat(client.heard()).isEmpty();
        nexts.get(0).proceed();
        nexts.get(0).proceed();
        nexts.get(0).fail("too late");

        assertThat(client.heard()).singleElement().asString().startsWith("40{\"sid\"");
        assertThat(told).containsExactly("connected");
    }

    @Test
    void that_decides_after_the_client_has_gone_decides_nothing() {
        io.use((socket, next) -> {
            socket.join("room");
            nexts.add(next);
        });
        io.on("connection", socket -> told.add("connected"));

        MemoryClient client = connect(io, "/");
        client.vanish();
        nexts.get(0).proceed();

        assertThat(told).isEmpty();
        assertThat(io.sockets().sockets()).isEmpty();
        assertThat(node.logLines())
                .contains("socket.io:namespace next called after client was closed - ignoring socket");
    }

    @Test
    void is_asked_again_when_the_client_connects_again_and_the_earlier_decision_counts_no_more() {
        io.use((socket, next) -> {
            sockets.add(socket);
            nexts.add(next);
        });

        MemoryClient client = connect(io, "/");
        client.say("40");
        nexts.get(0).proceed();
        assertThat(client.heard()).isEmpty();
        nexts.get(1).proceed();

        assertThat(client.heard())
                .containsExactly("40{\"sid\":\"" + sockets.get(1).id() + "\"}");
        assertThat(io.sockets().sockets()).hasSize(1);
    }

    @Test
    void of_a_socket_decides_which_events_reach_its_handlers() {
        io.on("connection", socket -> {
            socket.use((event, next) -> {
                if (event.name().equals("secret")) {
                    next.fail("no secrets", 42);
                } else {
                    next.proceed();
                }
            });
            socket.on("secret", event -> told.add("a secret"));
            socket.on("public", event -> event.ack("ok"));
            socket.on("error", event -> told.add("error " + event.args()));
        });
        MemoryClient client = connected(io);

        client.say("420[\"secret\"]");
        client.say("421[\"public\"]");

        assertThat(client.heard()).containsExactly("431[\"ok\"]");
        assertThat(told).containsExactly("error [\"no secrets\", 42]");
    }

    @Test
    void of_a_socket_that_decides_after_the_client_has_left_lets_nothing_through() {
        io.on("connection", socket -> {
            socket.use((event, next) -> nexts.add(next));
            socket.on("question", event -> told.add("asked"));
        });
        MemoryClient client = connected(io);

        client.say("42[\"question\"]");
        client.say("41");
        nexts.get(0).proceed();

        assertThat(told).isEmpty();
        assertThat(node.logLines()).contains("socket.io:socket ignore packet received after disconnection");
    }

    @Test
    void is_not_asked_about_the_servers_own_events() {
        io.on("connection", socket -> {
            socket.use((event, next) -> next.fail("no"));
            socket.on("disconnecting", event -> {
                told.add("disconnecting");
                socket.disconnect(false);
            });
            socket.on("disconnect", event -> told.add("disconnect"));
            socket.on("error", event -> told.add("error " + event.string(0)));
        });
        MemoryClient client = connected(io);

        client.say("4nonsense");

        assertThat(told)
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("error "),
                        disconnecting -> assertThat(disconnecting).isEqualTo("disconnecting"),
                        disconnect -> assertThat(disconnect).isEqualTo("disconnect"));
    }
}

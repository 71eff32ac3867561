package io.github.fanoutlab.adapter;

import static io.github.fanoutlab.adapter.Connections.connect;
import static io.github.fanoutlab.adapter.Connections.open;
import static io.github.fanoutlab.adapter.Connections.sid;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Connection state recovery")
class RecoveryTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final List<String> told = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final SocketIoServer io = server(ConnectionStateRecovery.DEFAULT);

    private SocketIoServer server(ConnectionStateRecovery recovery) {
        SocketIoServer server = SocketIoServer.create(
                node, ServerOptions.builder().connectionStateRecovery(recovery).build());
        server.use((socket, next) -> {
            told.add("middleware");
            next.proceed();
        });
        server.on("connection", socket -> {
            sockets.add(socket);
            told.add("recovered " + socket.recovered() + " " + socket.data());
        });
        return server;
    }

    @Test
    void a_client_that_comes_back_has_its_id_rooms_and_data_and_first_gets_what_it_missed() {
        MemoryClient client = connect(io, "/");
        String greeting = client.hearsNow().get(0);
        assertThat(greeting).matches("40\\{\"sid\":\"[\\w-]{20}\",\"pid\":\"[\\w-]{20}\"}");
        sockets.get(0).join("room").data().put("user", "alice");
        sockets.get(0).emit("hello", 1);
        String offset = offset(client);
        client.vanish();

        io.emit("all", 1);
        io.to("room").emit("room", 2);
        io.to("other room").emit("not for her");
        io.except("room").emit("not for the room");
        io.volatile_().emit("volatile");
        lab.advance(60_000);
        MemoryClient again = comeBack(io, greeting, offset);

        List<String> heard = again.hearsNow();
        assertThat(heard).hasSize(3);
        assertThat(heard.get(0)).matches("42\\[\"all\",1,\"[^\"]+\"]");
        assertThat(heard.get(1)).matches("42\\[\"room\",2,\"[^\"]+\"]");
        assertThat(heard.get(2)).isEqualTo(greeting);
        assertThat(told).containsExactly("middleware", "recovered false {}", "recovered true {user=alice}");
        assertThat(sockets.get(1).rooms()).containsExactlyInAnyOrder(sid(List.of(greeting)), "room");
        io.to("room").emit("back");
        assertThat(again.hearsNow()).singleElement().asString().startsWith("42[\"back\",\"");
        assertThat(node.logLines())
                .contains("socket.io:namespace connection state recovered for sid " + sid(List.of(greeting)));
    }

    @Test
    void events_of_one_millisecond_have_different_offsets_and_acks_and_volatile_events_have_none() {
        MemoryClient client = connect(io, "/");
        client.forget();

        io.emit("x");
        io.emit("x");
        io.emit("x");
        sockets.get(0).emit("question", (Ack) answer -> {});
        sockets.get(0).volatile_().emit("volatile");

        assertThat(client.heard())
                .containsExactly(
                        "42[\"x\",\"PjssgW0\"]",
                        "42[\"x\",\"PjssgW0.0\"]",
                        "42[\"x\",\"PjssgW0.1\"]",
                        "420[\"question\"]",
                        "42[\"volatile\"]");
    }

    @Test
    void a_client_that_is_away_for_too_long_starts_afresh() {
        MemoryClient client = connect(io, "/");
        String greeting = client.hearsNow().get(0);
        io.emit("x");
        String offset = offset(client);
        client.vanish();
        lab.advance(120_001);

        List<String> heard = comeBack(io, greeting, offset).heard();

        assertThat(heard).hasSize(1);
        assertThat(sid(heard)).isNotEqualTo(sid(List.of(greeting)));
        assertThat(told).contains("recovered false {}").doesNotContain("recovered true {}");
    }

    @Test
    void so_does_one_that_left_or_was_disconnected_or_claims_to_be_somebody_who_is_connected() {
        MemoryClient client = connect(io, "/");
        String greeting = client.hearsNow().get(0);
        io.emit("x");
        String offset = offset(client);

        MemoryClient twin = comeBack(io, greeting, offset);
        client.say("41");
        MemoryClient leaver = comeBack(io, greeting, offset);
        String second = leaver.hearsNow().get(0);
        sockets.get(2).disconnect(true);
        MemoryClient sentAway = comeBack(io, second, offset);
        MemoryClient stranger = comeBack(io, "40{\"sid\":\"\",\"pid\":\"guessed\"}", offset);

        assertThat(List.of(twin, leaver, sentAway, stranger)).hasSize(4);
        assertThat(sockets).hasSize(5).noneMatch(Socket::recovered);
    }

    @Test
    void the_middleware_can_be_asked_again() {
        SocketIoServer strict = server(new ConnectionStateRecovery(120_000, false));
        MemoryClient client = connect(strict, "/");
        String greeting = client.hearsNow().get(0);
        strict.emit("x");
        String offset = offset(client);
        client.vanish();

        comeBack(strict, greeting, offset);

        assertThat(told).containsExactly("middleware", "recovered false {}", "middleware", "recovered true {}");
    }

    @Test
    void the_redis_adapter_restores_nobody_and_sends_no_offsets() {
        io.adapter(RedisAdapter.at("redis://redis"));
        lab.settle();
        MemoryClient client = connect(io, "/");
        String greeting = client.hearsNow().get(0);
        io.emit("x");
        sockets.get(0).emit("y");
        assertThat(client.hearsNow()).containsExactly("42[\"x\"]", "42[\"y\"]");
        client.vanish();

        comeBack(io, greeting, "offset");

        assertThat(sockets).noneMatch(Socket::recovered);
    }

    private MemoryClient comeBack(SocketIoServer server, String greeting, String offset) {
        MemoryClient client = open(server);
        String pid = greeting.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
        client.say("40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
        return client;
    }

    /** The last argument of the only event that the client has heard since. */
    private static String offset(MemoryClient client) {
        List<String> heard = client.hearsNow();
        assertThat(heard).hasSize(1);
        return heard.get(0).replaceAll(".*\"([^\"]+)\"]", "$1");
    }
}

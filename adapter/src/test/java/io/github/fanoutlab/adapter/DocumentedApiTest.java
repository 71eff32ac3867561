package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.fanoutlab.adapter.engine.Cookie;
import io.github.fanoutlab.adapter.engine.EngineOptions;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Event;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Socket;
import io.github.fanoutlab.adapter.server.TimedAck;
import io.github.fanoutlab.platform.http.HttpResponse;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("What the server API of Socket.IO 4.8 has and no other test shows")
class DocumentedApiTest {

    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io = SocketIoServer.create(node);
    private final List<String> told = new ArrayList<>();

    @ParameterizedTest(name = "through a Redis: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("adapter.on: rooms are created, joined, left and deleted")
    void room_events(boolean throughRedis) {
        if (throughRedis) {
            io.adapter(RedisAdapter.at("redis://redis"));
        }
        for (String event : List.of("create-room", "join-room", "leave-room", "delete-room")) {
            io.sockets()
                    .adapter()
                    .on(event, (room, id) -> told.add(event + " " + room + (id == null ? "" : " by one")));
        }
        io.sockets().adapter().on("join-room", (room, id) -> {
            throw new IllegalStateException("in a handler");
        });
        io.on("connection", socket -> {
            socket.join("a");
            socket.join("a");
        });
        MemoryClient first = Connections.connected(io);
        String own = one().id();
        assertThat(told)
                .containsExactly(
                        "create-room " + own, "join-room " + own + " by one", "create-room a", "join-room a by one");
        told.clear();

        MemoryClient second = Connections.connected(io);
        assertThat(told).endsWith("join-room a by one").doesNotContain("create-room a");
        second.vanish();
        told.clear();
        one().leave("a");
        one().leave("a");
        first.vanish();

        assertThat(told)
                .containsExactly(
                        "leave-room a by one", "delete-room a", "leave-room " + own + " by one", "delete-room " + own);
        assertThat(node.warnings()).hasSize(4).allMatch(warning -> warning.contains("handler of \"join-room\" threw"));
        assertThatThrownBy(() -> io.sockets().adapter().on("join", (room, id) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rooms have the events [create-room, join-room, leave-room, delete-room], not \"join\"");
    }

    @Test
    @DisplayName("socket.conn and socket.request: the transport of a client, its upgrade, its first request")
    void the_connection() {
        io.on("connection", socket -> {
            told.add(socket.conn().transportName() + ", "
                    + socket.request().query().get("transport"));
            socket.conn().onUpgrade(transport -> {
                throw new IllegalStateException("in a handler");
            });
            socket.conn().onUpgrade(transport -> told.add("moved to " + transport));
        });
        String open = MemoryClient.request(io.ports(), io.handler(), "GET", POLLING, "")
                .text();
        String session = POLLING + "&sid=" + Connections.sid(List.of(open));
        MemoryClient.request(io.ports(), io.handler(), "POST", session, "40");
        MemoryClient.request(io.ports(), io.handler(), "GET", session, "");
        MemoryClient socket = MemoryClient.connect(io.ports(), io.handler(), session.replace("polling", "websocket"));
        socket.say("2probe");
        socket.say("5");

        assertThat(told).containsExactly("polling, polling", "moved to websocket");
        assertThat(one().conn().transportName()).isEqualTo("websocket");
        assertThat(one().conn().protocol()).isEqualTo(4);
        assertThat(io.engine().clientCount()).isEqualTo(1);
        assertThat(node.warnings()).hasSize(1);
        assertThatThrownBy(() -> one().conn().listen(null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("engine.on(\"connection_error\"): who is refused, and why")
    void connection_errors() {
        io.engine()
                .onConnectionError(refused -> told.add(
                        refused.request().target() + ": " + refused.error().code() + " " + refused.message()));
        MemoryClient.request(io.ports(), io.handler(), "GET", "/socket.io/?EIO=4&transport=smoke", "");
        MemoryClient.request(io.ports(), io.handler(), "POST", POLLING, "40");
        MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=3&transport=websocket");

        assertThat(told)
                .containsExactly(
                        "/socket.io/?EIO=4&transport=smoke: 0 Transport unknown",
                        POLLING + ": 2 Bad handshake method",
                        "/socket.io/?EIO=3&transport=websocket: 5 Unsupported protocol version");
    }

    @Test
    @DisplayName("engine.on(\"initial_headers\") and engine.on(\"headers\"): the headers of responses")
    void headers() {
        io.engine().onHeaders((headers, request) -> headers.put("x-all", String.valueOf(headers.get("x-first"))));
        io.engine().onInitialHeaders((headers, request) -> headers.put("x-first", request.method()));
        io.engine().onHeaders((headers, request) -> {
            throw new IllegalStateException("in a handler");
        });
        HttpResponse open = MemoryClient.request(io.ports(), io.handler(), "GET", POLLING, "");
        String session = POLLING + "&sid=" + Connections.sid(List.of(open.text()));
        HttpResponse post = MemoryClient.request(io.ports(), io.handler(), "POST", session, "40");
        MemoryClient upgrade = MemoryClient.connect(io.ports(), io.handler(), session.replace("polling", "websocket"));
        MemoryClient socket = MemoryClient.connect(io.ports(), io.handler(), Connections.TARGET);

        assertThat(open.headers()).containsEntry("x-first", "GET").containsEntry("x-all", "GET");
        assertThat(post.headers()).containsEntry("x-all", "null").doesNotContainKey("x-first");
        assertThat(upgrade.upgradeHeaders()).containsExactly(entry("x-all", "null"));
        assertThat(socket.upgradeHeaders()).containsOnly(entry("x-all", "GET"), entry("x-first", "GET"));
        assertThat(node.warnings()).hasSize(4).allMatch(warning -> warning.contains("handler of \"headers\" threw"));
    }

    @Test
    @DisplayName("engine.on(\"initial_headers\"): the cookie is there already, and may be changed")
    void cookie() {
        SocketIoServer io = SocketIoServer.create(
                node, ServerOptions.engine(EngineOptions.builder().cookie(Cookie.named("lb"))));
        io.engine()
                .onInitialHeaders((headers, request) ->
                        headers.computeIfPresent("Set-Cookie", (name, cookie) -> cookie + "; Partitioned"));

        assertThat(MemoryClient.request(io.ports(), io.handler(), "GET", POLLING, "")
                        .headers()
                        .get("Set-Cookie"))
                .startsWith("lb=")
                .endsWith("; Path=/; HttpOnly; SameSite=Lax; Partitioned");
    }

    @Test
    @DisplayName("emitWithAck: a future of an ack, of many, or of other servers, with Futures")
    void futures() {
        List<MemoryClient> clients = List.of(Connections.connected(io), Connections.connected(io));
        CompletableFuture<Event> alone =
                Futures.of(answer -> one().timeout(1_000).emit("question", (TimedAck) answer::done));
        CompletableFuture<List<JsonNode>> together =
                Futures.of(answers -> io.timeout(1_000).emit("question", (BroadcastAck) answers::done));
        clients.forEach(client ->
                client.hearsNow().forEach(frame -> client.say(frame.replaceAll("42(\\d+).*", "43$1[\"answer\"]"))));

        assertThat(alone.join().string(0)).isEqualTo("answer");
        assertThat(together.join()).extracting(JsonNode::stringValue).containsExactly("answer", "answer");
    }

    @Test
    @DisplayName("socket.eventNames and socket.off: which events have handlers, until none has")
    void event_names() {
        Connections.connected(io);
        Socket socket = one();
        socket.on("a", event -> told.add("a"));
        socket.once("b", event -> told.add("b"));
        assertThat(socket.eventNames()).containsExactly("a", "b");
        socket.off("a");
        assertThat(socket.eventNames()).containsExactly("b");
        socket.off();
        assertThat(socket.eventNames()).isEmpty();
    }

    private Socket one() {
        return io.sockets().sockets().values().iterator().next();
    }
}

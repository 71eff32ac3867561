package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.server.Ack;
import io.github.fanoutlab.legacy.server.Authorization;
import io.github.fanoutlab.legacy.server.BrowserClient;
import io.github.fanoutlab.legacy.server.Namespace;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What legacy-store/README.md shows works")
class ApiTourTest {

    private final TestLab lab = new TestLab();
    private final List<String> told = new ArrayList<>();
    private final LegacyNode legacy = LegacyNode.alone(lab);
    private final LegacyServer io = legacy.io;

    private void print(String line) {
        told.add(line);
    }

    @Test
    void a_cluster() {
        LegacyNode.Client client = LegacyNode.clustered(lab, "W2", 7).connect();
        String redisUrl = "redis://redis";
        // region server
        RedisConnection redisPub = io.createRedisClient("pub", redisUrl);
        RedisConnection redisSub = io.createRedisClient("sub", redisUrl);
        RedisConnection redisClient = io.createRedisClient("client", redisUrl);
        io.set("store", RedisStore.of(redisPub, redisSub, redisClient));
        io.sockets().emit("data", "payload");
        // endregion
        lab.settle();

        assertThat(client.hears()).containsExactly("5:::{\"name\":\"data\",\"args\":[\"payload\"]}");
    }

    @Test
    void dialects() {
        RedisConnection redisPub = io.createRedisClient("pub", "redis://redis");
        RedisConnection redisSub = io.createRedisClient("sub", "redis://redis");
        RedisConnection redisClient = io.createRedisClient("client", "redis://redis");
        // region dialects
        RedisStore store = RedisStore.of(redisPub, redisSub, redisClient); // 0.9.17 to 0.9.19: 13 channels
        store.dialect(Dialect.V0_9_16); // 0.9.16: 8, and 5 more for each client
        // endregion
        assertThat(store.dialect()).isEqualTo(Dialect.V0_9_16);
    }

    @Test
    void events() {
        // region events
        io.sockets().on("connection", socket -> {
            socket.emit("news", Map.of("hello", "world"));
            socket.on("order", event -> event.ack(event.string(0) + " is on its way"));
            socket.on("message", event -> socket.send("you said " + event.string(0)));
            socket.on("disconnect", event -> print("left: " + event.string(0)));
            socket.emit("question", 7, (Ack) answer -> print("answer: " + answer.string(0)));

            socket.set("nickname", "Ada", (error, done) -> {});
            socket.get("nickname", (error, nickname) -> print("nickname: " + nickname));
        });
        // endregion
        LegacyNode.Client client = legacy.connect();
        client.says("5:1+::{\"name\":\"order\",\"args\":[\"tea\"]}");
        client.says("6:::1+[42]");
        client.says("3:::hello");
        client.says("0::");

        assertThat(client.hears()).containsExactly("6:::1+[\"tea is on its way\"]", "3:::you said hello", "0::");
        assertThat(told).containsExactly("nickname: Ada", "answer: 42", "left: booted");
    }

    @Test
    void rooms() {
        // region rooms
        io.sockets().on("connection", socket -> {
            socket.join("tea");
            socket.broadcast().emit("arrived", socket.id());
            socket.broadcast().to("tea").emit("tea for one more");
        });
        Namespace chat = io.of("/chat");
        chat.on("connection", socket -> {
            socket.on("say", event -> socket.broadcast().emit("said", event.string(0)));
        });

        io.sockets().emit("news", "for everybody");
        io.sockets().in("tea").except("an id").emit("news", "for the room");
        io.sockets().volatile_().emit("position", 1, 2);
        chat.json().send(Map.of("topic", "tea"));
        // endregion
        LegacyNode.Client one = legacy.connect();
        LegacyNode.Client two = legacy.connect();
        one.says("1::/chat");
        two.says("1::/chat");
        two.says("5::/chat:{\"name\":\"say\",\"args\":[\"hi\"]}");

        assertThat(one.hears())
                .containsExactly(
                        "5:::{\"name\":\"arrived\",\"args\":[\"" + two.id() + "\"]}",
                        "5:::{\"name\":\"tea for one more\"}",
                        "1::/chat",
                        "5::/chat:{\"name\":\"said\",\"args\":[\"hi\"]}");
        assertThat(two.hears()).containsExactly("1::/chat");
        assertThat(io.sockets().clients("tea")).hasSize(2);
        assertThat(io.rooms()).containsOnlyKeys("", "/tea", "/chat");
    }

    @Test
    void settings() {
        // region settings
        io.on("set:transports", (value, name) -> print(name + " are now " + value));
        io.configure(() -> {
            io.set("transports", List.of("websocket", "xhr-polling"));
            io.set("heartbeat interval", 10); // all times are in seconds
            io.set("origins", "example.com:*");
            io.disable("browser client");
        });
        io.configure("production", () -> io.set("log level", 1)); // if NODE_ENV is \"production\"
        io.set("authorization", (Authorization) (handshake, decision) ->
                decision.done(null, handshake.get("query").has("token")));
        io.of("/admin")
                .authorization((handshake, decision) ->
                        decision.done(null, handshake.get("xdomain").booleanValue()));
        // endregion
        assertThat(told).containsExactly("transports are now [websocket, xhr-polling]");
        assertThat(legacy.get("/socket.io/1/?token=7").status()).isEqualTo(403);
        io.set("origins", "*:*");
        assertThat(legacy.get("/socket.io/1/").text()).isEqualTo("handshake unauthorized");
        String handshake = legacy.get("/socket.io/1/?token=7").text();
        assertThat(handshake).endsWith(":60:60:websocket,xhr-polling");
        LegacyNode.Client client = legacy.open(handshake.split(":")[0]);
        client.says("1::/admin");
        assertThat(client.hears()).containsExactly("1::", "7::/admin:2");
        io.log().info(() -> "a line of my own");
        assertThat(legacy.node.logLines()).contains("legacy:info a line of my own");
    }

    @Test
    void the_client_for_browsers() throws Exception {
        Path folder = NodePeer.requirePackages("v09").resolve("node_modules/socket.io-client");
        // region client
        BrowserClient client = ClientPackage.read(folder); // node_modules/socket.io-client
        io.set("browser client source", client);
        io.enable("browser client etag");
        // endregion
        assertThat(legacy.get("/socket.io/socket.io+websocket.js").text())
                .startsWith("/*! Socket.IO.js build:0.9.17, development.");
    }

    @Test
    void the_path_of_an_emit() throws Exception {
        LegacyNode sender = LegacyNode.clustered(lab, "W2", 7);
        LegacyNode receiver = LegacyNode.clustered(lab, "W3", 8);
        receiver.io.sockets().on("connection", socket -> socket.join("tea"));
        LegacyNode.Client client = receiver.connect();

        sender.io.sockets().in("tea").emit("news", 1);

        String readme = Files.readString(Path.of("README.md"));
        assertThat(client.hears())
                .singleElement()
                .satisfies(text -> assertThat(readme).contains("\n" + text + "\n"));
        assertThat(lab.monitor())
                .filteredOn(command -> command.contains("PUBLISH dispatch"))
                .singleElement()
                .satisfies(command -> assertThat(readme)
                        .contains("\n"
                                + command.substring(command.indexOf("PUBLISH")).replace("\\x5c", "\\") + "\n"));
    }
}

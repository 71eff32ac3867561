package io.github.fanoutlab.adapter.redis.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.ConnectionStateRecovery;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.adapter.server.ServerOptions;
import io.github.fanoutlab.adapter.server.Session;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("On Redis, byte for byte as @socket.io/redis-streams-adapter 0.3.1")
class StreamsGoldenTest {

    private static final Pattern OWN_CHANNEL = Pattern.compile("#([0-9a-f]{16})#");
    private static final BroadcastAck NOBODY = (error, answers) -> {};

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final List<String> uids = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_asked_of_redis_is_what_node_asks(boolean sharded) {
        SocketIoServer io = server(sharded);
        Namespace chat = io.of("/chat");
        io.of("/").adapter();
        lab.settle();
        findUids();
        assertThat(commands()).isEqualTo(Golden.texts(recording(sharded).path("subscribed")));
        Map<String, Runnable> steps = steps(io, chat);
        anotherServerIsSubscribed(sharded);

        for (JsonNode vector : recording(sharded).path("steps")) {
            String step = vector.get("step").stringValue();
            steps.remove(step).run();
            lab.settle();
            assertThat(commands()).as(step).isEqualTo(recorded(vector));
        }
        assertThat(steps).isEmpty();
    }

    private static Map<String, Runnable> steps(SocketIoServer io, Namespace chat) {
        Map<String, Runnable> steps = new LinkedHashMap<>();
        steps.put("emit", () -> io.emit("data", "payload"));
        steps.put("emit to one room", () -> io.to("r1").emit("x", 1));
        steps.put(
                "emit to two rooms except",
                () -> io.to("r1").to("r2").except("r3").emit("x", Map.of("a", Arrays.asList(1, null, 1.5, "ü€😀"))));
        steps.put("emit volatile", () -> io.volatile_().emit("x"));
        steps.put("emit local", () -> io.local().emit("x"));
        steps.put(
                "emit bytes",
                () -> io.to("r1").emit("x", new byte[] {1, 2, 3}, Map.of("deep", List.of(new byte[0])), 1.5, -70_000));
        steps.put("emit to a namespace", () -> chat.to("r1").emit("x", "y"));
        steps.put("emit with ack", () -> io.to("r1").timeout(1000).emit("x", 1, NOBODY));
        steps.put("emit bytes with ack", () -> io.timeout(1000).emit("x", new byte[] {1}, NOBODY));
        steps.put("sockets join", () -> io.in("r1").socketsJoin("r2", "r3"));
        steps.put("sockets leave", () -> io.except("r4").socketsLeave("r2"));
        steps.put("disconnect sockets", () -> chat.disconnectSockets(true));
        steps.put("fetch sockets", () -> io.in("r1").fetchSockets((error, sockets) -> {}));
        steps.put("server-side emit", () -> io.serverSideEmit("hello", 1, Map.of("a", "b")));
        steps.put("server-side emit of bytes", () -> io.serverSideEmit("hello", new byte[] {1}));
        steps.put("server-side emit with ack", () -> io.serverSideEmit("hello", 1, NOBODY));
        Set<String> rooms = new LinkedHashSet<>(List.of("abcdefghijklmnopqrst", "r1"));
        Session session =
                new Session("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", rooms, Map.of("user", "alice"), List.of());
        steps.put("a session is kept", () -> io.of("/").adapter().persistSession(session));
        return steps;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void so_are_responses(boolean sharded) {
        SocketIoServer io = server(sharded);
        io.onServerSide("ping", event -> event.ack("pong", 2));
        io.onServerSide("silent", event -> event.ack());
        io.onServerSide("bytes", event -> event.ack(new byte[] {7}));
        lab.settle();
        findUids();
        commands();

        for (JsonNode vector : recording(sharded).path("responses")) {
            byte[] request = Golden.bytes(vector.get("request").stringValue());
            if (sharded) {
                lab.spublish("socket.io#/#", request);
            } else {
                lab.publish("socket.io#/#", request);
            }
            assertThat(commands()).isEqualTo(recorded(vector));
        }
        assertThat(node.warnings()).isEmpty();
    }

    private SocketIoServer server(boolean sharded) {
        RedisStreamsAdapter adapter = RedisStreamsAdapter.at("redis://redis");
        ServerOptions options = ServerOptions.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build();
        return SocketIoServer.create(node, options)
                .adapter(
                        sharded
                                ? adapter.useShardedPubSub(true)
                                        .streamName("s")
                                        .streamCount(4)
                                        .maxLen(50)
                                        .sessionKeyPrefix("k:")
                                : adapter);
    }

    private static JsonNode recording(boolean sharded) {
        return sharded ? Golden.vectors("streams", "sharded") : Golden.recording("streams");
    }

    /** Another server, so that requests are sent. */
    private void anotherServerIsSubscribed(boolean sharded) {
        var sub = lab.node("other").createRedisClient("sub", "redis://redis");
        if (sharded) {
            sub.ssubscribe("socket.io#/#", (channel, payload) -> {}, () -> {});
        } else {
            sub.subscribe("socket.io#/#", (channel, payload) -> {}, () -> {});
        }
        lab.settle();
        commands();
    }

    private void findUids() {
        for (String line : lab.monitor()) {
            Matcher own = OWN_CHANNEL.matcher(line);
            if (own.find()) {
                uids.add(own.group(1));
            }
        }
    }

    /** Reading is left out: how a server does that is nobody else's business. */
    private List<String> commands() {
        List<String> commands = lab.monitor().stream()
                .filter(line -> !line.contains(": XR"))
                .map(this::withoutIds)
                .toList();
        lab.monitor().clear();
        return commands;
    }

    private String withoutIds(String line) {
        String text = line.replace("W1: ", "");
        for (String uid : uids) {
            text = text.replace(uid, "0123456789abcdef");
        }
        return text.replaceFirst("(requestId\\\\xb0)[0-9a-f]{16}", "$1REQUESTREQUESTID");
    }

    private static List<String> recorded(JsonNode vector) {
        return Golden.texts(vector.get("commands")).stream()
                .map(command -> command.split(" "))
                .map(parts -> parts[0].endsWith("PUBLISH")
                        ? parts[0] + " " + parts[1] + " " + RedisReply.readable(Golden.bytes(parts[2]))
                        : RedisReply.readable(String.join(" ", parts).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}

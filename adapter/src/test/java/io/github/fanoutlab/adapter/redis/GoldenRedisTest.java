package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@DisplayName("On Redis, byte for byte as @socket.io/redis-adapter 8.3 and @socket.io/redis-emitter 5.1")
class GoldenRedisTest {

    private static final String URL = "redis://redis";
    private static final Pattern OWN_CHANNEL = Pattern.compile("-response#/[a-z]*#(.{6})#");

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final List<String> uids = new ArrayList<>();
    private List<String> subscriptions = List.of();

    static Iterable<JsonNode> steps() {
        return Golden.vectors("adapter").get("steps");
    }

    static Iterable<JsonNode> responses() {
        return Golden.vectors("responses");
    }

    static Iterable<JsonNode> emitter() {
        return Golden.vectors("emitter");
    }

    @Test
    void subscriptions_are_those_of_node() {
        SocketIoServer.create(node).adapter(RedisAdapter.at(URL));
        lab.settle();

        assertThat(subscribed())
                .isEqualTo(recordedTopics(Golden.vectors("adapter").get("subscribed")));
    }

    @Test
    void subscriptions_with_another_key_are_those_of_node() {
        SocketIoServer.create(node).adapter(RedisAdapter.at(URL).key("other"));
        lab.settle();

        assertThat(subscribed()).isEqualTo(recordedTopics(Golden.vectors("adapterWithKey")));
    }

    @ParameterizedTest
    @MethodSource
    void steps(JsonNode vector) {
        SocketIoServer io = SocketIoServer.create(node).adapter(RedisAdapter.at(URL));
        Namespace chat = io.of("/chat");
        settleAndForget();
        Map<String, Runnable> steps = new TreeMap<>();
        steps.put("emit", () -> io.emit("data", "payload"));
        steps.put("emit to one room", () -> io.to("r1").emit("x", 1));
        steps.put("emit to two rooms", () -> io.to("r1").to("r2").emit("x", 1));
        steps.put("emit except", () -> io.except("r2").emit("x"));
        steps.put(
                "emit to one room except two",
                () -> io.to("r1").except("r2", "r3").emit("x", Map.of("a", Arrays.asList(1, null))));
        steps.put("emit volatile", () -> io.volatile_().emit("x"));
        steps.put("emit compress volatile", () -> io.compress(false).volatile_().emit("x"));
        steps.put("emit local", () -> io.local().emit("x"));
        steps.put("emit bytes", () -> io.emit("x", new byte[] {1, 2, 3}));
        steps.put("emit to a namespace", () -> chat.to("r1").emit("x", "y"));
        steps.put("sockets join", () -> io.in("r1").socketsJoin("r2", "r3"));
        steps.put("sockets leave", () -> io.in("r1").except("r4").socketsLeave("r2"));
        steps.put("disconnect sockets", () -> chat.disconnectSockets(true));
        steps.put("server-side emit", () -> io.serverSideEmit("hello", 1, Map.of("a", "b")));

        steps.get(vector.get("step").stringValue()).run();
        lab.settle();

        assertThat(published()).isEqualTo(recordedPublishes(vector.get("commands")));
    }

    @ParameterizedTest
    @MethodSource
    void responses(JsonNode vector) {
        SocketIoServer io = SocketIoServer.create(node).adapter(RedisAdapter.at(URL));
        io.onServerSide("ping", event -> event.ack("pong", 2));
        io.onServerSide("silent", event -> event.ack());
        settleAndForget();

        lab.publish("socket.io-request#/#", Golden.bytes(vector.get("request").stringValue()));
        lab.settle();

        assertThat(published()).isEqualTo(recordedPublishes(vector.get("commands")));
        assertThat(node.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void emitter(JsonNode vector) {
        Emitter emitter = Emitter.at(node, URL);
        lab.settle();
        Map<String, Runnable> steps = new TreeMap<>();
        steps.put("emit", () -> emitter.emit("data", "payload"));
        steps.put("emit to one room", () -> emitter.to("r1").emit("x", 1));
        steps.put(
                "emit to two rooms except volatile",
                () -> emitter.to("r1", "r2").except("r3").volatile_().emit("x", new byte[] {1}));
        steps.put("emit to a namespace", () -> emitter.of("chat").emit("x"));
        steps.put("sockets join", () -> emitter.in("r1").socketsJoin("r2"));
        steps.put("sockets leave", () -> emitter.socketsLeave("r2", "r3"));
        steps.put("disconnect sockets", () -> emitter.of("/chat").except("r1").disconnectSockets(false));
        steps.put("server-side emit", () -> emitter.serverSideEmit("hello", 1));

        steps.get(vector.get("step").stringValue()).run();
        lab.settle();

        assertThat(published()).isEqualTo(recordedPublishes(vector.get("commands")));
        assertThat(lab.monitor()).hasSize(1);
    }

    /** Every topic that was subscribed to, however many commands it took. */
    private List<String> subscribed() {
        settleAndForget();
        return subscriptions;
    }

    private void settleAndForget() {
        lab.settle();
        List<String> commands =
                lab.monitor().stream().map(line -> line.replace("W1: ", "")).toList();
        for (String command : commands) {
            Matcher own = OWN_CHANNEL.matcher(command);
            if (own.find()) {
                uids.add(own.group(1));
            }
        }
        subscriptions = topics(commands.stream().map(this::withoutUid).toList());
        lab.monitor().clear();
    }

    private String withoutUid(String line) {
        String result = line;
        for (String uid : uids) {
            result = result.replace(uid, "UIDUID");
        }
        return result;
    }

    private static List<String> recordedTopics(JsonNode commands) {
        return topics(Golden.texts(commands));
    }

    private static List<String> topics(List<String> commands) {
        return commands.stream()
                .flatMap(command ->
                        Arrays.stream(command.split(" ")).skip(1).map(topic -> command.split(" ")[0] + " " + topic))
                .sorted()
                .toList();
    }

    private List<String> published() {
        return lab.monitor("PUBLISH").stream()
                .map(line -> withoutUid(line.replace("W1: ", "")))
                .toList();
    }

    private static List<String> recordedPublishes(JsonNode commands) {
        return Golden.texts(commands).stream()
                .map(command -> command.split(" "))
                .map(parts -> parts[0] + " " + parts[1] + " " + RedisReply.readable(Golden.bytes(parts[2])))
                .toList();
    }
}

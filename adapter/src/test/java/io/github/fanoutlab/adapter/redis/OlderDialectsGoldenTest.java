package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackJs;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("On Redis, byte for byte as socket.io-redis 5.4 and socket.io-emitter 3.2, and 0.1.4 and 0.2.0")
class OlderDialectsGoldenTest {

    private static final String URL = "redis://redis";

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");

    static Iterable<JsonNode> codecOfV0_1() {
        return Golden.vectors("redis-v0_1", "codec");
    }

    static Iterable<JsonNode> codecOfV5() {
        return Golden.vectors("redis-v5", "codec");
    }

    static Iterable<JsonNode> broadcastsOfV0_1() {
        return Golden.vectors("redis-v0_1", "broadcasts");
    }

    static Iterable<JsonNode> broadcastsOfV5() {
        return Golden.vectors("redis-v5", "broadcasts");
    }

    static Iterable<JsonNode> requestsOfV5() {
        return Golden.vectors("redis-v5", "requests");
    }

    static Iterable<JsonNode> responsesOfV5() {
        return Golden.vectors("redis-v5", "responses");
    }

    static Iterable<JsonNode> emitterOfV0_1() {
        return Golden.vectors("redis-v0_1", "emitter");
    }

    static Iterable<JsonNode> emitterOfV5() {
        return Golden.vectors("redis-v5", "emitter");
    }

    static Iterable<JsonNode> emitterOfRedisEmitter4() {
        return Golden.vectors("redis-v5", "emitterOfRedisEmitter4");
    }

    @ParameterizedTest
    @MethodSource
    void codecOfV0_1(JsonNode vector) {
        JsonNode value = Payloads.parse(vector.get("json").stringValue());
        byte[] written = Golden.bytes(vector.get("hex").stringValue());

        assertThat(Golden.hex(MessagePackJs.encode(value))).isEqualTo(Golden.hex(written));
        assertThat(MessageCodec.json(MessagePackJs.decode(written)))
                .asString()
                .isEqualTo(vector.get("read").stringValue());
    }

    @ParameterizedTest
    @MethodSource
    void codecOfV5(JsonNode vector) {
        JsonNode value = Payloads.parse(vector.get("json").stringValue());
        byte[] written = Golden.bytes(vector.get("hex").stringValue());

        assertThat(Golden.hex(MessagePackEncoder.encode(value))).isEqualTo(Golden.hex(written));
        assertThat(MessageCodec.json(MessagePackDecoder.decode(written)))
                .asString()
                .isEqualTo(vector.get("read").stringValue());
    }

    @Test
    void bytes_and_undefined_are_read_as_either_dialect_writes_them() {
        JsonNode expected = Payloads.args(new byte[] {1, 2}, null, Map.of("b", 1));

        assertThat(MessagePackJs.decode(bytesOf("redis-v0_1"))).isEqualTo(expected);
        assertThat(MessagePackDecoder.decode(bytesOf("redis-v5"))).isEqualTo(expected);
    }

    private static byte[] bytesOf(String recording) {
        return Golden.bytes(Golden.vectors(recording, "bytes").get("hex").stringValue());
    }

    @Test
    void long_bytes_of_v0_1_have_four_bytes_of_length() {
        JsonNode bytes = JsonNodeFactory.instance.binaryNode(new byte[70_000]);

        byte[] written = MessagePackJs.encode(bytes);

        assertThat(Golden.hex(Arrays.copyOf(written, 5))).isEqualTo("d900011170");
        assertThat(MessagePackJs.decode(written)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V0_1", "V5"})
    void subscriptions_are_those_of_node(Dialect dialect) {
        server(dialect).of("/chat");
        lab.settle();

        List<String> recorded =
                Golden.texts(Golden.vectors("redis-" + dialect.name().toLowerCase(), "subscribed"));
        for (String command : recorded) {
            for (String topic : command.split(" ")) {
                assertThat(lab.monitor()).anyMatch(line -> line.endsWith(" " + topic) || command.startsWith(topic));
            }
        }
        long channels = recorded.stream()
                .mapToLong(command -> command.split(" ").length - 1)
                .sum();
        assertThat(lab.monitor("PSUBSCRIBE").size() + lab.monitor("SUBSCRIBE").size())
                .isEqualTo(dialect == Dialect.V0_1 ? 1 : 2 * (int) channels);
    }

    @ParameterizedTest
    @MethodSource
    void broadcastsOfV0_1(JsonNode vector) {
        assertBroadcasts(Dialect.V0_1, vector);
    }

    @ParameterizedTest
    @MethodSource
    void broadcastsOfV5(JsonNode vector) {
        assertBroadcasts(Dialect.V5, vector);
    }

    private void assertBroadcasts(Dialect dialect, JsonNode vector) {
        SocketIoServer io = server(dialect);
        Namespace chat = io.of("/chat");
        lab.settle();
        Map<String, Runnable> steps = new TreeMap<>();
        steps.put("emit", () -> io.emit("data", "payload"));
        steps.put("emit to one room", () -> io.to("r1").emit("x", 1));
        steps.put("emit to two rooms", () -> io.to("r1").to("r2").emit("x", Map.of("a", Arrays.asList(1, null))));
        steps.put("emit volatile", () -> io.volatile_().emit("x"));
        steps.put("emit compress volatile", () -> io.compress(false).volatile_().emit("x"));
        steps.put("emit local", () -> io.local().emit("x"));
        steps.put("emit bytes", () -> io.emit("x", new byte[] {1, 2, 3}));
        steps.put("emit to a namespace", () -> chat.to("r1").emit("x", "y"));
        steps.put(
                "emit to others",
                () -> io.of("/")
                        .adapter()
                        .broadcast(
                                Packet.event("/", Payloads.event("x")),
                                new BroadcastOptions(Set.of("r1"), Set.of("sid1"), Map.of())));

        steps.get(vector.get("step").stringValue()).run();
        lab.settle();

        assertThat(published()).isEqualTo(recorded(vector));
    }

    @ParameterizedTest
    @MethodSource
    void requestsOfV5(JsonNode vector) {
        V5Requests all = V5Requests.of(server(Dialect.V5).of("/"));
        lab.settle();
        lab.monitor().clear();
        Map<String, Runnable> steps = new TreeMap<>();
        steps.put("clients", () -> all.clients(List.of(), (error, ids) -> {}));
        steps.put("clients in rooms", () -> all.clients(List.of("r1", "r2"), (error, ids) -> {}));
        steps.put("client rooms", () -> all.clientRooms("sid1", (error, rooms) -> {}));
        steps.put("all rooms", () -> all.allRooms((error, rooms) -> {}));
        steps.put("remote join", () -> all.remoteJoin("sid1", "r1", (error, done) -> {}));
        steps.put("remote leave", () -> all.remoteLeave("sid1", "r1", (error, done) -> {}));
        steps.put("remote disconnect", () -> all.remoteDisconnect("sid1", true, (error, done) -> {}));
        steps.put("custom request", () -> all.customRequest(Map.of("a", List.of(1, "two")), (error, replies) -> {}));
        steps.put("custom request of nothing", () -> all.customRequest(null, (error, replies) -> {}));

        steps.get(vector.get("step").stringValue()).run();
        lab.settle();

        List<String> asked = lab.monitor().stream()
                .filter(line -> !line.contains("-response#"))
                .map(OlderDialectsGoldenTest::withoutIds)
                .toList();
        assertThat(asked).isEqualTo(recorded(vector));
    }

    @ParameterizedTest
    @MethodSource
    void responsesOfV5(JsonNode vector) {
        SocketIoServer io = server(Dialect.V5);
        if (vector.has("hook")) {
            V5Requests.of(io.of("/")).customHook((data, answer) -> answer.accept(Map.of("heard", data)));
        }
        lab.settle();

        lab.publish("socket.io-request#/#", Golden.bytes(vector.get("request").stringValue()));
        lab.settle();

        assertThat(published()).isEqualTo(recorded(vector));
        assertThat(node.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void emitterOfV0_1(JsonNode vector) {
        assertThat(emitted(Dialect.V0_1, vector)).isEqualTo(recorded(vector));
    }

    /** Node's emitter sends type 2 even for bytes, which its servers then send to their clients as JSON; ours sends type 5. */
    @ParameterizedTest
    @MethodSource
    void emitterOfV5(JsonNode vector) {
        boolean bytes = vector.get("step").stringValue().equals("emit bytes");
        List<String> recorded = recorded(vector).stream()
                .map(line -> bytes ? line.replace("type\\x02", "type\\x05") : line)
                .toList();
        assertThat(emitted(Dialect.V5, vector)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @MethodSource
    void emitterOfRedisEmitter4(JsonNode vector) {
        assertThat(emitted(Dialect.V8, vector)).isEqualTo(recorded(vector));
    }

    private List<String> emitted(Dialect dialect, JsonNode vector) {
        Emitter emitter = Emitter.at(node, URL).dialect(dialect);
        Map<String, Runnable> steps = new TreeMap<>();
        steps.put("emit", () -> emitter.emit("data", "payload"));
        steps.put("emit to one room", () -> emitter.to("r1").emit("x", 1));
        steps.put("emit to two rooms", () -> emitter.to("r1", "r2").emit("x", Map.of("a", Arrays.asList(1, null))));
        steps.put("emit volatile", () -> emitter.volatile_().emit("x"));
        steps.put("emit to a namespace", () -> emitter.of("/chat").to("r1").emit("x", "y"));
        steps.put("emit bytes", () -> emitter.emit("x", new byte[] {1, 2, 3}));

        steps.get(vector.get("step").stringValue()).run();
        lab.settle();

        return lab.monitor().stream()
                .map(line -> line.replaceFirst("^W1: ", ""))
                .toList();
    }

    private SocketIoServer server(Dialect dialect) {
        return SocketIoServer.create(node).adapter(RedisAdapter.at(URL).dialect(dialect));
    }

    private List<String> published() {
        return lab.monitor("PUBLISH").stream()
                .map(OlderDialectsGoldenTest::withoutIds)
                .toList();
    }

    private static String withoutIds(String line) {
        return line.replaceFirst("^W1: ", "")
                .replaceFirst("PUBLISH socket\\.io#[^/]{6} ", "PUBLISH socket.io#UIDUID ")
                .replaceFirst("\\\\x93\\\\xa6.{6}", "\\\\x93\\\\xa6UIDUID")
                .replaceFirst("(PUBLISH \\S+ \\{\"requestid\":\")[^\"]{6}(\",\"type\")", "$1REQUID$2");
    }

    private static List<String> recorded(JsonNode vector) {
        return Golden.texts(vector.get("commands")).stream()
                .map(command -> command.split(" "))
                .map(parts -> parts[0].equals("PUBLISH")
                        ? parts[0] + " " + parts[1] + " " + RedisReply.readable(Golden.bytes(parts[2]))
                        : String.join(" ", parts))
                .toList();
    }
}

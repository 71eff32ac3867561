package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.server.Adapter;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@DisplayName("On Redis, byte for byte as createShardedAdapter of @socket.io/redis-adapter 8.3")
class ShardedGoldenTest {

    private static final String SOCKET_ID = "abcdefghijklmnopqrst";
    private static final String OTHER_ID = "bcdefghijklmnopqrstu";
    private static final Pattern OWN_CHANNEL = Pattern.compile("#([0-9a-f]{16})#");

    private static final BroadcastAck NOBODY = (error, answers) -> {};

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final List<String> uids = new ArrayList<>();

    static Iterable<JsonNode> responses() {
        return Golden.vectors("sharded", "responses");
    }

    @Test
    void subscriptions_are_those_of_node() {
        server(SubscriptionMode.DYNAMIC).of("/chat");

        assertThat(subscribed()).isEqualTo(Golden.texts(Golden.vectors("sharded", "subscribed")));
    }

    @ParameterizedTest
    @EnumSource
    void what_is_published_and_subscribed_is_what_node_does(SubscriptionMode mode) {
        SocketIoServer io = server(mode);
        Namespace chat = io.of("/chat");
        Map<String, Runnable> steps = steps(io, chat, io.of("/").adapter());
        anotherServerIsSubscribed();
        subscribed();

        String key = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        for (JsonNode vector : Golden.vectors("sharded", key)) {
            String step = vector.get("step").stringValue();
            steps.remove(step).run();
            lab.settle();
            assertThat(commands()).as(step).isEqualTo(recorded(vector));
        }
        assertThat(steps).isEmpty();
    }

    private static Map<String, Runnable> steps(SocketIoServer io, Namespace chat, Adapter main) {
        Map<String, Runnable> steps = new LinkedHashMap<>();
        steps.put("emit", () -> io.emit("data", "payload"));
        steps.put("emit to one room", () -> io.to("r1").emit("x", 1));
        steps.put("emit to one socket", () -> io.to(SOCKET_ID).emit("x", 1));
        steps.put(
                "emit to two rooms except",
                () -> io.to("r1").to("r2").except("r3").emit("x", Map.of("a", Arrays.asList(1, null))));
        steps.put("emit volatile", () -> io.volatile_().emit("x"));
        steps.put("emit local", () -> io.local().emit("x"));
        steps.put("emit bytes", () -> io.to("r1").emit("x", new byte[] {1, 2, 3}));
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
        steps.put("a socket comes", () -> main.addAll(SOCKET_ID, List.of(SOCKET_ID)));
        steps.put("it joins", () -> main.addAll(SOCKET_ID, List.of("r1", "r2")));
        steps.put("another comes and joins", () -> main.addAll(OTHER_ID, List.of("r1")));
        steps.put("the first leaves one", () -> main.del(SOCKET_ID, "r2"));
        steps.put("the first goes", () -> main.delAll(SOCKET_ID));
        steps.put("the other goes", () -> main.delAll(OTHER_ID));
        return steps;
    }

    @ParameterizedTest
    @MethodSource
    void responses(JsonNode vector) {
        SocketIoServer io = server(SubscriptionMode.DYNAMIC);
        io.onServerSide("ping", event -> event.ack("pong", 2));
        io.onServerSide("silent", event -> event.ack());
        io.onServerSide("bytes", event -> event.ack(new byte[] {7}));
        subscribed();

        spublish("socket.io#/#", Golden.bytes(vector.get("request").stringValue()));

        assertThat(commands()).isEqualTo(recorded(vector));
        assertThat(node.warnings()).isEmpty();
    }

    /** Read in npm {@code socket.io-adapter} 2.5.8, {@code cluster-adapter.js}. */
    @Test
    void debug_lines_are_those_of_node() {
        SocketIoServer io = server(SubscriptionMode.DYNAMIC);
        io.onServerSide("ping", event -> event.ack());
        SimNode other = lab.node("W2");
        SocketIoServer asking = SocketIoServer.create(other).adapter(ShardedRedisAdapter.at("redis://redis"));
        lab.settle();

        asking.serverSideEmit("ping", (BroadcastAck) (error, answers) -> {});
        lab.settle();
        asking.in("r1").fetchSockets((error, sockets) -> {});
        lab.settle();
        asking.in("r1").socketsLeave("r2");
        lab.settle();

        assertThat(debug(other))
                .containsExactly(
                        "waiting for 1 responses to \"serverSideEmit\" request",
                        "sending message 9",
                        "ignore message from self",
                        "received response 10 to request ID",
                        "sending message 7",
                        "ignore message from self",
                        "received response 8 to request ID",
                        "ignore message from self");
        assertThat(debug(node))
                .containsExactly(
                        "new event of type 9 from ID",
                        "calling acknowledgement with undefined",
                        "sending response 10 to ID",
                        "new event of type 7 from ID",
                        "calling fetchSockets with opts {\"rooms\":[\"r1\"],\"except\":[],\"flags\":{}}",
                        "sending response 8 to ID",
                        "new event of type 5 from ID");
    }

    private static List<String> debug(SimNode node) {
        return node.logLines().stream()
                .filter(line -> line.startsWith("socket.io-adapter ["))
                .map(line -> line.substring(line.indexOf(']') + 2).replaceAll("[0-9a-f]{16}", "ID"))
                .toList();
    }

    private SocketIoServer server(SubscriptionMode mode) {
        return SocketIoServer.create(node)
                .adapter(ShardedRedisAdapter.at("redis://redis").subscriptionMode(mode));
    }

    /** Another server, so that requests are sent. */
    private void anotherServerIsSubscribed() {
        lab.settle();
        lab.node("other")
                .createRedisClient("sub", "redis://redis")
                .ssubscribe("socket.io#/#", (channel, payload) -> {}, () -> {});
        lab.settle();
    }

    private void spublish(String channel, byte[] payload) {
        lab.spublish(channel, payload);
        lab.settle();
    }

    private List<String> subscribed() {
        lab.settle();
        for (String line : lab.monitor()) {
            Matcher own = OWN_CHANNEL.matcher(line);
            if (own.find()) {
                uids.add(own.group(1));
            }
        }
        return commands();
    }

    private List<String> commands() {
        List<String> commands = lab.monitor().stream().map(this::withoutIds).toList();
        lab.monitor().clear();
        return commands;
    }

    private String withoutIds(String line) {
        String text = line.replace("W1: ", "");
        for (String uid : uids) {
            text = text.replace(uid, "0123456789abcdef");
        }
        return text.replaceFirst("(requestId(?:\":\"|\\\\xb0))[0-9a-f]{16}", "$1REQUESTREQUESTID");
    }

    private static List<String> recorded(JsonNode vector) {
        return Golden.texts(vector.get("commands")).stream()
                .map(command -> command.split(" "))
                .map(parts -> parts[0].equals("SPUBLISH")
                        ? parts[0] + " " + parts[1] + " " + RedisReply.readable(Golden.bytes(parts[2]))
                        : String.join(" ", parts))
                .toList();
    }

    @Test
    void garbage_is_dropped_and_the_server_goes_on() {
        SocketIoServer io = server(SubscriptionMode.DYNAMIC);
        lab.settle();

        for (String garbage : List.of("", "{", "[]", "\u0093", "{\"type\":3}", "{\"type\":\"x\"}", "nul")) {
            spublish("socket.io#/#", garbage.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int type = 0; type < 15; type++) {
            for (String data :
                    List.of("{}", "[]", "null", "{\"requestId\":1,\"opts\":{},\"packet\":[]}", "{\"packet\":{}}")) {
                String message = "{\"type\":" + type + ",\"uid\":\"stranger\",\"nsp\":\"/\",\"data\":" + data + "}";
                spublish("socket.io#/#", message.getBytes(StandardCharsets.UTF_8));
            }
        }

        io.emit("alive");
        lab.settle();
        assertThat(lab.monitor("SPUBLISH")).anyMatch(line -> line.contains("alive"));
    }
}

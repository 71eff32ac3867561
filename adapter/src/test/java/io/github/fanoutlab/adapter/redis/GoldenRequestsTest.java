package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.Golden;
import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Payloads;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.adapter.server.Callback;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.adapter.server.TimedAck;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@DisplayName(
        "Requests of a node, byte for byte as from @socket.io/redis-adapter 8.3, and what becomes of the responses")
class GoldenRequestsTest {

    private static final JsonNode VECTORS = Golden.vectors("requests");
    private static final String URL = "redis://redis";
    private static final String REQUEST_CHANNEL = "socket.io-request#/#";
    private static final String RESPONSE_CHANNEL = "socket.io-response#/#";
    private static final Pattern UID = Pattern.compile("SUBSCRIBE socket.io-response#/#(.{6})#");
    private static final Pattern REQUEST_ID = Pattern.compile("requestId(?:\":\"|\\\\xa6)(.{6})");

    /** What a callback got: the message of an error, or null, and a value. */
    private record Outcome(String error, Object value) {}

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io =
            SocketIoServer.create(node).adapter(RedisAdapter.at(URL).requestsTimeout(50));
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<String, Runnable> requests = new LinkedHashMap<>();
    private String uid;
    private RemoteSocket remote;

    static Iterable<JsonNode> requests() {
        return VECTORS;
    }

    @BeforeEach
    void two_others_subscribe_that_do_not_respond_by_themselves() {
        for (String other : List.of("other1", "other2")) {
            lab.node(other)
                    .createRedisClient("sub", URL)
                    .subscribe(REQUEST_CHANNEL, (channel, payload) -> {}, () -> {});
        }
        lab.settle();
        Matcher own = UID.matcher(String.join("\n", lab.monitor()));
        assertThat(own.find()).isTrue();
        uid = own.group(1);
        io.fetchSockets((error, found) -> remote = found.get(0));
        lab.settle();
        respond(VECTORS.get(0));
        lab.monitor().clear();

        BroadcastAck ack = (error, answers) -> outcome().done(error, answers);
        TimedAck timedAck = (error, answer) -> outcome().done(error, answer.get(0));
        Callback<List<RemoteSocket>> found = (error, all) -> outcome()
                .done(
                        error,
                        all == null ? null : all.stream().map(this::describe).toList());
        requests.put("fetch sockets", () -> io.in("r1").except("r2").fetchSockets(found));
        requests.put("fetch sockets, one response is no list", () -> io.fetchSockets(found));
        requests.put("fetch sockets, one keeps silent", () -> io.fetchSockets(found));
        requests.put("fetch local sockets", () -> io.local().fetchSockets(found));
        requests.put("all rooms", () -> io.allRooms(outcome()::done));
        requests.put("all rooms, both keep silent", () -> io.allRooms(outcome()::done));
        requests.put("server count", () -> io.serverCount(outcome()::done));
        requests.put("server-side emit", () -> io.serverSideEmit("hello", 1, Map.of("a", "b"), ack));
        requests.put("server-side emit, one keeps silent", () -> io.serverSideEmit("hello", ack));
        requests.put("server-side emit, responses to others and too many", () -> io.serverSideEmit("hello", ack));
        requests.put("broadcast", () -> io.to("r1").except("r2").timeout(1_000).emit("q", 1, ack));
        requests.put("broadcast bytes", () -> io.timeout(1_000).emit("q", new byte[] {1, 2}, ack));
        requests.put(
                "broadcast, answered with JSON",
                () -> io.volatile_().timeout(1_000).emit("q", ack));
        requests.put("broadcast to nobody", () -> io.timeout(1_000).emit("q", ack));
        requests.put("broadcast, one client keeps silent", () -> io.timeout(30).emit("q", ack));
        requests.put("broadcast, one server keeps silent", () -> io.timeout(30).emit("q", ack));
        requests.put("remote emit", () -> remote.emit("x", 1));
        requests.put("remote emit with ack", () -> remote.timeout(1_000).emit("q", timedAck));
        requests.put("remote join", () -> remote.join("a", "b"));
        requests.put("remote leave", () -> remote.leave("a"));
        requests.put("remote disconnect", () -> remote.disconnect(true));
    }

    private Callback<Object> outcome() {
        return (error, value) -> outcomes.add(new Outcome(error == null ? null : error.getMessage(), value));
    }

    private List<Object> describe(RemoteSocket socket) {
        return List.of(
                socket.id(), socket.rooms(), socket.data(), socket.handshake().toTree());
    }

    @ParameterizedTest
    @MethodSource
    void requests(JsonNode vector) {
        String request = vector.get("request").stringValue();
        requests.get(request).run();
        lab.settle();
        respond(vector);
        lab.advance(1_000);

        assertThat(commands()).isEqualTo(recordedCommands(vector));
        if (!request.matches("remote (emit|join|leave|disconnect)")) {
            assertThat(outcomes).hasSize(1);
            assertThat(outcomes.get(0).error()).isEqualTo(vector.path("error").asString(null));
            assertThat(JsonText.stringify(Payloads.toTree(outcomes.get(0).value())))
                    .isEqualTo(JsonText.stringify(Golden.value(vector.path("value"))));
        }
        assertThat(node.warnings()).isEmpty();
    }

    private void respond(JsonNode vector) {
        Matcher request = REQUEST_ID.matcher(String.join("\n", lab.monitor("PUBLISH")));
        String requestId = request.find() ? request.group(1) : "REQUID";
        for (String response : Golden.texts(vector.get("responses"))) {
            String payload = new String(Golden.bytes(response), StandardCharsets.ISO_8859_1);
            byte[] addressed = payload.replace("REQUID", requestId).getBytes(StandardCharsets.ISO_8859_1);
            lab.publish(RESPONSE_CHANNEL, addressed);
            lab.settle();
        }
    }

    private List<String> commands() {
        return lab.monitor().stream()
                .map(line -> line.replace("W1: ", "").replace(uid, "UIDUID"))
                .map(line -> {
                    Matcher request = REQUEST_ID.matcher(line);
                    return request.find() ? line.replace(request.group(1), "REQUID") : line;
                })
                .toList();
    }

    private static List<String> recordedCommands(JsonNode vector) {
        return Golden.texts(vector.get("commands")).stream()
                .map(command -> command.split(" "))
                .map(words -> words[0].equals("PUBLISH")
                        ? words[0] + " " + words[1] + " " + RedisReply.readable(Golden.bytes(words[2]))
                        : String.join(" ", words))
                .toList();
    }
}

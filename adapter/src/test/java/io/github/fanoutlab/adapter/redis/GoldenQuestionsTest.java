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
        "What a node asks on Redis, byte for byte as @socket.io/redis-adapter 8.3, and what it makes of the answers")
class GoldenQuestionsTest {

    private static final JsonNode QUESTIONS = Golden.vectors("questions");
    private static final String URL = "redis://redis";
    private static final String REQUESTS = "socket.io-request#/#";
    private static final String RESPONSES = "socket.io-response#/#";
    private static final Pattern UID = Pattern.compile("SUBSCRIBE socket.io-response#/#(.{6})#");
    private static final Pattern REQUEST_ID = Pattern.compile("requestId(?:\":\"|\\\\xa6)(.{6})");

    /** What was told: an error's message, or null, and a value. */
    private record Outcome(String error, Object value) {}

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");
    private final SocketIoServer io =
            SocketIoServer.create(node).adapter(RedisAdapter.at(URL).requestsTimeout(50));
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<String, Runnable> questions = new LinkedHashMap<>();
    private String uid;
    private RemoteSocket remote;

    static Iterable<JsonNode> questions() {
        return QUESTIONS;
    }

    @BeforeEach
    void two_others_are_there_that_answer_nothing_by_themselves() {
        for (String other : List.of("other1", "other2")) {
            lab.node(other).createRedisClient("sub", URL).subscribe(REQUESTS, (channel, payload) -> {}, () -> {});
        }
        lab.settle();
        Matcher own = UID.matcher(String.join("\n", lab.monitor()));
        assertThat(own.find()).isTrue();
        uid = own.group(1);
        io.fetchSockets((error, found) -> remote = found.get(0));
        lab.settle();
        answer(QUESTIONS.get(0));
        lab.monitor().clear();

        BroadcastAck ack = (error, answers) -> told().done(error, answers);
        TimedAck timedAck = (error, answer) -> told().done(error, answer.get(0));
        Callback<List<RemoteSocket>> found = (error, all) -> told().done(
                        error,
                        all == null ? null : all.stream().map(this::describe).toList());
        questions.put("fetch sockets", () -> io.in("r1").except("r2").fetchSockets(found));
        questions.put("fetch sockets, one answer is no list", () -> io.fetchSockets(found));
        questions.put("fetch sockets, one keeps silent", () -> io.fetchSockets(found));
        questions.put("fetch local sockets", () -> io.local().fetchSockets(found));
        questions.put("all rooms", () -> io.allRooms(told()::done));
        questions.put("all rooms, both keep silent", () -> io.allRooms(told()::done));
        questions.put("server count", () -> io.serverCount(told()::done));
        questions.put("server-side emit", () -> io.serverSideEmit("hello", 1, Map.of("a", "b"), ack));
        questions.put("server-side emit, one keeps silent", () -> io.serverSideEmit("hello", ack));
        questions.put("server-side emit, answers to others and too many", () -> io.serverSideEmit("hello", ack));
        questions.put("broadcast", () -> io.to("r1").except("r2").timeout(1_000).emit("q", 1, ack));
        questions.put("broadcast bytes", () -> io.timeout(1_000).emit("q", new byte[] {1, 2}, ack));
        questions.put(
                "broadcast, answered with JSON",
                () -> io.volatile_().timeout(1_000).emit("q", ack));
        questions.put("broadcast to nobody", () -> io.timeout(1_000).emit("q", ack));
        questions.put("broadcast, one client keeps silent", () -> io.timeout(30).emit("q", ack));
        questions.put("broadcast, one server keeps silent", () -> io.timeout(30).emit("q", ack));
        questions.put("remote emit", () -> remote.emit("x", 1));
        questions.put("remote emit with ack", () -> remote.timeout(1_000).emit("q", timedAck));
        questions.put("remote join", () -> remote.join("a", "b"));
        questions.put("remote leave", () -> remote.leave("a"));
        questions.put("remote disconnect", () -> remote.disconnect(true));
    }

    private Callback<Object> told() {
        return (error, value) -> outcomes.add(new Outcome(error == null ? null : error.getMessage(), value));
    }

    private List<Object> describe(RemoteSocket socket) {
        return List.of(
                socket.id(), socket.rooms(), socket.data(), socket.handshake().toTree());
    }

    @ParameterizedTest
    @MethodSource
    void questions(JsonNode vector) {
        String question = vector.get("question").stringValue();
        questions.get(question).run();
        lab.settle();
        answer(vector);
        lab.advance(1_000);

        assertThat(commands()).isEqualTo(recordedCommands(vector));
        if (!question.matches("remote (emit|join|leave|disconnect)")) {
            assertThat(outcomes).hasSize(1);
            assertThat(outcomes.get(0).error()).isEqualTo(vector.path("error").asString(null));
            assertThat(JsonText.stringify(Payloads.toTree(outcomes.get(0).value())))
                    .isEqualTo(JsonText.stringify(Golden.value(vector.path("value"))));
        }
        assertThat(node.warnings()).isEmpty();
    }

    private void answer(JsonNode vector) {
        Matcher request = REQUEST_ID.matcher(String.join("\n", lab.monitor("PUBLISH")));
        String requestId = request.find() ? request.group(1) : "REQUID";
        for (String response : Golden.texts(vector.get("responses"))) {
            String payload = new String(Golden.bytes(response), StandardCharsets.ISO_8859_1);
            byte[] addressed = payload.replace("REQUID", requestId).getBytes(StandardCharsets.ISO_8859_1);
            lab.publish(RESPONSES, addressed);
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

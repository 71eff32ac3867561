package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.protocol.JavaScriptJson;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.platform.json.JsonText;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * peers/v09/monitor-story.js does the same to Node's server and to ours, and watches with Redis's MONITOR what each of their
 * three connections sends: the same commands in the same order, byte for byte except for session ids and the data of handshakes.
 * What it recorded of Node's is compared with ours in memory, too.
 */
@DisplayName("Redis's MONITOR shows the same commands from ours as from Node's")
class MonitorTest {

    private static final Map<String, List<String>> CONNECTIONS = Map.of(
            "pub", List.of("PUBLISH"),
            "sub", List.of("SUBSCRIBE", "UNSUBSCRIBE"),
            "client", List.of("HSET", "HGET", "HDEL", "HEXISTS", "EXPIRE", "DEL"));

    enum Version {
        V0_9_19("0.9.19", ".", Dialect.V0_9_17),
        V0_9_16("0.9.16", "../v0916", Dialect.V0_9_16);

        final String number;
        final String packages;
        final Dialect dialect;

        Version(String number, String packages, Dialect dialect) {
            this.number = number;
            this.packages = packages;
            this.dialect = dialect;
        }

        JsonNode recorded() {
            return Vectors.load("monitor-" + number + ".json");
        }
    }

    @ParameterizedTest
    @EnumSource
    void on_a_real_Redis_with_Node_s_server_beside_ours(Version version) {
        NodePeer.requirePackages(version.packages.replace("../", "").replace(".", "v09"));
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            String ofNodes = story(redis, version, "nodes", null);
            String ofOurs = ofOurs(redis, version);

            assertThat(pretty(JavaScriptJson.parse(ofOurs))).isEqualTo(pretty(JavaScriptJson.parse(ofNodes)));
            assertThat(pretty(version.recorded())).isEqualTo(pretty(JavaScriptJson.parse(ofNodes)));
        }
    }

    private static String ofOurs(EmbeddedRedis redis, Version version) {
        try (RealNode node = RealNode.create("W1", DebugLog.silent())) {
            return story(redis, version, "somebody-else", () -> {
                LegacyServer io = LegacyServer.create(node);
                io.set(
                        "store",
                        RedisStore.of(
                                        io.createRedisClient("pub", redis.url()),
                                        io.createRedisClient("sub", redis.url()),
                                        io.createRedisClient("client", redis.url()))
                                .nodeId(7)
                                .dialect(version.dialect));
                new RefereeApplication(io, line -> {}, () -> "");
                return io.listen(ListenOptions.loopback(0)).port();
            });
        }
    }

    /** What the server that {@code start} starts has sent; null stands for the one that the script starts itself. */
    private static String story(EmbeddedRedis redis, Version version, String mode, IntSupplier start) {
        try (NodePeer script =
                NodePeer.start("v09", "monitor-story.js", Integer.toString(redis.port()), version.packages, mode)) {
            if (start != null) {
                script.await("monitoring");
                script.tell(Integer.toString(start.getAsInt()));
            }
            return script.await("commands ").substring("commands ".length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void in_memory_compared_with_the_record_of_Node_s(Version version) {
        TestLab lab = new TestLab();
        Player player = new Player(lab, version.dialect);
        JsonNode recorded = version.recorded();

        recorded.get("steps").forEach(step -> {
            player.play(step);
            lab.settle();
        });

        Map<String, List<String>> sent = new LinkedHashMap<>();
        for (String connection : List.of("pub", "sub", "client")) {
            sent.put(connection, player.sent(CONNECTIONS.get(connection)));
        }
        assertThat(pretty(JavaScriptJson.of(sent))).isEqualTo(pretty(recorded));
    }

    /** Connection by connection, a command a line, so that a difference can be seen. */
    private static String pretty(JsonNode commands) {
        StringBuilder text = new StringBuilder();
        for (String connection : List.of("pub", "sub", "client")) {
            commands.get(connection)
                    .forEach(command -> text.append(connection)
                            .append(' ')
                            .append(command.stringValue())
                            .append('\n'));
        }
        return text.toString();
    }

    /** Plays the steps of the script to a server in memory. */
    private static final class Player {

        private final TestLab lab;
        private final LegacyNode ours;
        private final Dialect dialect;
        private final SessionNames ids = new SessionNames();
        private final Map<String, LegacyNode.Client> clients = new LinkedHashMap<>();

        Player(TestLab lab, Dialect dialect) {
            this.lab = lab;
            this.dialect = dialect;
            this.ours = LegacyNode.clustered(lab, "W1", 7, dialect);
            new RefereeApplication(ours.io, line -> {}, () -> "");
        }

        void play(JsonNode step) {
            String who = step.get(1).stringValue();
            JsonNode what = step.get(2);
            switch (step.get(0).stringValue()) {
                case "handshake" -> ids.put(who, ours.handshake());
                case "open" -> clients.put(who, ours.open(ids.get(who)));
                case "refused" -> ours.open(who);
                case "say" -> clients.get(who).says(what.stringValue());
                case "close" -> clients.get(who).wire().close(1000, "");
                case "get" -> ours.get(who);
                case "poll" -> Poll.of(who, ours.io, HttpRequest.get(pollTarget(who)));
                case "post" ->
                    MemoryClient.request(
                            ours.io.ports(), ours.io.handler(), "POST", pollTarget(who), what.stringValue());
                case "publish" -> publish(who, (ArrayNode) what.deepCopy());
                default -> throw new AssertionError("no such step: " + step);
            }
        }

        private String pollTarget(String client) {
            return "/socket.io/1/xhr-polling/" + ids.get(client) + "?t=1";
        }

        private void publish(String shared, ArrayNode args) {
            boolean own = dialect.channelsPerClient() && shared.equals("disconnect-remote");
            String channel = own ? "disconnect:" + args.remove(0).stringValue() : shared;
            String payload = "{\"nodeId\":99,\"args\":" + JsonText.stringify(args) + "}";
            lab.publish(ids.real(channel), ids.real(payload).getBytes(StandardCharsets.UTF_8));
        }

        List<String> sent(List<String> verbs) {
            return lab.monitor().stream()
                    .map(line -> line.substring(line.indexOf(": ") + 2))
                    .filter(command -> verbs.contains(command.split(" ")[0]))
                    .map(ids::describe)
                    .toList();
        }
    }
}

package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("DEBUG=* on a master and four workers: the sample lines of the document")
class DocumentedDebugTest {

    private static final List<String> START = List.of(
            "socket.io:server initializing namespace /",
            "socket.io:server creating engine.io instance with opts {\"path\":\"/socket.io\"}",
            "socket.io:server attaching client serving req handler");

    private static final List<String> PARSER = List.of(
            "socket.io-parser encoding packet {\"type\":2,\"data\":[\"event\",\"payload\"],\"nsp\":\"/\"}",
            "socket.io-parser encoded {\"type\":2,\"data\":[\"event\",\"payload\"],\"nsp\":\"/\"} as 2[\"event\",\"payload\"]");

    private final TestLab lab = new TestLab();
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SocketIoServer> servers = new ArrayList<>();

    @BeforeEach
    void start() {
        for (String name : List.of("master", "W1", "W2", "W3", "W4")) {
            SimNode node = lab.node(name);
            nodes.add(node);
            servers.add(SocketIoServer.create(node).adapter(RedisAdapter.at("redis://redis")));
        }
        lab.settle();
        assertThat(nodes).allSatisfy(node -> assertThat(sampleLines(node)).isEqualTo(START));
    }

    @Test
    @DisplayName("master and workers show the same parser messages, and the emitting one ignores its own echo")
    void the_master_emits() {
        servers.get(0).emit("event", "payload");
        lab.settle();

        assertThat(sampleLines(nodes.get(0)))
                .containsExactlyElementsOf(concatenated(START, PARSER, List.of("socket.io-redis ignore same uid")));
        assertThat(nodes.subList(1, 5))
                .allSatisfy(worker ->
                        assertThat(sampleLines(worker)).containsExactlyElementsOf(concatenated(START, PARSER)));
    }

    @Test
    @DisplayName("the same when a worker emits")
    void a_worker_emits() {
        servers.get(2).emit("event", "payload");
        lab.settle();

        assertThat(sampleLines(nodes.get(2)))
                .containsExactlyElementsOf(concatenated(START, PARSER, List.of("socket.io-redis ignore same uid")));
        assertThat(sampleLines(nodes.get(0))).containsExactlyElementsOf(concatenated(START, PARSER));
    }

    /** What a node has said, without what the document does not show. */
    private static List<String> sampleLines(SimNode node) {
        return node.logLines().stream()
                .filter(line -> !line.matches("socket.io-redis publishing message to channel .*"))
                .toList();
    }

    @SafeVarargs
    private static List<String> concatenated(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return all;
    }
}

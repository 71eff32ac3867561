package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.Ack;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("DEBUG=*: the lines of socket.io 4.8 in its order, for the story in peers/v4/debug-story.js")
class DebugStoryTest {

    private final TestLab lab = new TestLab();
    private final SimNode node = lab.node("W1");

    @Test
    void the_same_story_prints_the_same_lines() {
        JsonNode golden = Golden.vectors("debug");
        SocketIoServer io = SocketIoServer.create(node).adapter(RedisAdapter.at("redis://redis"));
        io.on("connection", socket -> {
            socket.on("hi", event -> {
                event.ack("ok", event.get(0));
                socket.emit("question", Map.of("a", 1), (Ack) answer -> {});
            });
            socket.on("rooms", event -> {
                socket.join("r1");
                socket.join("r2", "r3");
                socket.leave("r2");
                io.to("r1").emit("to r1", 1);
                socket.broadcast().emit("to others");
            });
        });

        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), Connections.TARGET);
        String engineId = Connections.sid(client.hearsNow());
        List<String> frames = Golden.texts(golden.get("frames"));
        client.say(frames.get(0));
        String socketId = Connections.sid(client.hearsNow());
        frames.stream().skip(1).forEach(client::say);

        List<String> lines = node.logLines().stream()
                .filter(line -> !line.matches(".*(flushing buffer|with opts|ignore same uid|ignore unknown room).*"))
                .map(line -> line.replace(engineId, "ENGINE").replace(socketId, "SOCKET"))
                .toList();
        assertThat(lines).containsExactlyElementsOf(Golden.texts(golden.get("lines")));
    }
}

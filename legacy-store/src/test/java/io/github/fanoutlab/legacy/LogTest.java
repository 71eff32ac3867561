package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.server.Logger;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

@DisplayName("What a server logs")
class LogTest {

    private final List<String> lines = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> is_printed_as_node_s_0_9_19_printed_it() {
        return Vectors.load("log.json").valueStream().map(recorded -> {
            boolean colors = recorded.get("colors").booleanValue();
            List<String> expected = recorded.get("lines")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
            return DynamicTest.dynamicTest(
                    colors ? "in colours" : "without colours",
                    () -> assertThat(repeat(recorded.get("steps"), colors)).isEqualTo(expected));
        });
    }

    private List<String> repeat(JsonNode steps, boolean colors) {
        lines.clear();
        LegacyNode legacy = LegacyNode.alone(
                new TestLab(),
                Map.of("logger", Logger.lines(lines::add), "log colors", colors, "browser client", false));
        legacy.io.sockets().on("connection", socket -> socket.on("echo", event -> event.ack(event.get(0))));
        String id = "<A>";
        LegacyNode.Client client = null;
        for (JsonNode step : steps) {
            String word = step.has(1) ? step.get(1).stringValue().replace("<A>", id) : "";
            switch (step.get(0).stringValue()) {
                case "get" -> legacy.get(word);
                case "handshake" -> id = legacy.get("/socket.io/1/").text().split(":")[0];
                case "open" -> client = legacy.open(id);
                case "say" -> client.says(word);
                default -> legacy.io.set(word, Vectors.value(step.get(2)));
            }
        }
        String session = id;
        return lines.stream().map(line -> line.replace(session, "<A>")).toList();
    }

    @Test
    void goes_to_a_custom_logger_up_to_the_level_that_is_set() {
        Logger mine = (level, message, colors) -> lines.add(level + " " + message);
        LegacyNode legacy = LegacyNode.alone(new TestLab(), Map.of("logger", mine, "log level", 2));

        legacy.handshake();

        assertThat(lines).hasSize(2).first().isEqualTo("INFO socket.io started");
        assertThat(lines.get(1)).startsWith("INFO handshake authorized ");
    }
}

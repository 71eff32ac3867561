package io.github.fanoutlab.adapter.clients;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.fanoutlab.testbed.peer.NodePeer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The official JavaScript clients, over polling, WebSocket, and from one to the other")
class JavaScriptClientsTest {

    private static ScenarioServer server;

    @BeforeAll
    static void listen() {
        server = new ScenarioServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @TestFactory
    @DisplayName("socket.io-client 4.8")
    Stream<DynamicNode> version_4() {
        return scenariosOf("v4");
    }

    @TestFactory
    @DisplayName("socket.io-client 3.1")
    Stream<DynamicNode> version_3() {
        return scenariosOf("v3");
    }

    @TestFactory
    @DisplayName("socket.io-client 2.5, with allowEio3")
    Stream<DynamicNode> version_2() {
        return scenariosOf("v2");
    }

    /** One process plays all scenarios, those of different transports at the same time. */
    private static Stream<DynamicNode> scenariosOf(String folder) {
        Map<String, String> problems = new LinkedHashMap<>();
        try (NodePeer client = NodePeer.start(folder, "../clients/scenarios.js", server.url())) {
            JsonNode plan = read(client.await("{\"plan\"")).get("plan");
            plan.forEach(item -> problems.put(title(item), "was not played"));
            for (int i = 0; i < plan.size(); i++) {
                JsonNode outcome = read(client.await("{\"transport\""));
                problems.put(title(outcome), outcome.path("problem").asString(null));
            }
        }
        return problems.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    if (entry.getValue() != null) {
                        fail(entry.getValue());
                    }
                }));
    }

    private static String title(JsonNode item) {
        return item.get("transport").stringValue() + ": " + item.get("scenario").stringValue();
    }

    private static JsonNode read(String line) {
        return JsonMapper.shared().readTree(line);
    }
}

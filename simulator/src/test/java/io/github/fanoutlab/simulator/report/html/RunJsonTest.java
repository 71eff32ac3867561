package io.github.fanoutlab.simulator.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@DisplayName("What the page is told of a run")
class RunJsonTest {

    private static List<JsonNode> runs(String string) {
        return RunJson.of(string).get("runs").valueStream().toList();
    }

    private static List<String> misses(JsonNode run) {
        return run.get("misses")
                .valueStream()
                .map(miss -> miss.get("client").asString() + " "
                        + miss.get("emit").asString() + ": " + miss.get("why").asString())
                .toList();
    }

    static Stream<String> strings() {
        return Stream.of(
                        Scenarios.names().stream(),
                        Scenarios.names().stream().map(scenario -> scenario + ";kill:W1@1s+1s"),
                        Museum.exhibits().stream().map(exhibit -> "museum:" + exhibit.name()))
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("strings")
    @DisplayName("begins before its first emit")
    void begins(String string) {
        for (JsonNode run : runs(string)) {
            long begun = run.get("begunMicros").longValue();
            assertThat(run.get("emits")
                            .valueStream()
                            .mapToLong(emit -> emit.get("timeMicros").longValue()))
                    .as(run.get("title").asString())
                    .allMatch(micros -> micros >= begun);
        }
    }

    @Test
    @DisplayName("has what the scenario itself lets a client miss, and why")
    void missed() {
        for (JsonNode run : runs("worker-death")) {
            assertThat(misses(run))
                    .containsExactly(
                            "C3 master#4: the client's worker was dead",
                            "C3 master#5: the client's worker was dead",
                            "C3 master#6: the client's worker was dead");
        }
    }

    @Test
    @DisplayName("counts misses until every node emits once more, as all other numbers")
    void withoutProbes() {
        JsonNode run =
                runs("heartbeat;adapter;transport=polling;balancer=round-robin").get(0);
        assertThat(misses(run)).hasSize(40).allMatch(miss -> miss.contains(" master#"));
    }

    @Test
    @DisplayName("names a transport as either generation does")
    void transports() {
        for (String transport : List.of("polling", "xhr-polling")) {
            assertThat(runs("heartbeat;transport=" + transport))
                    .extracting(run -> run.get("string").asString().replaceAll(".*transport=", ""))
                    .containsExactly("xhr-polling", "polling");
        }
        assertThat(runs("mirror;legacy;transport=upgrade").get(0).get("string").asString())
                .endsWith("transport=fallback");
    }
}

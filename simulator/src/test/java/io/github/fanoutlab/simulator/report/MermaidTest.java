package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run as a Mermaid sequence diagram")
class MermaidTest {

    @Test
    @DisplayName("mirror: one PUBLISH, one own echo, one delivery to each client")
    void mirror() {
        List<String> lines = lines(SpaceTime.of(CalmRun.of(Scenarios.MIRROR, Generation.ADAPTER, 42)));

        assertThat(lines.get(0)).isEqualTo("sequenceDiagram");
        assertThat(lines).contains("  participant W1", "  participant redis as Redis");
        assertThat(lines).contains("  Note over W1: 0.304 s, emit 1 of 1: data 'payload'");
        assertThat(lines).containsOnlyOnce("  W1->>redis: PUBLISH, 5 subscribers", "  redis-->>W1: own echo, dropped");
        for (int client = 1; client <= 4; client++) {
            assertThat(lines).containsOnlyOnce("  W" + client + "->>C" + client + ": delivered");
        }
    }

    @Test
    @DisplayName("what is lost has a cross, and no payload ends the message")
    void lost_and_quoted() {
        PlannedTrace planned = new PlannedTrace().server("W1").server("W2").client("C1", "W1");
        long turn = planned.emit("W1");
        planned.lose(planned.frame(turn, "W1", "C1"), "C1", "W1", "C1>W1", "why; #1");

        assertThat(lines(planned.spaceTime())).contains("  W1-xC1: lost: why#59; #35;1");
    }

    private static List<String> lines(SpaceTime run) {
        return Mermaid.of(run).lines().toList();
    }
}

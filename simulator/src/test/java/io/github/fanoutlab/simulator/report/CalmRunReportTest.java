package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.calm.PlannedRun;
import io.github.fanoutlab.simulator.scenario.Flow;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The verdicts on a scenario")
class CalmRunReportTest {

    private static PlannedRun run(Generation generation) {
        return PlannedRun.of(Scenarios.MIRROR, generation);
    }

    @Test
    @DisplayName("show the question, the diagram, and a mark for each claim and generation")
    void every_claim_holds() {
        List<Verdict<Observation>> runs = List.of(
                CalmClaims.judge(run(Generation.LEGACY).observation()),
                CalmClaims.judge(run(Generation.ADAPTER).observation()));

        assertThat(CalmRunReport.of(runs, Glyphs.UNICODE)).isEqualTo("""
                mirror: One worker emits once. Who hears it, and how often?

                    Client <-- Worker 1 emit --> Redis
                    Client <-- Worker 2 <----------|
                    Client <-- Worker 3 <----------|
                    Client <-- Worker 4 <----------|

                  0.9   1.0+
                  ✓     ✓     The run draws the documented diagram, arrow by arrow
                  ✓     ✓     Every emit takes its path exactly once
                  ✓     ✓     Every connection is greeted once, by its own worker
                  ✓     ✓     Every client gets each event meant for it exactly once, and nothing else
                  ✓     ✓     On each connection, the events of one sender arrive in the order in which it emitted them
                  ✓           Each node has 3 connections to Redis
                        ✓     Each node has 2 connections to Redis
                  ✓     ✓     Every emit that is not local is published to Redis once
                  ✓     ✓     Every live server subscribes, and receives every published message
                  ✓     ✓     A subscribed sender gets its own message back and drops it
                  ✓           Nodes tell each other who connects, and nothing else while a scenario emits
                        ✓     No node tells another who is connected, or in which room
                """);
        assertThat(CalmRunReport.lastLine(runs)).isEqualTo("20 checks passed, 0 failed");
    }

    @Test
    @DisplayName("say below a claim that does not hold what was expected and what was seen, in ASCII too")
    void a_claim_does_not_hold() {
        Verdict<Observation> spoiled = CalmClaims.judge(run(Generation.ADAPTER)
                .flows(flows -> List.of(new Flow("W1", true, flows.get(0).hops().subList(0, 3))))
                .observation());

        String verdicts = CalmRunReport.of(List.of(spoiled), Glyphs.ASCII);

        assertThat(verdicts.lines().skip(7).limit(16))
                .containsExactly("""
                  1.0+
                  NO    The run draws the documented diagram, arrow by arrow
                        1.0+ Redis adapter
                          expected: every arrow happened, and nothing else was delivered
                          but saw:  Worker 1 emits: Redis --> Worker 4 is missing
                                    Worker 1 emits: Worker 4 --> C4 is missing
                                    and the run draws

                                    Client <-- Worker 1 emit --> Redis
                                    Client <-- Worker 2 <----------|
                                    Client <-- Worker 3 <----------|
                  NO    Every emit takes its path exactly once
                        1.0+ Redis adapter
                          expected: 1 emit
                          but saw:  1 emit; missing: W1 to W1 (C1), and through Redis to W2 (C2), W3 (C3), W4 (C4); \
                instead: W1 to W1 (C1), and through Redis to W2 (C2), W3 (C3)
                  ok    Every connection is greeted once, by its own worker
                """.lines().toArray(String[]::new));
        assertThat(CalmRunReport.lastLine(List.of(spoiled))).isEqualTo("8 checks passed, 2 failed");
    }
}

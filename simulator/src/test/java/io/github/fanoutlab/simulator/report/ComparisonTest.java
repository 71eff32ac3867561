package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.calm.PlannedRun;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The two generations side by side")
class ComparisonTest {

    private static List<Observation> both(Scenario... scenarios) {
        return Stream.of(scenarios)
                .flatMap(scenario -> Stream.of(Generation.values())
                        .map(generation -> PlannedRun.of(scenario, generation).observation()))
                .toList();
    }

    @Test
    @DisplayName("one scenario: a line for each count")
    void one_scenario() {
        assertThat(Comparison.of(both(Scenarios.FOUR_EMITTERS))).isEqualTo("""
                four-emitters                    0.9 RedisStore  1.0+ Redis adapter
                -------------------------------  --------------  ------------------
                deliveries                                   40                  40
                Redis connections                            15                  10
                channels                                     13                   4
                PUBLISH                                      40                  40
                Redis to nodes                              200                 200
                own echoes dropped                           40                  40
                state messages while connecting               6                   0
                state messages while emitting                 0                   0
                bytes published                            4000                4000
                """);
    }

    @Test
    @DisplayName("several scenarios: a line for each run, below its scenario, and a column for each count")
    void several_scenarios() {
        assertThat(Comparison.of(both(Scenarios.MIRROR, Scenarios.SIXTEEN))).isEqualTo("""
                                            Redis                     Redis to  own echoes  state while  state while      bytes
                scenario  deliveries  connections  channels  PUBLISH     nodes     dropped   connecting     emitting  published
                --------  ----------  -----------  --------  -------  --------  ----------  -----------  -----------  ---------
                mirror
                  0.9              4           15        13        1         5           1           24            0        100
                  1.0+             4           10         4        1         5           1            0            0        100
                sixteen
                  0.9            160           15        13       40       200          40           24            0       4000
                  1.0+           160           10         4       40       200          40            0            0       4000
                """);
    }

    @Test
    @DisplayName("three runs of one scenario fit into 80 columns: each title takes two lines")
    void three() {
        List<Observation> runs = new ArrayList<>(both(Scenarios.FOUR_EMITTERS));
        runs.add(CalmRun.of(RunString.parse("four-emitters;adapter=streams")).observation());
        assertThat(Comparison.of(runs))
                .startsWith("""
                                                        0.9           1.0+           1.0+
                four-emitters                    RedisStore  Redis adapter  Redis streams
                -------------------------------  ----------  -------------  -------------
                """)
                .satisfies(table -> assertThat(table.lines()).allMatch(line -> line.length() <= 80));
    }

    @Test
    @DisplayName("all scenarios fit into 120 columns, streams included")
    void fits() {
        List<Observation> runs = new ArrayList<>(both(Scenarios.DOCUMENTED.toArray(Scenario[]::new)));
        runs.add(CalmRun.of(RunString.parse("mirror;adapter=streams")).observation());
        String table = Comparison.of(runs);

        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(table).contains("PUBLISH,", "XADD", "  streams ");
    }
}

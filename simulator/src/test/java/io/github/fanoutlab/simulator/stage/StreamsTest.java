package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.twin.Outcomes;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Scenarios over Redis streams")
class StreamsTest {

    static List<Scenario> played() {
        return Scenarios.ALL.stream().filter(RedisDialect.STREAMS::plays).toList();
    }

    @ParameterizedTest
    @MethodSource("played")
    @DisplayName("are played as documented")
    void documented(Scenario scenario) {
        CalmRun run = CalmRun.of(RunString.parse(scenario.name() + ";adapter=streams"));
        Verdict<Observation> verdict = CalmClaims.judge(run.observation());

        assertThat(verdict.checks())
                .allMatch(check -> check.passed(), run.string().command());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill:W2@3.2s",
                "kill:W2@3.2s+1s",
                "crash:W2@3.2s+1s",
                "cut:W2.redis@3.2s+2s",
                "cut:W2.C2@3.2s+1s"
            })
    @DisplayName("lose nothing when a worker, its connection to Redis, or a client's connection is lost")
    void nothing_is_lost(String fault) {
        RunString run = RunString.parse("heartbeat;adapter=streams;" + fault);
        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(run));

        assertThat(verdict.passed()).as(run.command()).isTrue();
        assertThat(new Outcomes(verdict).missed()).isEmpty();
    }

    @Test
    @DisplayName("hold their stronger promise under drawn faults")
    void drawn_faults() {
        Campaign campaign = new Campaign();
        for (Scenario scenario : played()) {
            for (long seed = 1; seed <= 5; seed++) {
                Verdict<FaultyRun> verdict =
                        campaign.play(RunString.parse(scenario.name() + ";adapter=streams;seed=" + seed));
                assertThat(verdict.passed())
                        .as(verdict.run().string().command())
                        .isTrue();
            }
        }
    }
}

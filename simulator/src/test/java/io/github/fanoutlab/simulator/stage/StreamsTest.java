package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.twin.Outcomes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Scenarios over Redis streams")
class StreamsTest {

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
}

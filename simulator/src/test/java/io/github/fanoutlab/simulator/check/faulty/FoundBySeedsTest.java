package io.github.fanoutlab.simulator.check.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Runs that seeds found, made small: the claims hold, since")
class FoundBySeedsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a full Redis refused the connection that would have told W1 of the session                   | emitter;legacy=0.9.17;seed=520069;nodes=master,W1,W2;clients=C2;steps=none;full:redis@master.started+80ms
        C1 left before it heard that its session had begun: W4 is not told, and keeps it and a channel | emitter;legacy=0.9.16;seed=521253;nodes=W1,W4;leave:C1@C4.handshaken,20ms+1us
        """)
    void hold(String since, String run) {
        assertThat(FaultyClaims.judge(FaultyRun.of(RunString.parse(run))).failures())
                .isEmpty();
    }
}

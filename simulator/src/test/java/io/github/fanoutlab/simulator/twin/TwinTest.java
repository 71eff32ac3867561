package io.github.fanoutlab.simulator.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.report.TwinReport;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A twin run")
class TwinTest {

    private static Twin twin(String legacy) {
        return Twin.of(RunString.parse(legacy));
    }

    @Test
    @DisplayName("without faults: everybody gets the same; what it took differs")
    void without_faults() {
        Twin twin = twin("heartbeat;legacy");
        assertThat(twin.passed()).isTrue();
        assertThat(twin.differences()).isEmpty();
        assertThat(twin.counts())
                .containsEntry("emits", List.of(10L, 10L))
                .containsEntry("deliveries", List.of(40L, 40L))
                .containsEntry("sessions begun", List.of(0L, 0L))
                .containsEntry("of these PUBLISH", List.of(10L, 10L));
        assertThat(twin.counts().get("bytes published").get(0))
                .isGreaterThan(twin.counts().get("bytes published").get(1));
        assertThat(TwinReport.of(twin, Glyphs.UNICODE)).contains("Everybody got the same in both generations.");
    }

    @Test
    @DisplayName(
            "with a death: the 0.9 client, which comes back sooner, gets what that of 1.0+ misses, for a named cause")
    void with_a_death() {
        Twin twin = twin("heartbeat;legacy;kill:W2@master#3+500ms");
        assertThat(twin.passed()).isTrue();
        assertThat(twin.differences())
                .containsExactly(new Twin.Difference("master#4", "C2", "W2", "delivered", "the client was away"));
        assertThat(twin.counts()).containsEntry("missed: the client was away", List.of(0L, 1L));
        assertThat(TwinReport.of(twin, Glyphs.UNICODE))
                .contains("1 delivery differs:")
                .containsPattern("master#4 to C2 at W2 +delivered +the client was away")
                .contains("./fanout replay 'heartbeat;adapter=8.3;seed=42;sim=1;kill:W2@master#3+500ms'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"four-emitters;legacy;", "four-emitters;adapter;"})
    @DisplayName(
            "a fault that waits for an emit strikes right after it, in both generations: here it loses that very emit")
    void bound_to_a_cause(String run) {
        FaultyRun played = FaultyRun.of(RunString.parse(run + "cut:W3.pub@W3#2;kill:W4@W4#99"));
        TraceEvent emit = played.trace().events(Kind.EMIT).stream()
                .filter(event -> event.text().equals("W3#0002"))
                .findFirst()
                .orElseThrow();
        assertThat(played.trace().events(Kind.FAULT)).singleElement().satisfies(fault -> {
            assertThat(fault.timeMicros()).isEqualTo(emit.timeMicros());
            assertThat(fault.id()).isGreaterThan(emit.id());
        });
        assertThat(played.trace().events(Kind.LOST).get(0).lane()).isEqualTo("redis");
        assertThat(played.strikes()).extracting(FaultyRun.Strike::hits).containsExactly(1, 0);
    }

    @Test
    @DisplayName("a fault that hits nothing, because its target is dead already, is told so")
    void hits_nothing() {
        Twin twin = twin("mirror;legacy;kill:W2@0s;cut:W1.sub@W1#1;kill:W2@W1#1");
        assertThat(twin.passed()).isTrue();
        assertThat(TwinReport.of(twin, Glyphs.ASCII)).contains("kill:W2@W1#1 hit nothing");
    }
}

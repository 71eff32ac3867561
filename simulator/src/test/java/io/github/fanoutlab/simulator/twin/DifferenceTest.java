package io.github.fanoutlab.simulator.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.TriggerEvent;
import io.github.fanoutlab.simulator.report.FaultyRunReport;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The same run of 0.9, 1.0+ and streams")
class DifferenceTest {

    private static List<Verdict<FaultyRun>> played(String run) {
        return RunString.parseAll(run, RedisDialect.COMPARED).stream()
                .map(string -> FaultyClaims.judge(FaultyRun.of(string)))
                .toList();
    }

    private static void assertPassed(List<Verdict<FaultyRun>> runs) {
        runs.forEach(verdict -> assertThat(verdict.failures())
                .as(verdict.run().string().command())
                .isEmpty());
    }

    /** What was counted under that name in each. */
    private static List<Long> counted(List<Verdict<FaultyRun>> runs, String row) {
        return runs.stream()
                .map(verdict -> Counts.of(verdict).getOrDefault(row, 0L))
                .toList();
    }

    @Test
    @DisplayName("without faults: every client gets the same, at another cost")
    void without_faults() {
        List<Verdict<FaultyRun>> runs = played("heartbeat");
        assertPassed(runs);
        assertThat(Difference.all(runs)).isEmpty();
        assertThat(counted(runs, "emits")).containsExactly(10L, 10L, 10L);
        assertThat(counted(runs, "deliveries")).containsExactly(40L, 40L, 40L);
        assertThat(counted(runs, "sessions begun meanwhile")).containsExactly(0L, 0L, 0L);
        assertThat(counted(runs, "of these PUBLISH")).containsExactly(10L, 10L, 0L);
        assertThat(counted(runs, "of these XADD")).containsExactly(0L, 0L, 10L);
        assertThat(counted(runs, "bytes published").get(0))
                .isGreaterThan(counted(runs, "bytes published").get(1));
        assertThat(report(runs)).contains("Every client got the same in all three.");
        assertThat(report(runs.subList(0, 2))).contains("Every client got the same in both generations.");
    }

    @Test
    @DisplayName(
            "with a death: the 0.9 client, which comes back sooner, gets what the 1.0+ client misses, unless a stream keeps it")
    void with_a_death() {
        List<Verdict<FaultyRun>> runs = played("heartbeat;kill:W2@master#3+500ms");
        assertPassed(runs);
        assertThat(Difference.all(runs))
                .contains(new Difference(
                        "master#4", "C2", "W2", List.of("delivered", "the client was away", "delivered")));
        assertThat(counted(runs, "missed: the client was away")).containsExactly(0L, 1L, 0L);
        assertThat(counted(runs, "missed").get(2)).isZero();
        assertThat(report(runs)).containsPattern("master#4 to C2 at W2 +delivered +the client was away +delivered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"four-emitters;legacy;", "four-emitters;adapter;"})
    @DisplayName(
            "a fault that waits for an emit is injected right after it in each of them, and here it loses that emit")
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
        assertThat(played.injections()).extracting(FaultyRun.Injection::hits).containsExactly(1, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "kill:W2@C2.handshaken,     HTTP_RESPONSE_RECEIVED, FRAME_RECEIVED",
        "kill:W2@C2.connected,      CONNECTED,              CONNECTED",
        "leave:C2@C2.received#2+1s, DELIVERY,               DELIVERY",
        "cut:W2.sub@W2.subscribed,  REDIS_PUSH,             REDIS_PUSH",
        "crash:W2@W2.started,       NODE_STARTED,           NODE_STARTED"
    })
    @DisplayName(
            "a fault that waits for a step of the protocol is injected right after it, at each generation's own time")
    void bound_to_a_step(String fault, Kind inLegacy, Kind inAdapter) {
        List<Verdict<FaultyRun>> runs = played("heartbeat;nodes=master,W1,W2;beats=3;" + fault);
        assertPassed(runs);
        assertThat(whenItWasInjected(runs.get(0).run())).contains(inLegacy);
        assertThat(whenItWasInjected(runs.get(1).run())).contains(inAdapter);
        assertThat(whenItWasInjected(runs.get(2).run())).contains(inAdapter);
    }

    /** The events at which the fault was injected, on the lane of its trigger. */
    private static List<Kind> whenItWasInjected(FaultyRun run) {
        assertThat(run.injections())
                .singleElement()
                .satisfies(injection -> assertThat(injection.hits()).isOne());
        String who = run.string().faults().get(0).trigger().who();
        long injected = run.injections().get(0).atMicros();
        return run.trace().events(event -> event.lane().equals(who) && event.timeMicros() == injected).stream()
                .map(TraceEvent::kind)
                .toList();
    }

    @Test
    @DisplayName(
            "a fault can be injected some time after its trigger, or before all clients are connected: the steps wait for it")
    void later_and_early() {
        List<Verdict<FaultyRun>> later = played("mirror;kill:W2@C2.connected,20ms+300ms");
        assertPassed(later);
        for (FaultyRun run : later.stream().map(Verdict::run).toList()) {
            long connected = run.trace().events(Kind.CONNECTED).stream()
                    .filter(event -> event.lane().equals("C2"))
                    .mapToLong(TraceEvent::timeMicros)
                    .min()
                    .orElseThrow();
            assertThat(run.injections().get(0).atMicros()).isEqualTo(connected + 20_000);
            assertThat(run.trace().events(Kind.FAULT).get(0).timeMicros()).isLessThan(run.begunMicros());
        }
        assertThat(counted(later, "sessions begun meanwhile")).allMatch(sessions -> sessions >= 1);
        assertThat(counted(later, "of these PUBLISH").get(0))
                .as("0.9 tells its peers of each")
                .isGreaterThan(1);

        List<Verdict<FaultyRun>> never = played("mirror;kill:W2@W2.started#3;cut:W1.C1@C1.connected#2");
        assertPassed(never);
        assertThat(never.get(0).run().injections())
                .extracting(FaultyRun.Injection::hits)
                .containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(TriggerEvent.class)
    @DisplayName("property: with any fault at any step, every claim holds, whatever the servers")
    void every_step(TriggerEvent step) {
        List<String> faults = List.of(
                "kill:W2@%s+1s",
                "cut:W2.redis@%s+500ms",
                "crash:W2@%s,10ms+2s",
                "silence:W2.C2@%s+3s",
                "restart:redis@%s",
                "leave:C2@%s,5ms+1s",
                "kill:W2@%s",
                "pause:redis@%s+700ms",
                "overflow:W2.sub@%s+1s",
                "failover:redis@%s+1s");
        String who = List.of(TriggerEvent.STARTED, TriggerEvent.SUBSCRIBED).contains(step) ? "W2" : "C2";
        String trigger = step == TriggerEvent.EMITTED
                ? "master#2"
                : who + '.' + step.name().toLowerCase(Locale.ROOT);
        for (String fault : faults) {
            assertPassed(played("heartbeat;nodes=master,W1,W2;beats=3;" + fault.formatted(trigger)));
        }
    }

    @Test
    @DisplayName("the report says when a fault hit nothing because its target was already dead")
    void hits_nothing() {
        List<Verdict<FaultyRun>> runs = played("mirror;kill:W2@0s;cut:W1.sub@W1#1;kill:W2@W1#1");
        assertPassed(runs);
        assertThat(report(runs)).contains("kill:W2@W1#1 hit nothing");
    }

    private static String report(List<Verdict<FaultyRun>> runs) {
        return FaultyRunReport.of(runs, Glyphs.UNICODE);
    }
}

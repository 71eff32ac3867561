package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.testbed.OtherJvm;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run with faults")
class FaultyRunTest {

    private static final String EVERYTHING = ";seed=42;kill:W2@3.2s+1s;cut:W1.sub@2s+500ms;restart:redis@4.5s+300ms;"
            + "pause:W3@5s+700ms;pause:redis@5.5s+100ms;stall:W1.C1@6s+1.5s;leave:C1@8s+1s;kill:master@9s";

    @Test
    @DisplayName("is the same for the same string, in any JVM")
    void same_string_same_hash() {
        List<String> strings = List.of("sixteen;legacy" + EVERYTHING, "sixteen;adapter" + EVERYTHING);
        List<String> here = strings.stream().map(FaultyRunTest::hash).toList();
        assertThat(strings).extracting(FaultyRunTest::hash).isEqualTo(here);
        for (OtherJvm jvm : OtherJvm.all()) {
            assertThat(jvm.run(Hashes.class, strings.toArray(String[]::new)))
                    .as("%s", jvm)
                    .isEqualTo(here);
        }
        assertThat(strings)
                .extracting(string -> hash(string.replace("seed=42", "seed=43")))
                .doesNotContainAnyElementsOf(here);
    }

    /** Prints the trace hash of each run string. */
    public static final class Hashes {
        private Hashes() {}

        public static void main(String[] strings) {
            for (String string : strings) {
                System.out.println(hash(string));
            }
        }
    }

    private static String hash(String string) {
        return FaultyRun.of(RunString.parse(string)).trace().hash();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixteen;legacy", "sixteen;adapter"})
    @DisplayName("injects each fault of its string at its time")
    void every_fault_hits(String run) {
        FaultyRun seen = FaultyRun.of(RunString.parse(run + EVERYTHING));
        assertThat(seen.injections()).hasSize(8).allMatch(injection -> injection.hits() > 0);
        List<String> faults = new ArrayList<>();
        seen.trace()
                .events(Kind.FAULT)
                .forEach(event -> faults.add(
                        event.name() + ' ' + event.lane() + ' ' + (event.timeMicros() - seen.begunMicros()) / 1_000));
        assertThat(faults)
                .containsExactly(
                        "cut W1 2000",
                        "kill W2 3200",
                        "stop redis 4500",
                        "pause W3 5000",
                        "pause redis 5500",
                        "stall W1 6000",
                        "kill master 9000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror;legacy", "mirror;adapter"})
    @DisplayName(
            "lets arrive first what its string says, at every place on the path of an emit, and loses nothing by it")
    void whose_turn_it_is(String run) {
        String string =
                run + ";first:redis.W1.pub@W1#1,1us;first:W4.sub@W1#1,2us;first:C4.W4@W1#1,3us;first:W1.C1@W1#1,4us";
        assertThat(path(run).subList(0, 3)).isNotEqualTo(List.of("redis", "W4", "C4"));
        assertThat(path(string)).startsWith("redis", "W4", "C4").containsExactlyInAnyOrderElementsOf(path(run));
        FaultyRun seen = FaultyRun.of(RunString.parse(string));
        assertThat(seen.injections())
                .as("nothing is on its way from C1")
                .extracting(FaultyRun.Injection::hits)
                .containsExactly(1, 1, 1, 0);
    }

    /** Where something of the first emit arrives, in order. */
    private static List<String> path(String string) {
        FaultyRun seen = FaultyRun.of(RunString.parse(string));
        return seen
                .trace()
                .events(event ->
                        event.timeMicros() < seen.healedMicros() && event.text().contains("W1#0001"))
                .stream()
                .filter(event -> event.kind() == Kind.REDIS_HANDLED
                        || event.kind() == Kind.REDIS_PUSH
                        || event.kind() == Kind.DELIVERY)
                .map(TraceEvent::lane)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixteen;legacy", "sixteen;adapter"})
    @DisplayName("injects faults that no peer is told of, too, and records each")
    void quiet_faults_hit(String run) {
        FaultyRun seen = FaultyRun.of(RunString.parse(run
                + ";crash:W2@1s+1s;silence:W1.sub@2s+1s;lag:W1.C1@3s+1s;slow:W3.C1@3.5s+1s;overflow:W3.sub@4s+1s;"
                + "full:redis@5s+1s;failover:redis@6s+100ms;clock:W4@7s+5s"));
        assertThat(seen.injections()).hasSize(8).allMatch(injection -> injection.hits() > 0);
        assertThat(seen.trace().events(Kind.FAULT))
                .extracting(TraceEvent::name)
                .containsExactly("crash", "silence", "lag", "slow", "overflow", "full", "stop", "clock");
    }

    @Test
    @DisplayName("a worker that is forked again emits again; one that is not stays dead until all heals")
    void forks() {
        FaultyRun forked = FaultyRun.of(RunString.parse("four-emitters;adapter;kill:W2@3.2s+1s"));
        FaultyRun dead = FaultyRun.of(RunString.parse("four-emitters;adapter;kill:W2@3.2s"));
        assertThat(emits(forked, "W2")).isEqualTo(3 + 6 + 1);
        assertThat(emits(dead, "W2")).isEqualTo(3 + 1);
        assertThat(emits(dead, "W1")).isEqualTo(10 + 1);
    }

    @Test
    @DisplayName("a worker that is forked at the very moment of its step is too late for it, and only emits at the end")
    void forked_at_its_step() {
        assertThat(emits(FaultyRun.of(RunString.parse("rooms;adapter;kill:W4@500ms+1001ms")), "W4"))
                .isEqualTo(1 + 1);
        assertThat(emits(FaultyRun.of(RunString.parse("rooms;adapter;kill:W4@500ms+1s")), "W4"))
                .isEqualTo(1 + 1);
        assertThat(emits(FaultyRun.of(RunString.parse("rooms;adapter;kill:W4@500ms+999ms")), "W4"))
                .isEqualTo(1 + 1 + 1);
    }

    private static long emits(FaultyRun run, String node) {
        return run.trace()
                .count(event -> event.kind() == Kind.EMIT && event.lane().equals(node));
    }

    @Test
    @DisplayName(
            "with rooms: a client that comes back asks for its rooms again, and the recipients of each emit are noted")
    void rooms() {
        FaultyRun run = FaultyRun.of(RunString.parse("rooms;adapter;leave:C2@1s+1s"));
        long joins = run.trace()
                .count(event -> event.kind() == Kind.EMIT
                        && event.lane().equals("C2")
                        && event.name().equals("join"));
        assertThat(joins).isEqualTo(2 * 2);
        assertThat(run.broadcasts()).hasSize(2 * 5).containsKey("W1#0001");
        assertThat(run.broadcasts().get("W1#0001").rooms()).containsExactly("red");
    }
}

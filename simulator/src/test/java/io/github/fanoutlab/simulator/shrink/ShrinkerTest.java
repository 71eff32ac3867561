package io.github.fanoutlab.simulator.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RandomFaults;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A failing run is made small")
class ShrinkerTest {

    private static final String CLAIM = "the planted claim";

    /** Fails where {@code defect} says so; nothing is played. */
    private static Oracle planted(Predicate<RunString> defect) {
        return run -> defect.test(run) ? List.of("another claim", CLAIM) : List.of("another claim");
    }

    private static boolean has(RunString run, FaultKind kind, String target) {
        return run.faults().stream()
                .anyMatch(fault -> fault.kind() == kind && fault.target().equals(target));
    }

    @Test
    @DisplayName(
            "to what the defect needs: two faults of eight, two workers, one client, two beats, the roundest times")
    void to_what_is_needed() {
        RunString found = RunString.parse("sixteen;adapter;seed=7;kill:W4@0.3s;cut:W1.sub@1.234567s+777ms;"
                + "stall:W2.sub@2s+1s;pause:W3@2.5s+40ms;kill:W2@3.210s+1.5s;leave:C1@4s+1s;restart:redis@5s;"
                + "cut:W3.C1@6s");
        Oracle defect = planted(run -> has(run, FaultKind.CUT, "W1.sub")
                && run.faults().stream()
                        .anyMatch(fault -> fault.kind() == FaultKind.KILL
                                && fault.target().equals("W2")
                                && fault.atMicros() > 3_000_000)
                && !run.scenario().steps().isEmpty()
                && run.scenario().beats() >= 2);
        Shrunk shrunk = Shrinker.shrink(found, CLAIM, defect);
        assertThat(shrunk.original()).isEqualTo(found);
        assertThat(shrunk.smallest())
                .hasToString("sixteen;adapter=8;seed=7;sim=1;nodes=W1,W2;beats=2;cut:W1.sub@0s;kill:W2@3.2s");
        assertThat(RunString.parse(shrunk.smallest().toString())).isEqualTo(shrunk.smallest());
    }

    @Test
    @DisplayName(
            "without the balancer and the transport that it does not need, and for the first time of what it waits for")
    void plainer() {
        RunString found = RunString.parse("sixteen;adapter;seed=7;transport=upgrade;balancer=cookie;beats=1;"
                + "kill:W2@C1.connected#7,123ms+1s;cut:W1.sub@W1#4");
        Shrunk shrunk = Shrinker.shrink(
                found,
                CLAIM,
                planted(run -> has(run, FaultKind.KILL, "W2")
                        && run.faults().get(0).trigger().number() % 2 == 1
                        && run.access().transport() != Transport.WEBSOCKET));
        assertThat(shrunk.smallest())
                .hasToString("sixteen;adapter=8;seed=7;sim=1;transport=upgrade;nodes=W2;steps=none;"
                        + "kill:W2@C1.connected");
    }

    @Test
    @DisplayName("property: the result still fails in the same way, and no reduction of it does")
    void is_one_minimal() {
        List<Integer> sizes = new ArrayList<>();
        for (long seed = 1; seed <= 60; seed++) {
            RunString found = drawn(seed);
            Oracle defect = whimsical(found, seed);
            Shrunk shrunk = Shrinker.shrink(found, CLAIM, defect);
            assertThat(defect.failuresOf(shrunk.smallest())).as("seed %d", seed).contains(CLAIM);
            assertThat(Reductions.of(shrunk.smallest()))
                    .as("seed %d: %s", seed, shrunk.smallest())
                    .noneMatch(simpler -> defect.failuresOf(simpler).contains(CLAIM));
            sizes.add(shrunk.smallest().faults().size());
        }
        assertThat(sizes).contains(0, 1, 2, 3);
    }

    private static RunString drawn(long seed) {
        Scenario scenario = List.of(Scenarios.SIXTEEN, Scenarios.HEARTBEAT, Scenarios.WORKER_DEATH)
                .get((int) (seed % 3));
        return RunString.of(scenario, Generation.LEGACY, seed, RandomFaults.draw(scenario, seed));
    }

    /** Needs some of the faults, some of the nodes, some time; and now and then fails or not for no reason at all. */
    private static Oracle whimsical(RunString found, long seed) {
        RandomSource random = new RandomSource(seed);
        List<String> nodes = found.scenario().nodes().stream()
                .filter(node -> random.nextInt(3) == 0)
                .toList();
        List<Fault> needed =
                found.faults().stream().filter(fault -> random.nextInt(2) == 0).toList();
        long beats = random.nextInt(4);
        return planted(run -> run.equals(found)
                || run.scenario().nodes().containsAll(nodes)
                        && run.scenario().beats() >= beats
                        && needed.stream().allMatch(fault -> has(run, fault.kind(), fault.target()))
                        && random.fork(run.toString()).nextInt(4) > 0);
    }

    @Test
    @DisplayName("by real runs: a claim that is told a lie about one client ends in the smallest cluster that has it")
    void planted_in_real_runs() {
        Oracle missesNothing = run -> {
            FaultyRun played = FaultyRun.of(run);
            boolean lost = played.trace().events(Kind.LOST).stream()
                    .anyMatch(event -> event.lane().equals("C3"));
            return lost ? List.of(CLAIM) : List.of();
        };
        RunString found = RunString.parse(
                "heartbeat;adapter;seed=3;kill:W1@1s+1s;cut:W3.C3@4.000500s;pause:W2@5s+400ms;restart:redis@7s");
        assertThat(missesNothing.failuresOf(found)).isNotEmpty();
        Shrunk shrunk = Shrinker.shrink(found, CLAIM, missesNothing);
        assertThat(shrunk.smallest().faults()).hasSize(1);
        assertThat(shrunk.smallest().scenario().workers()).containsExactly("W3");
        assertThat(shrunk.smallest().scenario().clients()).hasSize(1);
        assertThat(missesNothing.failuresOf(shrunk.smallest())).isNotEmpty();
        assertThat(Reductions.of(shrunk.smallest()))
                .noneMatch(simpler -> !missesNothing.failuresOf(simpler).isEmpty());
    }

    @Test
    @DisplayName("not at all if it does not fail")
    void nothing_to_shrink() {
        assertThat(Shrinker.shrink(RunString.parse("mirror;legacy;kill:W2@100ms"), Oracle.ofFaultyRuns()))
                .isEmpty();
    }
}

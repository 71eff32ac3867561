package io.github.fanoutlab.simulator.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Claim;
import io.github.fanoutlab.simulator.check.Finding;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.ExplorationReport;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("All orders of a small scenario with the real servers")
class ScenarioSearchTest {

    private static ScenarioSearch searched(String string, int faults, long limit) {
        ScenarioSearch search =
                new ScenarioSearch(RunString.parse(string), FaultKind.EVENTS, faults, Search.REDUCED, limit);
        search.run((number, order, verdict) -> {});
        return search;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror;legacy;nodes=W1,W2", "mirror;adapter;nodes=W1,W2"})
    @DisplayName(
            "mirror with at most one fault: complete, four outcomes, every claim holds, every missed delivery has a cause")
    void mirror_with_one_fault(String string) {
        ScenarioSearch search = searched(string, 1, 20_000);
        assertThat(search.plans()).isEqualTo(1 + 2 + 8 + 2 + 8 + 1 + 2);
        assertThat(search.result().complete()).isTrue();
        assertThat(search.result().schedules()).isEqualTo(search.result().orders());
        assertThat(search.result().words())
                .containsExactly(
                        "C1 W1#1, C2 W1#1", "C1 W1#1, C2 nothing", "C1 nothing, C2 W1#1", "C1 nothing, C2 nothing");
        assertThat(search.failures()).isEmpty();
        assertThat(search.missed())
                .doesNotContainKey(Cause.UNKNOWN)
                .containsKeys(Cause.NODE_DEAD, Cause.SUBSCRIPTION_LOST, Cause.CLIENT_AWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-servers;legacy", "two-servers;adapter"})
    @DisplayName("two clients on two workers receive two emits in three ways, but never each the other's first")
    void two_emits(String string) {
        ScenarioSearch search = searched(string, 0, 1_000);
        assertThat(search.result().complete()).isTrue();
        assertThat(search.result().words())
                .containsExactly(
                        "C1 W1#1 W2#1, C2 W1#1 W2#1", "C1 W1#1 W2#1, C2 W2#1 W1#1", "C1 W2#1 W1#1, C2 W2#1 W1#1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mirror;adapter;nodes=W1,W2;clients=C2|                 EVERY_ORDER",
                "mirror;adapter;nodes=W1,W2;clients=C2;cut:W2.sub@0s|   EVERY_ORDER",
                "mirror;legacy;nodes=W1,W2;clients=C2;cut:W2.sub@0s|    EVERY_ORDER",
                "mirror;adapter;nodes=W1,W2;cut:W2.sub@0s|              EVERY_STATE",
                "mirror;legacy;nodes=W1,W2;clients=C2;kill:W2@0s|       EVERY_STATE",
                "mirror;adapter;nodes=W1,W2;clients=C2;crash:W2@0s|     EVERY_ORDER",
                "mirror;legacy;nodes=W1,W2;clients=C2;crash:W1@0s|      EVERY_ORDER",
                "mirror;adapter;nodes=W1,W2;clients=C2;silence:W2.redis@0s+1us| EVERY_ORDER",
                "mirror;legacy;nodes=W1,W2;clients=C2;silence:W2.C2@0s+1us| EVERY_ORDER",
                "mirror;adapter;nodes=W1;clients=C1;restart:redis@0s| EVERY_ORDER",
                "mirror;adapter;nodes=W1,W2;clients=C2;leave:C2@0s+1us| EVERY_ORDER",
                "mirror;adapter;nodes=W1,W2;clients=C2;cut:W2.C2@0s| EVERY_ORDER",
                "mirror;adapter;nodes=W1,W2;clients=C2;kill:W1@0s| EVERY_ORDER",
                "worker-death;adapter;nodes=master,W3;clients=C3;steps=1,2;beats=1| EVERY_ORDER",
            })
    @DisplayName("the naive search, where it can finish, finds the same outcomes and as many different orders")
    void naive(String string, Search thorough) {
        RunString scenario = RunString.parse(string);
        Exploration naive = explored(scenario, thorough);
        Exploration reduced = explored(scenario, Search.REDUCED);
        assertThat(naive.complete()).isTrue();
        assertThat(reduced.complete()).isTrue();
        assertThat(reduced.words()).isEqualTo(naive.words());
        assertThat(reduced.orders()).isEqualTo(naive.orders()).isLessThan(naive.schedules());
        assertThat(reduced.states()).isLessThanOrEqualTo(naive.states());
    }

    private static Exploration explored(RunString scenario, Search search) {
        Explorer explorer = new Explorer(search, 50_000);
        explorer.explore(() -> new ScenarioPlay(scenario), (number, order, play) -> {});
        return explorer.result();
    }

    @Test
    @DisplayName(
            "a worker that dies and is forked again, at any time around two emits: complete, and nothing unexplained")
    void death_and_fork() {
        ScenarioSearch search = searched("worker-death;adapter;nodes=master,W3;steps=1,2,4,5;beats=1", 0, 5_000);
        assertThat(search.result().complete()).isTrue();
        assertThat(search.result().words()).containsExactly("C3 master#1", "C3 master#1 master#2", "C3 nothing");
        assertThat(search.failures()).isEmpty();
        assertThat(search.missed())
                .doesNotContainKey(Cause.UNKNOWN)
                .containsKeys(Cause.NODE_DEAD, Cause.NOT_SUBSCRIBED_YET, Cause.CLIENT_AWAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "worker-death;adapter;nodes=master,W3;beats=1;cut:W3.sub@0s",
                "worker-death;legacy;nodes=master,W3;beats=1;kill:master@0s",
                "worker-death;legacy;nodes=master,W3;beats=1;crash:W3@0s",
                "two-servers;adapter;leave:C2@0s+1us;silence:W1.pub@0s+1us",
                "mirror;legacy;nodes=W1,W2;restart:redis@0s;kill:W2@0s"
            })
    @DisplayName(
            "property: if two transitions that commute are exchanged, the same things happen, with the same outcome")
    void neighbours_that_commute(String string) {
        RunString scenario = RunString.parse(string);
        RandomSource random = new RandomSource(5);
        int exchanged = 0;
        for (int i = 0; i < 60; i++) {
            List<Transition> order = new ArrayList<>();
            List<Play.Taken> taken = new ArrayList<>();
            ScenarioPlay play = new ScenarioPlay(scenario);
            for (List<Transition> transitions = play.transitions();
                    !transitions.isEmpty();
                    transitions = play.transitions()) {
                order.add(transitions.get(random.nextInt(transitions.size())));
                taken.add(play.take(order.get(order.size() - 1)));
            }
            int first = random.nextInt(order.size() - 1);
            Transition late = order.get(first + 1);
            boolean planned = taken.get(first).planned().contains(late);
            if (!planned && TakenTransition.commute(order.get(first), taken.get(first), late, taken.get(first + 1))) {
                Collections.swap(order, first, first + 1);
                ScenarioPlay other = new ScenarioPlay(scenario);
                order.forEach(other::take);
                assertThat(other.transitions()).isEmpty();
                assertThat(other.outcome()).as("%s", order).isEqualTo(play.outcome());
                assertThat(whatHappened(other)).isEqualTo(whatHappened(play));
                exchanged++;
            }
        }
        assertThat(exchanged).isGreaterThan(15);
    }

    /** In no order, and without the numbers of connections that Redis gives out. */
    private static List<String> whatHappened(ScenarioPlay play) {
        return play.run().trace().events().stream()
                .filter(event -> event.timeMicros() <= play.run().begunMicros())
                .map(event -> event.lane()
                        + ' '
                        + event.kind()
                        + ' '
                        + event.connection()
                        + ' '
                        + event.name()
                        + ' '
                        + event.text())
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("a schedule that is taken again leads to the same trace")
    void schedules_can_be_taken_again() {
        RunString scenario = RunString.parse("two-servers;legacy;cut:W2.C2@0s");
        List<List<Transition>> orders = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        new Explorer(Search.REDUCED, 20).explore(() -> new ScenarioPlay(scenario), (number, order, play) -> {
            orders.add(order);
            hashes.add(play.run().trace().hash());
        });
        assertThat(hashes).hasSize(20).doesNotHaveDuplicates();
        for (int i = 0; i < orders.size(); i += 7) {
            ScenarioPlay again = new ScenarioPlay(scenario);
            orders.get(i).forEach(again::take);
            assertThat(again.run().trace().hash()).isEqualTo(hashes.get(i));
        }
    }

    @Test
    @DisplayName("a claim that does not hold is counted, with the first schedule that shows it")
    void failures() {
        ScenarioSearch search =
                new ScenarioSearch(RunString.parse("two-servers;adapter"), List.of(), 0, Search.REDUCED, 100);
        search.run(
                play -> {
                    Verdict<FaultyRun> verdict = FaultyClaims.judge(play.run());
                    boolean oneOrder = play.outcome().equals("C1 W1#1 W2#1, C2 W1#1 W2#1");
                    Check total = Claim.<Boolean>that(
                                    "all see the same order", one -> Finding.same("one", one ? "one" : "two"))
                            .judge(oneOrder);
                    return new Verdict<>(verdict.run(), List.of(total), verdict.misses(), verdict.extras());
                },
                (number, order, verdict) -> {});
        assertThat(search.failures()).hasSize(1);
        assertThat(ExplorationReport.of(search, Glyphs.UNICODE))
                .contains("✗ all see the same order")
                .contains("but in 3 schedules, first in 1 (--show 1): two");
    }

    @Test
    @DisplayName("stops at its limit and says so")
    void limit() {
        ScenarioSearch search = searched("two-servers;legacy", 1, 25);
        assertThat(search.result().complete()).isFalse();
        assertThat(ExplorationReport.of(search, Glyphs.ASCII))
                .contains("NOT complete: stopped at its limit, 1 of 24 sets of faults searched to the end");
    }
}

package io.github.fanoutlab.simulator.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.faulty.Cause;
import io.github.fanoutlab.simulator.check.faulty.FaultyVerdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.ExplorationReport;
import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.world.Move;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("All orders of a small scenario with the real servers")
class ScenarioSearchTest {

    private static ScenarioSearch searched(String string, int faults, long limit) {
        ScenarioSearch search = new ScenarioSearch(RunString.parse(string), faults, Search.REDUCED, limit);
        search.run((number, order, verdict) -> {});
        return search;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror;legacy;nodes=W1,W2", "mirror;adapter;nodes=W1,W2"})
    @DisplayName("mirror with at most one fault: complete, four outcomes, every claim holds, every miss has a cause")
    void mirror_with_one_fault(String string) {
        ScenarioSearch search = searched(string, 1, 20_000);
        assertThat(search.plans()).isEqualTo(1 + 2 + 8);
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
    @DisplayName("two clients on two workers see two emits in three ways; never each the other's first")
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
                "mirror;legacy;nodes=W1,W2;clients=C2;kill:W2@0s|       EVERY_STATE"
            })
    @DisplayName("the naive search, where it ends, finds the same outcomes and the same number of different orders")
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
        Explorer explorer = new Explorer(search, 5_000);
        explorer.explore(() -> new ScenarioPlay(scenario), (number, order, play) -> {});
        return explorer.result();
    }

    @Test
    @DisplayName("a schedule that is taken again leads to the same trace, hash for hash")
    void schedules_can_be_taken_again() {
        RunString scenario = RunString.parse("two-servers;legacy;cut:W2.C2@0s");
        List<List<Move>> orders = new ArrayList<>();
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
        ScenarioSearch search = new ScenarioSearch(RunString.parse("two-servers;adapter"), 0, Search.REDUCED, 100);
        search.run(
                play -> {
                    FaultyVerdict verdict = FaultyVerdict.of(play.run());
                    boolean oneOrder = play.outcome().equals("C1 W1#1 W2#1, C2 W1#1 W2#1");
                    Check total = Check.same("all see the same order", "one", oneOrder ? "one" : "two");
                    return new FaultyVerdict(verdict.run(), List.of(total), verdict.misses(), verdict.extras());
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
        assertThat(ExplorationReport.of(search, Glyphs.ASCII)).contains("NOT complete: stopped at its limit");
    }
}

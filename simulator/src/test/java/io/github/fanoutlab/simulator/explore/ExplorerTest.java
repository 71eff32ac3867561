package io.github.fanoutlab.simulator.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.world.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The search of all orders")
class ExplorerTest {

    private static final long NAIVE_LIMIT = 400;

    private static Exploration explored(Search search, long limit, Supplier<Toy> system) {
        Explorer explorer = new Explorer(search, limit);
        explorer.explore(system, (number, order, play) -> {});
        return explorer.result();
    }

    @Test
    @DisplayName(
            "property: of random small systems, the reduced search finds what the naive one finds, each order once")
    void reduced_is_naive() {
        int compared = 0;
        long reducedSchedules = 0;
        long naiveSchedules = 0;
        for (long seed = 1; seed <= 100; seed++) {
            long drawn = seed;
            int lanes = 2 + (int) (seed % 3);
            Supplier<Toy> system = () -> new Toy(drawn, lanes, 2 + (int) (drawn % 3), 2, drawn % 2 == 0);
            Exploration naive = explored(Search.EVERY_ORDER, NAIVE_LIMIT, system);
            if (!naive.complete()) {
                continue;
            }
            Exploration reduced = explored(Search.REDUCED, NAIVE_LIMIT, system);
            Exploration states = explored(Search.EVERY_STATE, NAIVE_LIMIT, system);
            assertThat(reduced.complete()).as("seed %d", seed).isTrue();
            assertThat(reduced.words()).as("seed %d", seed).isEqualTo(naive.words());
            assertThat(states.words()).as("seed %d", seed).isEqualTo(naive.words());
            assertThat(states.states()).as("seed %d", seed).isEqualTo(naive.states());
            assertThat(reduced.orders()).as("seed %d", seed).isEqualTo(naive.orders());
            assertThat(reduced.schedules()).as("seed %d", seed).isEqualTo(reduced.orders());
            assertThat(reduced.states()).isLessThanOrEqualTo(naive.states());
            compared++;
            reducedSchedules += reduced.schedules();
            naiveSchedules += naive.schedules();
        }
        assertThat(compared).isGreaterThan(25);
        assertThat(reducedSchedules * 3).isLessThan(naiveSchedules);
    }

    @Test
    @DisplayName("three messages for three processes: one schedule of six, because their order does not matter")
    void what_commutes() {
        Supplier<Toy> system = () -> new Toy(3, 40, 3, 0, false);
        assertThat(explored(Search.EVERY_ORDER, 100, system).schedules()).isEqualTo(6);
        assertThat(explored(Search.REDUCED, 100, system).schedules()).isOne();
    }

    @Test
    @DisplayName("says when it reached its limit, and what it found until then")
    void limit() {
        Supplier<Toy> system = () -> new Toy(5, 2, 6, 2, true);
        Exploration some = explored(Search.REDUCED, 10, system);
        assertThat(some.complete()).isFalse();
        assertThat(some.schedules() + some.abandoned()).isEqualTo(10);
    }

    @Test
    @DisplayName("reports every schedule; if it is taken again, it leads to the same end")
    void schedules_can_be_taken_again() {
        List<List<Transition>> orders = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        Explorer explorer = new Explorer(Search.REDUCED, 500);
        explorer.explore(() -> new Toy(8, 3, 4, 2, true), (number, order, play) -> {
            orders.add(order);
            ends.add(play.outcome());
            assertThat(orders).hasSize((int) number);
        });
        assertThat(orders).hasSizeGreaterThan(3).doesNotHaveDuplicates();
        for (int i = 0; i < orders.size(); i++) {
            Toy again = new Toy(8, 3, 4, 2, true);
            orders.get(i).forEach(again::take);
            assertThat(again.transitions()).isEmpty();
            assertThat(again.outcome()).isEqualTo(ends.get(i));
        }
    }
}

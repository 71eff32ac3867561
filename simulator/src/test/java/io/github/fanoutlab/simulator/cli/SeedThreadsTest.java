package io.github.fanoutlab.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A crew of threads")
class SeedThreadsTest {

    private final List<Long> taken = new ArrayList<>();

    @Test
    @DisplayName("hands over in the order of the seeds, also when the first is the last to be done")
    void in_order() {
        CountDownLatch others = new CountDownLatch(3);
        try (SeedThreads crew = new SeedThreads(2)) {
            crew.inOrder(
                    7,
                    50,
                    seed -> {
                        if (seed == 7) {
                            await(others);
                        } else {
                            others.countDown();
                        }
                        return seed;
                    },
                    taken::add);
        }
        assertThat(taken).isEqualTo(LongStream.range(7, 57).boxed().toList());
    }

    @Test
    @DisplayName("ends where no more is wanted, whatever is done already")
    void ends() {
        try (SeedThreads crew = new SeedThreads(2)) {
            crew.inOrder(1, 1_000_000, seed -> seed, seed -> taken.add(seed) && seed < 5);
        }
        assertThat(taken).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    @DisplayName("lets what a run throws out as it is")
    void throwing() {
        try (SeedThreads crew = new SeedThreads(2)) {
            assertThatThrownBy(() -> crew.inOrder(1, 3, seed -> 1 / (seed - 2), result -> true))
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

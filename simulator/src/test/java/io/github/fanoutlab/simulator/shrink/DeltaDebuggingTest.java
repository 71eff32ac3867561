package io.github.fanoutlab.simulator.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Delta debugging")
class DeltaDebuggingTest {

    private static final List<Integer> EIGHT =
            IntStream.rangeClosed(1, 8).boxed().toList();

    @Test
    @DisplayName("finds the elements that are needed, wherever they are, in order")
    void what_it_takes() {
        assertThat(DeltaDebugging.minimize(EIGHT, some -> some.containsAll(List.of(1, 7, 8))))
                .containsExactly(1, 7, 8);
        assertThat(DeltaDebugging.minimize(EIGHT, some -> some.contains(5))).containsExactly(5);
    }

    @Test
    @DisplayName("keeps everything if all is needed, and nothing if nothing is")
    void extremes() {
        assertThat(DeltaDebugging.minimize(EIGHT, some -> some.size() == 8)).isEqualTo(EIGHT);
        assertThat(DeltaDebugging.minimize(EIGHT, some -> true)).isEmpty();
        assertThat(DeltaDebugging.minimize(List.of(), some -> true)).isEmpty();
    }

    @Test
    @DisplayName("no element can be left out of the result, even if more elements do not always fail")
    void one_minimal() {
        List<Integer> odd = DeltaDebugging.minimize(EIGHT, some -> some.size() % 2 == 0 && some.contains(3));
        assertThat(odd).hasSize(2).contains(3);
    }
}

package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Random numbers that a seed decides")
class RandomSourceTest {

    @Test
    @DisplayName("the sequence of seed 1234567 is the published one of SplitMix64")
    void known_sequence() {
        RandomSource random = new RandomSource(1_234_567);
        // Vigna's splitmix64.c, as listed by Rosetta Code for this seed.
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void numbers_stay_in_their_range_and_fill_it_evenly() {
        RandomSource random = new RandomSource(5);
        int[] seen = new int[10];
        for (int i = 0; i < 10_000; i++) {
            seen[random.nextInt(10)]++;
            assertThat(random.nextBetween(-3, 3)).isBetween(-3L, 3L);
        }
        assertThat(Arrays.stream(seen).boxed()).allMatch(count -> count > 850 && count < 1_150);
        assertThat(random.nextBetween(7, 7)).isEqualTo(7);
    }

    @Test
    void a_fork_is_decided_by_seed_and_purpose_alone() {
        RandomSource random = new RandomSource(5);
        long first = random.fork("links").nextLong();
        random.nextLong();
        assertThat(random.fork("links").nextLong()).isEqualTo(first);
        assertThat(random.fork("ids").nextLong()).isNotEqualTo(first);
        assertThat(new RandomSource(6).fork("links").nextLong()).isNotEqualTo(first);
        assertThat(random.fork("links").fork("links").nextLong()).isNotEqualTo(first);
    }
}

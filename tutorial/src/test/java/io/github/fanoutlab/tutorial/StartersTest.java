package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fanoutlab.simulator.scenario.Scenarios;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The exercises before anybody has begun; it skips one that its reader has begun. */
@DisplayName("An exercise that nobody has begun fails, and says where to begin:")
class StartersTest {

    @Test
    @DisplayName("1, ten seconds")
    void tenSeconds() {
        skipUnless(Ex01TenSeconds.HEARD_BY_C1 == null);

        assertThatThrownBy(new Ex01TenSeconds()::grade)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Not yet. 1. How often is the \"data\" listener of C1 called")
                .hasMessageEndingWith("No answer yet: write a number instead of null.");
    }

    @Test
    @DisplayName("3, which worker")
    void whichWorker() {
        skipUnless(isUntouched());

        assertThatThrownBy(new Ex03WhichWorker()::grade)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Not yet. No answer yet. Begin with the delivery");
    }

    private static boolean isUntouched() {
        try {
            return Ex03WhichWorker.emitterOf(null, null) == null;
        } catch (NullPointerException e) {
            return false;
        }
    }

    @Test
    @DisplayName("4, twelve a second")
    void twelve() {
        boolean isSixteen = Ex04Twelve.FIRST.clients().equals(Scenarios.SIXTEEN.clients())
                && Ex04Twelve.FIRST.steps().equals(Scenarios.SIXTEEN.steps());
        skipUnless(isSixteen && Ex04Twelve.SECOND == null);

        assertThatThrownBy(new Ex04Twelve()::grade)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Not yet. Your first cluster: its client gets 16 a second.");
    }

    private static void skipUnless(boolean untouched) {
        String reason = "SKIPPED: this exercise was begun, so that it has no starter to look at any more";
        if (!untouched) {
            System.out.println(reason);
        }
        assumeTrue(untouched, reason);
    }
}

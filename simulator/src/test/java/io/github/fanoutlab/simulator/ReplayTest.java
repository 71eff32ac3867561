package io.github.fanoutlab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.cli.Fanout;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * {@code mvn test -Drun='four-emitters;legacy;seed=42;kill:W2@3.2s'} plays that run, prints its verdict, and passes when all its
 * claims hold. Without {@code -Drun} it plays that one.
 */
@DisplayName("One run, named by its string")
class ReplayTest {

    private static final String AN_EXAMPLE = "four-emitters;legacy;seed=42;kill:W2@3.2s";

    @Test
    @DisplayName("holds what is promised")
    void holds() {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        String run = System.getProperty("run", AN_EXAMPLE);
        assertThat(Fanout.execute(out, out, "replay", run))
                .as("the exit code of ./fanout replay '%s'; 1 means that a claim does not hold, see above", run)
                .isZero();
    }
}

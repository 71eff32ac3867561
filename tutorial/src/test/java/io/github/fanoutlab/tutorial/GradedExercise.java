package io.github.fanoutlab.tutorial;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fanoutlab.simulator.cli.Fanout;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The reader's exercise of a chapter, graded as {@code ./fanout learn check} does, for those who live in an IDE: {@code mvn -q test
 * -Dtest=Ex08Echo}. An exercise that is not done yet is no failed build. {@code mvn test} leaves these classes out.
 */
abstract class GradedExercise {

    private final int chapter;

    GradedExercise(int chapter) {
        this.chapter = chapter;
    }

    @Test
    @DisplayName("of the workbook is graded")
    void grade() {
        StringWriter told = new StringWriter();
        PrintWriter out = new PrintWriter(told, true);
        int exitCode = Fanout.execute(out, out, "learn", "check", String.valueOf(chapter));
        System.out.println("\n" + told);
        assumeTrue(exitCode == 0, "it does not pass yet, for the reason above");
    }
}

package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.fail;

import io.github.fanoutlab.tutorial.lesson.Grade;

/** Tells a learner the grade: the test fails with the grader's words, or passes and prints them. */
final class Graded {

    private Graded() {}

    static void accept(Grade grade) {
        if (!grade.passed()) {
            fail("Not yet. " + grade.message());
        }
        System.out.println("\n" + grade.message() + "\n");
    }
}

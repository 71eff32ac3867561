package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex01Heartbeat}. */
@DisplayName("The exercise of chapter 1")
class Ex01Heartbeat extends GradedExercise {

    Ex01Heartbeat() {
        super(1);
    }
}

package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex09InTheRoom}. */
@DisplayName("The exercise of chapter 9")
class Ex09InTheRoom extends GradedExercise {

    Ex09InTheRoom() {
        super(9);
    }
}

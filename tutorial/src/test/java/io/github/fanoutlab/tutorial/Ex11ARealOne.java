package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex11ARealOne}. */
@DisplayName("The exercise of chapter 11")
class Ex11ARealOne extends GradedExercise {

    Ex11ARealOne() {
        super(11);
    }
}

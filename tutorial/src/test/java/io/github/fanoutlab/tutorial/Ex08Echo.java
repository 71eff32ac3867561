package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex08Echo}. */
@DisplayName("The exercise of chapter 8")
class Ex08Echo extends GradedExercise {

    Ex08Echo() {
        super(8);
    }
}

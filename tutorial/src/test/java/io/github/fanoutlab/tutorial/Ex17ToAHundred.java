package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex17ToAHundred}. */
@DisplayName("The exercise of chapter 17")
class Ex17ToAHundred extends GradedExercise {

    Ex17ToAHundred() {
        super(17);
    }
}

package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex12SessionIdUnknown}. */
@DisplayName("The exercise of chapter 12")
class Ex12SessionIdUnknown extends GradedExercise {

    Ex12SessionIdUnknown() {
        super(12);
    }
}

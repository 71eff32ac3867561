package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex10HowMany}. */
@DisplayName("The exercise of chapter 10")
class Ex10HowMany extends GradedExercise {

    Ex10HowMany() {
        super(10);
    }
}

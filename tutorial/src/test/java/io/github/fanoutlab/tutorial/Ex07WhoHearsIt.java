package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex07WhoHearsIt}. */
@DisplayName("The exercise of chapter 7")
class Ex07WhoHearsIt extends GradedExercise {

    Ex07WhoHearsIt() {
        super(7);
    }
}

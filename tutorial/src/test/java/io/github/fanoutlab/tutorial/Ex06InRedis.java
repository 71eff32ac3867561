package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex06InRedis}. */
@DisplayName("The exercise of chapter 6")
class Ex06InRedis extends GradedExercise {

    Ex06InRedis() {
        super(6);
    }
}

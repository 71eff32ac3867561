package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex18APromise}. */
@DisplayName("The exercise of chapter 18")
class Ex18APromise extends GradedExercise {

    Ex18APromise() {
        super(18);
    }
}

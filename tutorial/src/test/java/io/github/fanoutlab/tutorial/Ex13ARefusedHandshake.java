package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex13ARefusedHandshake}. */
@DisplayName("The exercise of chapter 13")
class Ex13ARefusedHandshake extends GradedExercise {

    Ex13ARefusedHandshake() {
        super(13);
    }
}

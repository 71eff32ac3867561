package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex02ThreeClients}. */
@DisplayName("The exercise of chapter 2")
class Ex02ThreeClients extends GradedExercise {

    Ex02ThreeClients() {
        super(2);
    }
}

package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex04ConnectedToAll}. */
@DisplayName("The exercise of chapter 4")
class Ex04ConnectedToAll extends GradedExercise {

    Ex04ConnectedToAll() {
        super(4);
    }
}

package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex05WhoShouldSpeak}. */
@DisplayName("The exercise of chapter 5")
class Ex05WhoShouldSpeak extends GradedExercise {

    Ex05WhoShouldSpeak() {
        super(5);
    }
}

package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex03FourWorkers}. */
@DisplayName("The exercise of chapter 3")
class Ex03FourWorkers extends GradedExercise {

    Ex03FourWorkers() {
        super(3);
    }
}

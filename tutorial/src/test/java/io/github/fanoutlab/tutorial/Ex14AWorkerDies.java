package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex14AWorkerDies}. */
@DisplayName("The exercise of chapter 14")
class Ex14AWorkerDies extends GradedExercise {

    Ex14AWorkerDies() {
        super(14);
    }
}

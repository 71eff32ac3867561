package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex15RedisGoesAway}. */
@DisplayName("The exercise of chapter 15")
class Ex15RedisGoesAway extends GradedExercise {

    Ex15RedisGoesAway() {
        super(15);
    }
}

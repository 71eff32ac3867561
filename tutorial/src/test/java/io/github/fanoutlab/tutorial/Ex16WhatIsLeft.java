package io.github.fanoutlab.tutorial;

import org.junit.jupiter.api.DisplayName;

/** {@code mvn -q test -Dtest=Ex16WhatIsLeft}. */
@DisplayName("The exercise of chapter 16")
class Ex16WhatIsLeft extends GradedExercise {

    Ex16WhatIsLeft() {
        super(16);
    }
}

package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.tutorial.exercise.WhichWorker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Exercise of chapter 3: four copies that look alike arrive each second. Which worker caused which? Write {@link #emitterOf}
 * and ask the grader: {@code mvn test -Dtest=Ex03WhichWorker}. It runs only when you ask for it.
 */
@DisplayName("Exercise 3: which worker?")
class Ex03WhichWorker {

    /**
     * Who emitted {@code copy}?
     *
     * @param copy the delivery of a copy to C1, an event in C1's lane
     * @param trace everything that happened in the run, and what caused what
     * @return {@code W1}, {@code W2}, {@code W3} or {@code W4}
     */
    static String emitterOf(TraceEvent copy, Trace trace) {
        return null;
    }

    @Test
    @DisplayName("is graded")
    void grade() {
        Graded.accept(new WhichWorker().grade(Ex03WhichWorker::emitterOf));
    }
}

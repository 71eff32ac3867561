package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.exercise.TenSeconds;
import io.github.fanoutlab.tutorial.run.Runs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Exercise of chapter 1: ten seconds of {@code heartbeat}, with the Redis adapter, in three numbers. Replace each {@code null}
 * with your number and ask the grader: {@code mvn test -Dtest=Ex01TenSeconds}. It runs only when you ask for it.
 */
@DisplayName("Exercise 1: ten seconds")
class Ex01TenSeconds {

    /** How often is the "data" listener of C1 called, from connecting to the tenth beat? */
    static final Integer HEARD_BY_C1 = null;

    /** How many messages does Redis push to processes for the ten beats? */
    static final Integer PUSHED_BY_REDIS = null;

    /** How many of these does the process that gets them drop? */
    static final Integer DROPPED = null;

    @Test
    @DisplayName("is graded")
    void grade() {
        Graded.accept(new TenSeconds(new Runs(Book.repository())).grade(HEARD_BY_C1, PUSHED_BY_REDIS, DROPPED));
    }
}

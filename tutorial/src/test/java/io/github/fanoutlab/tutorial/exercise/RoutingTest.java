package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.exercise.Routing.Router;
import io.github.fanoutlab.tutorial.exercise.Routing.Visit;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 12, the load balancer")
class RoutingTest {

    /** Each of three workers dies at each of a hundred milliseconds of a handshake, once at least: in one run of eight nobody dies. */
    private static final int RUNS = 600;

    /** A cookie with the worker's name. */
    private static Router solution() {
        return new Router() {
            private int turn;

            @Override
            public String choose(Visit visit, List<String> workers) {
                String worker = visit.cookie("worker");
                if (!workers.contains(worker)) {
                    worker = workers.get(turn++ % workers.size());
                    visit.setCookie("worker", worker);
                }
                return worker;
            }
        };
    }

    @Test
    @DisplayName(
            "is solved by a cookie with the worker's name: no session is refused, at whichever moment a worker dies")
    void solution_in_every_run() {
        Grade grade = new Routing(RUNS).grade(RoutingTest::solution);

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
        assertThat(grade.message()).startsWith("No client was refused while its session existed, in " + RUNS + " runs");
    }
}

package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.exercise.Routing.Router;
import io.github.fanoutlab.tutorial.exercise.Routing.Visit;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 12, the load balancer")
class RoutingTest {

    private static final String KEEPS_SESSIONS = "What does a client bring along from its second request on";

    /** Sends clients without a cookie to the workers in turn, and those with one as {@code kept} says. */
    private static final class InTurn implements Router {

        private final BiFunction<String, List<String>, String> kept;
        private int turn;

        InTurn(BiFunction<String, List<String>, String> kept) {
            this.kept = kept;
        }

        @Override
        public String choose(Visit visit, List<String> workers) {
            String worker = visit.cookie("worker");
            String known = worker.isEmpty() ? null : kept.apply(worker, workers);
            if (known != null) {
                return known;
            }
            String next = workers.get(turn++ % workers.size());
            visit.setCookie("worker", next);
            return next;
        }
    }

    private static InTurn solution() {
        return new InTurn((worker, workers) -> workers.contains(worker) ? worker : null);
    }

    @Test
    @DisplayName("is solved by a cookie with the worker's name: no session is refused in ten thousand runs")
    void solution_in_every_run() {
        Grade grade = new Routing(10_000).grade(RoutingTest::solution);

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
        assertThat(grade.message()).startsWith("No client was refused a session that exists, in 10000 runs");
    }

    @Test
    @DisplayName(
            "that takes the workers in turn, by any cookie or by the session's id alone, sends sessions to strangers")
    void strangers() {
        assertNotYet(
                () -> {
                    int[] turn = {0};
                    return (visit, workers) -> workers.get(turn[0]++ % workers.size());
                },
                KEEPS_SESSIONS,
                "\"Session ID unknown\"",
                "no session yet    -> W1  200");
        assertNotYet(
                () -> {
                    Map<String, String> homes = new HashMap<>();
                    return (visit, workers) ->
                            homes.computeIfAbsent(visit.sid(), sid -> workers.get(homes.size() % workers.size()));
                },
                KEEPS_SESSIONS);
        assertNotYet(
                () -> (visit, workers) -> workers.get(Math.floorMod(visit.path().hashCode(), workers.size())),
                KEEPS_SESSIONS);
    }

    @Test
    @DisplayName("that goes by address gives one worker most of the work")
    void crowd() {
        assertNotYet(
                () -> (visit, workers) ->
                        workers.get(Math.floorMod(visit.address().hashCode(), workers.size())),
                "has 5 of 5 sessions",
                "Five of the eight sit in one office",
                "from 192.0.2.1");
    }

    @Test
    @DisplayName(
            "that never takes turns, because a cookie that is not there is empty and not null, is not told of addresses")
    void turns() {
        assertNotYet(
                () -> {
                    int[] turn = {0};
                    return (visit, workers) -> {
                        String worker = visit.cookie("worker");
                        if (worker == null) {
                            worker = workers.get(turn[0]++ % workers.size());
                            visit.setCookie("worker", worker);
                        }
                        return workers.contains(worker) ? worker : workers.get(0);
                    };
                },
                "W1 has 5 of 5 sessions",
                "does most of the work. One after the other gets W1: does your code reach the line that takes turns?");
        assertNotYet(() -> (visit, workers) -> workers.get(visit.cookie("x").length()), "One after the other gets W1");
    }

    @Test
    @DisplayName("that keeps a place in the list moves sessions when another worker dies")
    void places() {
        assertNotYet(
                () -> new Router() {
                    private int turn;

                    @Override
                    public String choose(Visit visit, List<String> workers) {
                        if (visit.cookie("place").isEmpty()) {
                            int place = turn++;
                            visit.setCookie("place", String.valueOf(place));
                            return workers.get(place % workers.size());
                        }
                        return workers.get(Integer.parseInt(visit.cookie("place")) % workers.size());
                    }
                },
                "is alive; W",
                "Does your choice depend on how many workers there are");
    }

    @Test
    @DisplayName("that sends clients to a worker that has died never lets them in")
    void dead() {
        assertNotYet(
                () -> new InTurn((worker, workers) -> worker),
                "is not connected at the end",
                "Is the worker that you remember among those that listen?",
                "refused");
    }

    @Test
    @DisplayName("that names no worker, or throws, is told so")
    void noWorker() {
        assertNotYet(() -> (visit, workers) -> null, "choose returned null, and the workers are W1, W2, W3");
        assertNotYet(() -> (visit, workers) -> "W9", "choose returned W9");
        assertNotYet(
                () -> (visit, workers) -> workers.get(3), "Your code threw java.lang.ArrayIndexOutOfBoundsException");
    }

    private static void assertNotYet(Supplier<Router> router, String... parts) {
        Grade grade = new Routing().grade(router);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}

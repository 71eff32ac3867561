package io.github.fanoutlab.platform.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fanoutlab.platform.EventLoop.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RealLoopTest {

    private final LogProbe log = new LogProbe();
    private final RealLoop loop = RealLoop.start("W1", log);
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    @DisplayName("Tasks of one thread run in their order, on the loop's thread, one at a time")
    void keeps_order() {
        IntStream.range(0, 100)
                .forEach(i ->
                        loop.execute(() -> said.add(i + Thread.currentThread().getName())));
        assertThat(IntStream.range(0, 100).mapToObj(i -> Next.of(said)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> i + "W1").toList());
    }

    @Test
    @DisplayName("call() from another thread runs on the loop; the caller gets what it returns or throws")
    void calls() {
        assertThat(loop.call(() -> Thread.currentThread().getName())).isEqualTo("W1");
        assertThatThrownBy(() -> loop.call(() -> {
                    throw new IllegalArgumentException("no such room");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such room");
        assertThatThrownBy(() -> loop.call(() -> {
                    throw new AssertionError("impossible");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("impossible");
        loop.execute(() -> said.add(loop.call(() -> "called on the loop itself")));
        assertThat(Next.of(said)).isEqualTo("called on the loop itself");
    }

    @Test
    @DisplayName("Inputs and timers of one turn are counted one by one; the number stays the same while one is handled")
    void counts() {
        List<Long> counts = new ArrayList<>();
        loop.execute(() -> {
            for (int i = 0; i < 2; i++) {
                loop.execute(() -> counts.add(loop.handledCount()));
                loop.schedule(0, () -> counts.add(loop.handledCount()));
            }
            counts.add(loop.handledCount());
            counts.add(loop.handledCount());
            loop.execute(() -> said.add(counts.toString()));
        });
        assertThat(Next.of(said)).isEqualTo("[0, 0, 1, 2, 3, 4]");
    }

    @Test
    @DisplayName("call() on a loop that has ended fails instead of waiting forever")
    void says_when_it_has_ended() {
        loop.close();
        assertThatThrownBy(() -> loop.call(() -> "anybody there?"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("W1 has ended");
    }

    @Test
    @DisplayName("Several threads hand in tasks: none is lost, and the order of each thread is kept")
    void takes_inputs_from_many_threads() throws InterruptedException {
        List<Integer> seen = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() ->
                        IntStream.range(0, 1_000).forEach(i -> loop.execute(() -> seen.add(t * 1_000 + i)))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        loop.execute(() -> said.add("done"));
        Next.of(said);
        for (int t = 0; t < 4; t++) {
            int sender = t;
            assertThat(seen.stream().filter(i -> i / 1_000 == sender))
                    .hasSize(1_000)
                    .isSorted();
        }
    }

    @Test
    @DisplayName("run() on the loop runs at once; from another thread it is handed in")
    void runs_now_on_the_loop() {
        assertThat(loop.inLoop()).isFalse();
        loop.run(() -> {
            loop.run(() -> said.add("inner, in loop: " + loop.inLoop()));
            said.add("outer");
        });
        assertThat(Next.of(said)).isEqualTo("inner, in loop: true");
        assertThat(Next.of(said)).isEqualTo("outer");
    }

    @Test
    @DisplayName(
            "A turn: inputs, then due timers, then the end of the turn; inputs given meanwhile come in the next turn")
    void orders_a_turn() {
        loop.execute(() -> {
            loop.atEndOfTurn(() -> said.add("end of turn"));
            loop.schedule(0, () -> said.add("timer"));
            loop.execute(() -> said.add("next turn"));
            said.add("input");
        });
        assertThat(List.of(Next.of(said), Next.of(said), Next.of(said), Next.of(said)))
                .containsExactly("input", "timer", "end of turn", "next turn");
    }

    @Test
    @DisplayName("Timers run by time, then in the order in which they were scheduled, and never early")
    void orders_timers() {
        loop.execute(() -> {
            long begin = loop.nowMillis();
            loop.schedule(300, () -> said.add("third, early: " + (loop.nowMillis() - begin < 300)));
            loop.schedule(150, () -> said.add("second, early: " + (loop.nowMillis() - begin < 150)));
            loop.schedule(0, () -> said.add("a"));
            loop.schedule(0, () -> said.add("b"));
        });
        assertThat(IntStream.range(0, 4).mapToObj(i -> Next.of(said)))
                .containsExactly("a", "b", "second, early: false", "third, early: false");
    }

    @Test
    @DisplayName("A cancelled timer does not run, even if another one cancels it in the turn in which both are due")
    void cancels() {
        loop.execute(() -> {
            Timer[] victim = new Timer[1];
            loop.schedule(5, () -> victim[0].cancel());
            victim[0] = loop.schedule(5, () -> said.add("ran although cancelled"));
            loop.schedule(10, () -> said.add("later"));
        });
        assertThat(Next.of(said)).isEqualTo("later");
    }

    @Test
    @DisplayName("A periodic timer runs first after one period, then again and again until it cancels itself")
    void repeats() {
        loop.execute(() -> {
            long begin = loop.nowMillis();
            Timer[] beat = new Timer[1];
            List<Long> beats = new ArrayList<>();
            beat[0] = loop.every(10, () -> {
                beats.add(loop.nowMillis() - begin);
                if (beats.size() == 3) {
                    beat[0].cancel();
                    loop.schedule(25, () -> said.add(beats.size() + " beats"));
                    said.add("first after a period: " + (beats.get(0) >= 10) + ", third: " + (beats.get(2) >= 30));
                }
            });
        });
        assertThat(Next.of(said)).isEqualTo("first after a period: true, third: true");
        assertThat(Next.of(said)).isEqualTo("3 beats");
    }

    @Test
    @DisplayName("A timer that schedules itself again without delay does not starve the inputs")
    void timers_leave_room_for_inputs() {
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.schedule(0, this);
            }
        });
        loop.execute(() -> said.add("still here"));
        assertThat(Next.of(said)).isEqualTo("still here");
    }

    @Test
    @DisplayName("A task that throws is logged with its stack trace, wherever it ran, and the loop goes on")
    void survives_exceptions() {
        loop.execute(() -> {
            loop.schedule(0, () -> {
                throw new AssertionError("in a timer");
            });
            loop.atEndOfTurn(() -> {
                throw new IllegalStateException("at the end of a turn");
            });
            throw new IllegalArgumentException("in an input");
        });
        loop.execute(() -> said.add("still here"));

        assertThat(log.nextWarning())
                .startsWith("loop: a task failed; the node goes on.")
                .contains("IllegalArgumentException: in an input")
                .contains("at " + RealLoopTest.class.getName());
        assertThat(log.nextWarning()).contains("AssertionError: in a timer");
        assertThat(log.nextWarning()).contains("IllegalStateException: at the end of a turn");
        assertThat(Next.of(said)).isEqualTo("still here");
        log.assertNoMoreWarnings();
    }

    @Test
    @DisplayName("Out of memory, the loop ends and tells so; who hands in something later gets an exception")
    void ends_out_of_memory() {
        RealLoop tight = RealLoop.start("W2", log, problem -> said.add(problem.getMessage()));
        tight.execute(() -> {
            tight.schedule(0, () -> said.add("a timer that nobody can rely on"));
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(Next.of(said)).isEqualTo("Java heap space");
        assertThatThrownBy(() -> tight.execute(() -> said.add("never")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the loop of node W2 has ended: it ran out of memory");
        tight.close();
        assertThat(said).isEmpty();
    }

    @Test
    @DisplayName("close() finishes what was handed in before, drops timers, and returns when the thread has ended")
    void closes() {
        loop.execute(() -> {
            loop.schedule(10_000, () -> said.add("a timer that nobody waits for"));
            loop.atEndOfTurn(() -> said.add("flushed"));
        });
        loop.close();
        assertThat(said).containsExactly("flushed");
        loop.execute(() -> said.add("too late"));
        loop.close();
        assertThat(said).containsExactly("flushed");
    }

    @Test
    @DisplayName("A period that is not positive is refused")
    void refuses_a_period_of_zero() {
        assertThatThrownBy(() -> loop.every(0, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a period of 0 ms; it must be positive");
    }

    @Test
    @DisplayName("The clock of the loop begins at zero and does not go back; the wall clock is the system's")
    void tells_the_time() {
        long first = loop.nowMillis();
        assertThat(first).isBetween(0L, 10_000L);
        assertThat(loop.nowMillis()).isGreaterThanOrEqualTo(first);
        assertThat(loop.wallClockMillis()).isCloseTo(System.currentTimeMillis(), within(5_000L));
    }
}

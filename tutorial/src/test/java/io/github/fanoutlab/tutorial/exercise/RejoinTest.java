package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 14, the client whose worker dies")
class RejoinTest {

    /** Writes down what arrives, and counts in the end. */
    private static final class Reader implements Rejoin.MyClient {

        private final boolean onEachConnect;
        private final ToIntFunction<Reader> count;
        private final Map<String, List<Integer>> arrived = new TreeMap<>();
        private int disconnects;

        Reader(boolean onEachConnect, ToIntFunction<Reader> count) {
            this.onEachConnect = onEachConnect;
            this.count = count;
        }

        @Override
        public void begin(LabClient client) {
            if (onEachConnect) {
                client.onConnect(() -> client.emit("join", "news"));
            } else {
                client.emit("join", "news");
            }
            client.onDisconnect(reason -> disconnects++);
            client.on("news", event -> {
                String[] words = event.string(0).split("#");
                arrived.computeIfAbsent(words[0], desk -> new ArrayList<>()).add(Integer.parseInt(words[1]));
            });
        }

        @Override
        public int missed() {
            return count.applyAsInt(this);
        }

        private int ofEachDesk(ToIntFunction<List<Integer>> missed) {
            return arrived.values().stream().mapToInt(missed).sum();
        }
    }

    private static Supplier<Rejoin.MyClient> counting(ToIntFunction<List<Integer>> missed) {
        return () -> new Reader(true, reader -> reader.ofEachDesk(missed));
    }

    @Test
    @DisplayName("is solved by joining on each connect, and by a set of the numbers of each desk")
    void solution() {
        Grade grade = new Rejoin().grade(counting(numbers -> {
            TreeSet<Integer> all = new TreeSet<>(numbers);
            return all.last() - all.first() + 1 - all.size();
        }));

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
    }

    @Test
    @DisplayName("that joins once, or never, hears nothing")
    void room() {
        assertNotYet(
                () -> new Reader(false, reader -> 0),
                "connects again after its worker has died, and gets no more news",
                "When do you ask for the room?");
        assertNotYet(
                () -> new Rejoin.MyClient() {
                    @Override
                    public void begin(LabClient client) {}

                    @Override
                    public int missed() {
                        return 0;
                    }
                },
                "no news arrives at all");
    }

    @Test
    @DisplayName("that counts wrongly is told what it probably counted, and shown what arrived")
    void count() {
        assertNotYet(counting(numbers -> 0), "the numbers that arrived have a gap", "What arrived, in this order:");
        assertNotYet(
                counting(numbers -> new TreeSet<>(numbers).last() - new TreeSet<>(numbers).size()),
                "Were the first ones missed, too?");
        assertNotYet(
                counting(
                        numbers -> new TreeSet<>(numbers).last() - new TreeSet<>(numbers).first() + 1 - numbers.size()),
                "Does a copy fill a gap?");
        assertNotYet(
                counting(numbers -> {
                    int gaps = 0;
                    int last = numbers.get(0);
                    for (int number : numbers) {
                        gaps += Math.max(0, number - last - 1);
                        last = Math.max(last, number);
                    }
                    return gaps;
                }),
                "A gap can be filled.");
        assertNotYet(() -> new Reader(true, reader -> reader.disconnects), "That is how often the connection was lost");
        assertNotYet(counting(numbers -> 99), "which of them, between the first and the last, never arrived?");
        assertNotYet(counting(numbers -> numbers.get(-1)), "missed() threw java.lang.IndexOutOfBoundsException");
    }

    private static void assertNotYet(Supplier<Rejoin.MyClient> client, String... parts) {
        Grade grade = new Rejoin().grade(client);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}

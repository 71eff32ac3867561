package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Exercise 15, subscribing again")
class SubscribingTest {

    /** The solution, of which a part can be left out. */
    private static class Whole implements Subscribing.Subscriber {

        private final Set<String> wanted = new LinkedHashSet<>(Set.of("beat"));
        private final long patience;
        Subscribing.Redis redis;
        long lastHeard;

        Whole(long patience) {
            this.patience = patience;
        }

        @Override
        public void begin(Subscribing.Redis bare) {
            redis = bare;
            redis.dial();
            redis.every(1_000, () -> {
                if (redis.now() - lastHeard > patience) {
                    redis.hangUp();
                }
                redis.publish("beat");
            });
        }

        @Override
        public void subscribe(String channel) {
            wanted.add(channel);
            redis.subscribe(channel);
        }

        @Override
        public void onUp() {
            lastHeard = redis.now();
            wanted.forEach(redis::subscribe);
        }

        @Override
        public void onDown() {
            redis.after(200, redis::dial);
        }

        @Override
        public void onMessage(String channel) {
            lastHeard = redis.now();
        }
    }

    @Test
    @DisplayName("is solved by a list, a redial and a beat of one's own")
    void solution() {
        Grade grade = new Subscribing().grade(() -> new Whole(2_000));

        assertThat(grade.passed()).as(grade.message() + "\n" + grade.picture()).isTrue();
    }

    @Test
    @DisplayName("that never subscribes on the connection that is up hears nothing, from the beginning")
    void nothing() {
        assertNotYet(
                () -> new Whole(2_000) {
                    @Override
                    public void onUp() {}
                },
                "Not even at first does it hear anything");
    }

    @Test
    @DisplayName("that does not dial again, or dials without a pause, is told so")
    void dialing() {
        assertNotYet(
                () -> new Whole(Long.MAX_VALUE) {
                    @Override
                    public void onDown() {}
                },
                "It never dials again",
                "down: the connection was cut",
                "hears nothing");
        assertNotYet(
                () -> new Whole(2_000) {
                    @Override
                    public void onDown() {
                        redis.dial();
                    }
                },
                "Give Redis a moment between two tries");
    }

    @Test
    @DisplayName("that subscribes the first time only, or forgets what was asked for later, is told so")
    void subscribing() {
        assertNotYet(
                () -> new Whole(Long.MAX_VALUE) {
                    private boolean before;

                    @Override
                    public void onUp() {
                        if (!before) {
                            super.onUp();
                        }
                        before = true;
                    }
                },
                "It is connected again, and hears nothing. To Redis it is a new connection");
        assertNotYet(
                () -> new Whole(Long.MAX_VALUE) {
                    @Override
                    public void onUp() {
                        redis.subscribe("news");
                    }
                },
                "It hears news again, but not sports");
    }

    @Test
    @DisplayName("that waits for ever, too long, or not long enough is told how long it waited")
    void patience() {
        assertNotYet(
                () -> new Whole(Long.MAX_VALUE),
                "the connection dies, and neither end is told. It hears nothing any more, and does not notice",
                "What could it send to itself, and expect back?");
        assertNotYet(() -> new Whole(5_000), "It notices the silence after", "Two beats of a second are enough");
        assertNotYet(() -> new Whole(900), "It gives up a connection that works", "hangs up");
    }

    @Test
    @DisplayName("that waits for what others publish, and publishes no beat of its own, hangs up on a quiet evening")
    void quiet() {
        assertNotYet(
                () -> new Whole(2_000) {
                    private boolean up;

                    @Override
                    public void begin(Subscribing.Redis bare) {
                        redis = bare;
                        redis.dial();
                        redis.every(1_000, () -> {
                            if (up && redis.now() - lastHeard > 2_000) {
                                redis.hangUp();
                            }
                        });
                    }

                    @Override
                    public void onUp() {
                        up = true;
                        super.onUp();
                    }

                    @Override
                    public void onDown() {
                        up = false;
                        super.onDown();
                    }
                },
                "In run 1, nobody else publishes anything for five seconds.",
                "It takes a quiet evening for a dead connection",
                "hangs up");
    }

    private static void assertNotYet(Supplier<Subscribing.Subscriber> subscriber, String... parts) {
        Grade grade = new Subscribing().grade(subscriber);
        assertThat(grade.passed()).isFalse();
        assertThat(grade.message() + "\n" + grade.picture()).contains(parts);
    }
}

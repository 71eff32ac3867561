package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.tutorial.lesson.Grade;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The grader of chapter 15: the reader writes the subscribing side of a server over a bare connection, which knows nothing of
 * retries or subscriptions. Somebody else publishes news; Redis goes away, or the connection breaks, or dies silently, or
 * nobody publishes anything for some seconds.
 */
public final class Subscribing {

    /** What the reader writes; called in the turns of one server. */
    public interface Subscriber {

        /** The server has started. */
        void begin(Redis redis);

        /** The adapter wants what is published on this channel from now on, whether Redis is there or not. */
        void subscribe(String channel);

        /** A connection is up, after {@link Redis#dial}. Redis knows of no subscription on it. */
        void onUp();

        /** There is no connection any more, or none came about, whoever ended it. */
        void onDown();

        /** A message has arrived on a channel that is subscribed to. */
        void onMessage(String channel);
    }

    /** A bare connection to Redis that subscribes, and a clock. */
    public interface Redis {

        /** Opens a connection, if there is none. {@link Subscriber#onUp} or {@link Subscriber#onDown} comes later. */
        void dial();

        /** Ends the connection. {@link Subscriber#onDown} comes later. */
        void hangUp();

        /** Subscribes, on the connection that is up; without one it does nothing. */
        void subscribe(String channel);

        /** Publishes, over another connection, which looks after itself. */
        void publish(String channel);

        /** Milliseconds since the server started. */
        long now();

        /** Calls {@code task} after so many milliseconds. */
        void after(long millis, Runnable task);

        /** Calls {@code task} once a period. */
        void every(long millis, Runnable task);
    }

    private static final int SEEDS = 10;

    /** Judges a subscriber, of which {@code fresh} makes one for each run. */
    public Grade grade(Supplier<Subscriber> fresh) {
        for (SubscriberRun.Trouble trouble : SubscriberRun.Trouble.values()) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                SubscriberRun run = SubscriberRun.of(fresh.get(), trouble, seed);
                Optional<Problem> problem = new SubscriberDiagnosis(run).problem();
                if (problem.isPresent()) {
                    return run.shown(problem.get().cause())
                            .notYet(trouble.words() + ". " + problem.get().words());
                }
            }
        }
        return Grade.right(
                "Your subscriber hears again after everything that can happen to it, it notices silence within two"
                        + " beats, and it gives up no connection that works. It was tried in "
                        + SEEDS * SubscriberRun.Trouble.values().length
                        + " runs.");
    }
}

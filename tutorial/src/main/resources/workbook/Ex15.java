import io.github.fanoutlab.tutorial.exercise.Subscribing;

/**
 * Exercise of chapter 15: the subscribing side of a server. The connection is a
 * bare one: it does not come back by itself, and its subscriptions are gone
 * with it. Somebody else publishes on "news" and "sports", but there are quiet
 * evenings, too.
 *
 * Redis has dial(), hangUp() and subscribe(channel) for that connection;
 * publish(channel), over another connection, which looks after itself; and a
 * clock: now(), after(millis, task), every(millis, task).
 */
public class Ex15 implements Subscribing.Subscriber {

    private Subscribing.Redis redis;

    /** The server has started. */
    @Override
    public void begin(Subscribing.Redis redis) {
        this.redis = redis;
        redis.dial();
    }

    /**
     * The adapter wants what is published on this channel from now on, whether
     * Redis is there or not.
     */
    @Override
    public void subscribe(String channel) {
        redis.subscribe(channel); // does nothing while no connection is up
    }

    /**
     * A connection that was dialed is up. It has no subscriptions yet.
     */
    @Override
    public void onUp() {}

    /** The connection is gone, or it could not be opened. */
    @Override
    public void onDown() {}

    /** A message has arrived on a channel that was subscribed to. */
    @Override
    public void onMessage(String channel) {}
}

import io.github.fanoutlab.tutorial.exercise.Subscribing;
import java.util.LinkedHashSet;
import java.util.Set;

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

    private static final String BEAT = "beat of W1";

    private final Set<String> wanted = new LinkedHashSet<>(Set.of(BEAT));
    private Subscribing.Redis redis;
    private long lastHeard;

    /** The server has started. */
    @Override
    public void begin(Subscribing.Redis redis) {
        this.redis = redis;
        redis.dial();
        redis.every(1_000, this::beat);
    }

    private void beat() {
        if (redis.now() - lastHeard > 2_000) {
            redis.hangUp();
        }
        redis.publish(BEAT);
    }

    /**
     * The adapter wants what is published on this channel from now on, whether
     * Redis is there or not.
     */
    @Override
    public void subscribe(String channel) {
        wanted.add(channel);
        redis.subscribe(channel); // does nothing while no connection is up
    }

    /**
     * A connection that was dialed is up. It has no subscriptions yet.
     */
    @Override
    public void onUp() {
        lastHeard = redis.now();
        wanted.forEach(redis::subscribe);
    }

    /** The connection is gone, or it could not be opened. */
    @Override
    public void onDown() {
        redis.after(200, redis::dial);
    }

    /** A message has arrived on a channel that was subscribed to. */
    @Override
    public void onMessage(String channel) {
        lastHeard = redis.now();
    }
}

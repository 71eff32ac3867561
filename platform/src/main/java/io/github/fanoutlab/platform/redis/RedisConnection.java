package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.NodePorts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One Redis client of a node: a connection that comes back after it was lost.
 *
 * <p>The states and what moves between them:
 *
 * <pre>
 *            connect()            onUp
 *   IDLE ---------------&gt; DIALING ------&gt; UP
 *                          ^   | onDown    | onDown: in-flight commands fail (they may have had
 *                   backoff|   v           |         their effect), the loss is reported
 *                          WAITING &lt;-------+
 *          close() from anywhere: CLOSED
 * </pre>
 *
 * <p>On the way back UP, subscriptions are restored first, then the commands that waited are sent. Commands given in one
 * turn of the loop leave in one write at its end. While the connection is away, up to {@link #MAX_WAITING} commands
 * wait for it, as in Node's clients (their {@code offlineQueue}); further ones fail at once, unsent.
 *
 * <p>Used on the node's loop only. The connection speaks RESP 2, so that Redis itself refuses other commands on a
 * subscribed connection; that refusal arrives as a {@link RedisReply.Failure}.
 */
public final class RedisConnection {

    /** How many commands wait for a connection that is away. */
    public static final int MAX_WAITING = 10_000;

    /** The counter of PUBLISH commands given to this connection. */
    public static final String PUBLISHED = "redis.published";

    /** The counter of RESP bytes of those PUBLISH commands. */
    public static final String PUBLISHED_BYTES = "redis.publishedBytes";

    /** The counter of pub/sub messages that arrived: what Redis delivered to this node. */
    public static final String DELIVERED = "redis.delivered";

    /** The counter of commands that failed because the connection was away or broke. */
    public static final String UNSENT_OR_UNKNOWN = "redis.unsentOrUnknown";

    /** The counter of replies to those PUBLISH commands, failures included: none is under way when it equals PUBLISHED. */
    public static final String PUBLISH_REPLIES = "redis.publishReplies";

    /** The counter of receivers, added up over those replies: what Redis says it delivered to anybody. */
    public static final String RECEIVERS = "redis.receivers";

    /** How many connections this node wants to have now. */
    public static final String CONNECTIONS = "redis.connections";

    /** How many of them are up now. */
    public static final String CONNECTIONS_UP = "redis.connectionsUp";

    /** How many channels and patterns this node wants to be subscribed to now. */
    public static final String SUBSCRIPTIONS = "redis.subscriptions";

    /** How many of them Redis has confirmed, on connections that are still up: their messages arrive now. */
    public static final String SUBSCRIPTIONS_CONFIRMED = "redis.subscriptionsConfirmed";

    private static final long FIRST_RETRY_MILLIS = 50;
    private static final long LONGEST_RETRY_MILLIS = 2_000;

    private enum State {
        IDLE,
        DIALING,
        UP,
        WAITING,
        CLOSED
    }

    private record Pending(RedisCommand command, Consumer<RedisReply> onReply) {}

    private static final class Subscription {

        private final MessageListener listener;
        private final Runnable onSubscribed;
        private boolean confirmed;

        Subscription(MessageListener listener, Runnable onSubscribed) {
            this.listener = listener;
            this.onSubscribed = onSubscribed;
        }
    }

    private final String name;
    private final NodePorts ports;
    private final RedisDialer dialer;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Deque<Pending> inFlight = new ArrayDeque<>();
    private final Map<String, Subscription> channels = new LinkedHashMap<>();
    private final Map<String, Subscription> patterns = new LinkedHashMap<>();
    private final List<StateListener> stateListeners = new ArrayList<>();

    private State state = State.IDLE;
    private RedisDialer.Link link;
    private EventLoop.Timer retry;
    private int failedTries;
    private boolean everUp;
    private boolean flushPlanned;
    private boolean subscriber;

    /** A connection that is not yet on its way; {@code name} tells it apart in logs: {@code pub}, {@code sub}. */
    public RedisConnection(String name, NodePorts ports, RedisDialer dialer) {
        this.name = name;
        this.ports = ports;
        this.dialer = dialer;
    }

    /** Who is told of messages on a channel or pattern. */
    public interface MessageListener {

        /** {@code channel} is the channel published to, also when a pattern matched it. */
        void onMessage(String channel, byte[] payload);
    }

    /** Who is told when the connection comes and goes. */
    public interface StateListener {

        /** The connection is up; {@code restored}: again, after it was lost. Its subscriptions are asked for. */
        default void onUp(boolean restored) {}

        /** The connection could not be made, or broke. A next try is planned. */
        default void onLost(String reason) {}
    }

    public String name() {
        return name;
    }

    /** The address of its Redis, as written by its owner. */
    public String address() {
        return dialer.address();
    }

    public boolean isUp() {
        return state == State.UP;
    }

    /** Adds a listener; one added while the connection is up is not told of that. */
    public void listen(StateListener listener) {
        stateListeners.add(listener);
    }

    /** Sets out to connect; harmless when it already did. */
    public void connect() {
        ports.loop().run(() -> {
            if (state == State.IDLE) {
                count(CONNECTIONS, 1);
                dial();
            }
        });
    }

    /** Publishes, and forgets. */
    public void publish(String channel, byte[] payload) {
        publish(channel, payload, reply -> {});
    }

    /** Publishes; {@code onReply} gets the number of receivers, or the failure. */
    public void publish(String channel, byte[] payload, Consumer<RedisReply> onReply) {
        RedisCommand command = RedisCommand.of("PUBLISH", channel, payload);
        count(PUBLISHED, 1);
        count(PUBLISHED_BYTES, command.wireBytes());
        send(command, reply -> {
            count(PUBLISH_REPLIES, 1);
            if (reply instanceof RedisReply.Number receivers) {
                count(RECEIVERS, receivers.value());
            }
            onReply.accept(reply);
        });
    }

    /** Sends any command that has one reply; subscriptions have methods of their own. */
    public void send(RedisCommand command, Consumer<RedisReply> onReply) {
        if (state == State.CLOSED || waiting.size() >= MAX_WAITING) {
            count(UNSENT_OR_UNKNOWN, 1);
            String why = state == State.CLOSED
                    ? "connection " + name + " was closed"
                    : "connection " + name + " to " + address() + " is away and " + MAX_WAITING
                            + " commands wait for it already";
            onReply.accept(new RedisReply.Failure(why + "; " + command.name() + " was not sent"));
            return;
        }
        waiting.add(new Pending(command, onReply));
        planFlush();
    }

    /**
     * Subscribes to {@code channel}; a later call for the same channel replaces its listener. The subscription is asked for
     * again whenever the connection comes back.
     *
     * @param onSubscribed runs each time Redis has confirmed it: messages published from then on arrive
     */
    public void subscribe(String channel, MessageListener listener, Runnable onSubscribed) {
        subscribe("SUBSCRIBE", channels, channel, new Subscription(listener, onSubscribed));
    }

    /** The same for a pattern, matched by Redis: {@code *}, {@code ?}, {@code [abc]}. */
    public void psubscribe(String pattern, MessageListener listener, Runnable onSubscribed) {
        subscribe("PSUBSCRIBE", patterns, pattern, new Subscription(listener, onSubscribed));
    }

    /** No more messages of {@code channel}, not even those that are on their way. */
    public void unsubscribe(String channel) {
        unsubscribe("UNSUBSCRIBE", channels, channel);
    }

    /** No more messages of {@code pattern}, not even those that are on their way. */
    public void punsubscribe(String pattern) {
        unsubscribe("PUNSUBSCRIBE", patterns, pattern);
    }

    /** Closes for good, after what was given before in this turn. Commands without a reply yet get a failure. */
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        flush();
        countDown();
        if (state != State.IDLE) {
            count(CONNECTIONS, -1);
        }
        count(SUBSCRIPTIONS, -channels.size() - patterns.size());
        state = State.CLOSED;
        if (retry != null) {
            retry.cancel();
        }
        if (link != null) {
            link.close();
            link = null;
        }
        fail(inFlight, "connection " + name + " was closed; the command may have had its effect");
        fail(waiting, "connection " + name + " was closed; the command was not sent");
    }

    private void subscribe(String command, Map<String, Subscription> table, String topic, Subscription subscription) {
        subscriber = true;
        Subscription known = table.put(topic, subscription);
        if (known != null) {
            subscription.confirmed = known.confirmed;
            return;
        }
        count(SUBSCRIPTIONS, 1);
        if (state == State.UP) {
            waiting.add(new Pending(RedisCommand.of(command, topic), null));
            planFlush();
        }
    }

    private void unsubscribe(String command, Map<String, Subscription> table, String topic) {
        Subscription known = table.remove(topic);
        if (known == null) {
            return;
        }
        count(SUBSCRIPTIONS, -1);
        count(SUBSCRIPTIONS_CONFIRMED, known.confirmed ? -1 : 0);
        if (state == State.UP) {
            waiting.add(new Pending(RedisCommand.of(command, topic), null));
            planFlush();
        }
    }

    private void planFlush() {
        if (state == State.UP && !flushPlanned) {
            flushPlanned = true;
            ports.loop().atEndOfTurn(this::flush);
        }
    }

    private void flush() {
        flushPlanned = false;
        if (state != State.UP || waiting.isEmpty()) {
            return;
        }
        List<RedisCommand> batch = new ArrayList<>(waiting.size());
        for (Pending pending : waiting) {
            batch.add(pending.command);
            if (pending.onReply != null) {
                inFlight.add(pending);
            }
        }
        waiting.clear();
        link.write(batch);
    }

    private void dial() {
        state = State.DIALING;
        link = dialer.dial(new RedisDialer.Listener() {
            @Override
            public void onUp() {
                up();
            }

            @Override
            public void onReply(RedisReply reply) {
                receive(reply);
            }

            @Override
            public void onDown(String reason) {
                down(reason);
            }
        });
    }

    private void up() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.UP;
        count(CONNECTIONS_UP, 1);
        boolean restored = everUp;
        if (failedTries > 0) {
            ports.log()
                    .warn("redis: connection " + name + " to " + address() + " is " + (restored ? "restored" : "up")
                            + " after " + failedTries + (failedTries == 1 ? " try" : " tries"));
        }
        everUp = true;
        failedTries = 0;
        restoreSubscriptions();
        List.copyOf(stateListeners).forEach(listener -> listener.onUp(restored));
        planFlush();
    }

    private void restoreSubscriptions() {
        List<RedisCommand> commands = new ArrayList<>();
        if (!channels.isEmpty()) {
            commands.add(RedisCommand.of("SUBSCRIBE", channels.keySet().toArray()));
        }
        if (!patterns.isEmpty()) {
            commands.add(RedisCommand.of("PSUBSCRIBE", patterns.keySet().toArray()));
        }
        if (!commands.isEmpty()) {
            link.write(commands);
        }
    }

    private void down(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        countDown();
        state = State.WAITING;
        link = null;
        long delay = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failedTries, 10));
        failedTries++;
        if (failedTries == 1) {
            ports.log()
                    .warn("redis: connection " + name + " to " + address() + " is away (" + reason
                            + "); trying again, first in " + delay + " ms");
        }
        waiting.removeIf(pending -> pending.onReply == null);
        fail(
                inFlight,
                "connection " + name + " to " + address() + " broke (" + reason
                        + ") before the reply; the command may have had its effect");
        List.copyOf(stateListeners).forEach(listener -> listener.onLost(reason));
        if (state == State.WAITING) {
            retry = ports.loop().schedule(delay, this::dial);
        }
    }

    private void fail(Deque<Pending> pendings, String message) {
        List<Pending> failed = new ArrayList<>(pendings);
        pendings.clear();
        for (Pending pending : failed) {
            if (pending.onReply != null) {
                count(UNSENT_OR_UNKNOWN, 1);
                pending.onReply.accept(new RedisReply.Failure(message));
            }
        }
    }

    private void receive(RedisReply reply) {
        if (state == State.CLOSED) {
            return;
        }
        if (reply instanceof RedisReply.Multi multi && isPush(multi)) {
            push(multi.items());
            return;
        }
        Pending pending = inFlight.poll();
        if (pending == null) {
            ports.log().warn("redis: connection " + name + " got a reply that nobody asked for, dropped: " + reply);
            return;
        }
        pending.onReply.accept(reply);
    }

    private boolean isPush(RedisReply.Multi multi) {
        if (!subscriber || multi.items().size() < 3 || !(multi.items().get(0) instanceof RedisReply.Bulk kind)) {
            return false;
        }
        return switch (String.valueOf(kind.text())) {
            case "message", "pmessage", "subscribe", "unsubscribe", "psubscribe", "punsubscribe" -> true;
            default -> false;
        };
    }

    private void push(List<RedisReply> items) {
        String kind = text(items.get(0));
        String topic = text(items.get(1));
        switch (kind) {
            case "message" -> deliver(channels.get(topic), topic, items.get(2));
            case "pmessage" -> deliver(patterns.get(topic), text(items.get(2)), items.get(3));
            case "subscribe" -> confirm(channels.get(topic));
            case "psubscribe" -> confirm(patterns.get(topic));
            default -> {
                // The confirmation of an unsubscription: nobody waits for it.
            }
        }
    }

    private void deliver(Subscription subscription, String channel, RedisReply payload) {
        count(DELIVERED, 1);
        if (subscription != null) {
            subscription.listener.onMessage(channel, ((RedisReply.Bulk) payload).bytes());
        }
    }

    private void confirm(Subscription subscription) {
        if (subscription != null) {
            count(SUBSCRIPTIONS_CONFIRMED, subscription.confirmed ? 0 : 1);
            subscription.confirmed = true;
            subscription.onSubscribed.run();
        }
    }

    /** The connection is not up any more, if it was: nothing is confirmed. */
    private void countDown() {
        if (state == State.UP) {
            count(CONNECTIONS_UP, -1);
        }
        for (Map<String, Subscription> table : List.of(channels, patterns)) {
            for (Subscription subscription : table.values()) {
                count(SUBSCRIPTIONS_CONFIRMED, subscription.confirmed ? -1 : 0);
                subscription.confirmed = false;
            }
        }
    }

    private void count(String counter, long amount) {
        ports.counters().add(counter, amount);
    }

    private static String text(RedisReply reply) {
        return ((RedisReply.Bulk) reply).text();
    }
}

package io.github.fanoutlab.platform.redis;

import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One Redis client of a node: a connection that comes back after it was lost.
 *
 * <p>Its states:
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
 * <p>Each try waits twice as long as the one before. A connection that breaks as soon as it is up counts as a failed try, too.
 * When the connection is UP again, subscriptions are restored first, then the commands that waited are sent. Commands given in
 * one turn of the loop are written together at its end. While the connection is away, commands wait for it, as in Node's clients
 * (their {@code offlineQueue}, which has no bound unless one is set): at most {@link #MAX_WAITING} of them, with {@link
 * #MAX_WAITING_BYTES}, for {@link #MAX_WAITING_MILLIS}. Beyond that, the oldest are dropped: they fail without being sent and are
 * counted as {@link #DROPPED}, and the log says how many they were.
 *
 * <p>The connection speaks RESP 2, in which Redis itself refuses other commands on a subscribed connection; that arrives as a
 * {@link RedisReply.Failure}. Replies have no names in RESP: the first reply belongs to the first command that has none.
 * Subscribing and unsubscribing work in the same way, with one command for each channel, so that the connection knows which
 * channel was refused.
 *
 * <p>Used on the node's loop only. Callbacks run on it, in a later turn than the call they were given to (only {@link #close()}
 * calls back at once). They may use and close the connection. If one throws, the others are still called.
 */
public final class RedisConnection {

    /** How many commands wait at most for a connection that is away. */
    public static final int MAX_WAITING = 10_000;

    /** How many bytes these may take on the wire; a single command may be larger. */
    public static final long MAX_WAITING_BYTES = 16L << 20;

    /** How old they may be; checked whenever another one is given, and at each try to connect. */
    public static final long MAX_WAITING_MILLIS = 60_000;

    /** Counts PUBLISH commands given to this node's connections, and entries that it adds to streams. */
    public static final String PUBLISHED = "redis.published";

    /** Counts the RESP bytes of those commands. */
    public static final String PUBLISHED_BYTES = "redis.publishedBytes";

    /** Counts replies to what {@code redis.published} counts, including failures. When both are equal, nothing is under way. */
    public static final String PUBLISH_REPLIES = "redis.publishReplies";

    /** Counts pub/sub messages that Redis delivered to this node, and entries of streams that it read. */
    public static final String DELIVERED = "redis.delivered";

    /** Counts commands that failed because the connection was away or broke. */
    public static final String UNSENT_OR_UNKNOWN = "redis.unsentOrUnknown";

    /** Counts the failed commands that were dropped while they waited, because they were too many, too large or too old. */
    public static final String DROPPED = "redis.dropped";

    /** Adds up the receivers in replies to PUBLISH: how many messages Redis says it delivered to anybody. */
    public static final String RECEIVERS = "redis.receivers";

    /** How many connections this node wants to have now. */
    public static final String CONNECTIONS = "redis.connections";

    /** How many of these connections are up now. */
    public static final String CONNECTIONS_UP = "redis.connectionsUp";

    /** How many channels and patterns this node wants to be subscribed to now. */
    public static final String SUBSCRIPTIONS = "redis.subscriptions";

    /** How many of these subscriptions Redis has confirmed on connections that are still up, so that their messages arrive. */
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

    private final String name;
    private final EventLoop loop;
    private final DebugLog log;
    private final Counters counters;
    private final RedisDialer dialer;
    private final WaitingCommands waiting = new WaitingCommands();
    private final Deque<PendingCommand> inFlight = new ArrayDeque<>();
    private final Subscriptions subscriptions;
    private final List<StateListener> stateListeners = new ArrayList<>();

    private State state = State.IDLE;
    private RedisDialer.Link link;
    private EventLoop.Timer retry;
    private int failedTries;
    private long upSinceMillis;
    /** Unix time at which it came up or was lost. */
    private long changedMillis;

    private String lastError;
    /** How many commands were dropped since the connection was lost. */
    private long dropped;

    private boolean everUp;
    private boolean flushPlanned;

    /** A connection that {@link #connect} will open; {@code name} tells it apart in logs: {@code pub}, {@code sub}. */
    public RedisConnection(String name, EventLoop loop, DebugLog log, Counters counters, RedisDialer dialer) {
        this.name = name;
        this.loop = loop;
        this.log = log;
        this.counters = counters;
        this.dialer = dialer;
        this.subscriptions = new Subscriptions(counters);
        this.changedMillis = loop.wallClockMillis();
    }

    /** Gets the messages of a channel or pattern. */
    public interface MessageListener {

        /** {@code channel} is the channel that was published to, also if a pattern matched it. */
        void onMessage(String channel, byte[] payload);
    }

    /** Gets the comings and goings of the connection. */
    public interface StateListener {

        /** The connection is up; {@code restored} says whether it was lost before. Its subscriptions have been asked for. */
        default void onUp(boolean restored) {}

        /** The connection could not be made, or broke. It will be tried again. */
        default void onLost(String reason) {}
    }

    public String name() {
        return name;
    }

    /** The address of its Redis, without user and password. */
    public String address() {
        return dialer.address();
    }

    public boolean isUp() {
        return state == State.UP;
    }

    /** How the connection is now. */
    public RedisHealth health() {
        return new RedisHealth(
                name,
                address(),
                isUp(),
                Instant.ofEpochMilli(changedMillis),
                lastError,
                waiting.size(),
                waiting.bytes());
    }

    /** Adds a listener; if the connection is up already, the listener is not called for that. */
    public void listen(StateListener listener) {
        stateListeners.add(listener);
    }

    /** Begins to connect; harmless when repeated. From any thread. */
    public void connect() {
        loop.run(() -> {
            if (state == State.IDLE) {
                count(CONNECTIONS, 1);
                dial();
            }
        });
    }

    /** Publishes without waiting for a reply. */
    public void publish(String channel, byte[] payload) {
        publish(channel, payload, reply -> {});
    }

    /** Publishes; {@code onReply} gets the number of receivers, or the failure. */
    public void publish(String channel, byte[] payload, Consumer<RedisReply> onReply) {
        publish(RedisCommand.of("PUBLISH", channel, payload), onReply);
    }

    /** Publishes on a shard channel (Redis 7.0), to those who subscribed to it with {@link #ssubscribe}. */
    public void spublish(String channel, byte[] payload, Consumer<RedisReply> onReply) {
        publish(RedisCommand.of("SPUBLISH", channel, payload), onReply);
    }

    private void publish(RedisCommand command, Consumer<RedisReply> onReply) {
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

    /**
     * Sends a command that has one reply, which {@code onReply} gets. Subscriptions have methods of their own.
     *
     * @throws IllegalArgumentException if {@code command} subscribes or unsubscribes
     */
    public void send(RedisCommand command, Consumer<RedisReply> onReply) {
        if (command.name().endsWith("SUBSCRIBE")) {
            throw new IllegalArgumentException(
                    command
                            + " cannot be sent as a plain command: use subscribe(), psubscribe(), ssubscribe() or their opposites");
        }
        if (state == State.CLOSED) {
            refuse(command, onReply, "was closed");
        } else {
            enqueue(command, onReply, false);
        }
    }

    private void refuse(RedisCommand command, Consumer<RedisReply> onReply, String why) {
        count(UNSENT_OR_UNKNOWN, 1);
        String message = "connection " + name + " " + why + "; " + command.name() + " was not sent";
        loop.execute(() -> onReply.accept(new RedisReply.Failure(message)));
    }

    private void dropExcess() {
        List<PendingCommand> excess = waiting.removeExcess(loop.nowMillis());
        if (dropped == 0 && !excess.isEmpty()) {
            log.warn("redis: connection " + name + " to " + address() + " is away, and what waits for it is too much;"
                    + " the oldest commands are dropped (at most " + MAX_WAITING + " wait, with " + MAX_WAITING_BYTES
                    + " bytes, for " + MAX_WAITING_MILLIS + " ms)");
        }
        dropped += excess.size();
        count(DROPPED, excess.size());
        for (PendingCommand command : excess) {
            refuse(command.command(), command.onReply(), "to " + address() + " is away, and too much waits for it");
        }
    }

    /**
     * Subscribes to {@code channel}; a later call for the same channel replaces its listener. The subscription is made again whenever
     * the connection comes back. If Redis refuses it, the log gets a warning.
     *
     * @param onSubscribed runs each time Redis has confirmed the subscription: messages published from then on arrive
     */
    public void subscribe(String channel, MessageListener listener, Runnable onSubscribed) {
        subscribe(RedisCommand.of("SUBSCRIBE", channel), listener, onSubscribed);
    }

    /** Subscribes to a pattern, which Redis matches: {@code *}, {@code ?}, {@code [abc]}. Otherwise like {@link #subscribe}. */
    public void psubscribe(String pattern, MessageListener listener, Runnable onSubscribed) {
        subscribe(RedisCommand.of("PSUBSCRIBE", pattern), listener, onSubscribed);
    }

    /** Subscribes to a shard channel (Redis 7.0), on which {@link #spublish} publishes. Otherwise like {@link #subscribe}. */
    public void ssubscribe(String channel, MessageListener listener, Runnable onSubscribed) {
        subscribe(RedisCommand.of("SSUBSCRIBE", channel), listener, onSubscribed);
    }

    /** Unsubscribes from {@code channel}; messages that are on their way are dropped. */
    public void unsubscribe(String channel) {
        unsubscribe(RedisCommand.of("UNSUBSCRIBE", channel));
    }

    /**
     * Unsubscribes from {@code channel}, and asks Redis to even if nothing was subscribed to. {@code onUnsubscribed} runs when Redis
     * has confirmed it; it does not run if the connection is away or is lost before.
     */
    public void unsubscribe(String channel, Runnable onUnsubscribed) {
        RedisCommand command = RedisCommand.of("UNSUBSCRIBE", channel);
        subscriptions.forget(command);
        if (state == State.UP) {
            enqueue(
                    command,
                    reply -> {
                        subscriptions.readCount(reply);
                        onUnsubscribed.run();
                    },
                    true);
        }
    }

    /** Unsubscribes from {@code pattern}; messages that are on their way are dropped. */
    public void punsubscribe(String pattern) {
        unsubscribe(RedisCommand.of("PUNSUBSCRIBE", pattern));
    }

    /** Unsubscribes from the shard channel {@code channel}; messages that are on their way are dropped. */
    public void sunsubscribe(String channel) {
        unsubscribe(RedisCommand.of("SUNSUBSCRIBE", channel));
    }

    /** Writes what was given in this turn, then closes for good. Commands without a reply fail. */
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        flush();
        forgetSubscriptionsInProgress();
        subscriptions.clear();
        count(CONNECTIONS_UP, state == State.UP ? -1 : 0);
        count(CONNECTIONS, state == State.IDLE ? 0 : -1);
        changedMillis = state == State.UP ? loop.wallClockMillis() : changedMillis;
        state = State.CLOSED;
        if (retry != null) {
            retry.cancel();
        }
        if (link != null) {
            link.close();
            link = null;
        }
        List<PendingCommand> sent = List.copyOf(inFlight);
        inFlight.clear();
        String wasClosed = "connection " + name + " was closed; the command ";
        List<Runnable> callbacks = failureCallbacks(sent, wasClosed + "may have had its effect", true);
        callbacks.addAll(failureCallbacks(waiting.removeAll(), wasClosed + "was not sent", false));
        runAll(callbacks);
    }

    private void subscribe(RedisCommand command, MessageListener listener, Runnable onSubscribed) {
        if (state == State.CLOSED) {
            return;
        }
        Subscriptions.Subscription subscription = subscriptions.want(command, listener, onSubscribed);
        if (state == State.UP && !subscription.isAsked()) {
            ask(subscription);
        }
    }

    private void ask(Subscriptions.Subscription subscription) {
        enqueue(subscription.ask(), reply -> answered(subscription, reply), true);
    }

    private void answered(Subscriptions.Subscription subscription, RedisReply reply) {
        if (reply instanceof RedisReply.Failure refusal) {
            subscription.onRefused();
            log.warn("redis: connection " + name + ": " + address() + " refused " + subscription.command() + " ("
                    + refusal.message()
                    + "); its messages will not arrive until it is subscribed to again, or the connection restored");
            return;
        }
        subscriptions.readCount(reply);
        subscription.onConfirmed();
    }

    private void unsubscribe(RedisCommand command) {
        if (subscriptions.forget(command) && state == State.UP) {
            enqueue(command, subscriptions::readCount, true);
        }
    }

    private void enqueue(RedisCommand command, Consumer<RedisReply> onReply, boolean aboutSubscription) {
        waiting.add(new PendingCommand(command, onReply, aboutSubscription, loop.nowMillis()));
        if (state != State.UP) {
            dropExcess();
        }
        planFlush();
    }

    private void planFlush() {
        if (state == State.UP && !flushPlanned) {
            flushPlanned = true;
            loop.atEndOfTurn(this::flush);
        }
    }

    private void flush() {
        flushPlanned = false;
        if (state != State.UP || waiting.size() == 0) {
            return;
        }
        List<PendingCommand> given = waiting.removeAll();
        List<RedisCommand> batch = given.stream().map(PendingCommand::command).toList();
        inFlight.addAll(given);
        RedisDialer.Link writtenTo = link;
        try {
            writtenTo.write(batch);
        } catch (RuntimeException | Error problem) {
            loop.execute(() -> fail(writtenTo, problem));
        }
    }

    /** The edge threw, as it never should. A connection whose state nobody knows is given up, and made again. */
    private void fail(RedisDialer.Link failed, Throwable problem) {
        if (link != failed) {
            return;
        }
        if (failed != null) {
            failed.close();
        }
        down(problem.toString());
    }

    private void dial() {
        state = State.DIALING;
        try {
            link = dialer.dial(new LinkListener());
        } catch (RuntimeException | Error problem) {
            loop.execute(() -> fail(null, problem));
        }
    }

    private final class LinkListener implements RedisDialer.Listener {

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
    }

    private void up() {
        if (state == State.CLOSED) {
            return;
        }
        dropExcess();
        state = State.UP;
        count(CONNECTIONS_UP, 1);
        boolean restored = everUp;
        if (failedTries > 0) {
            log.warn("redis: connection " + name + " to " + address() + " is " + (restored ? "restored" : "up")
                    + " after " + failedTries + (failedTries == 1 ? " try" : " tries")
                    + (dropped == 0 ? "" : "; commands that were dropped meanwhile: " + dropped));
        }
        dropped = 0;
        everUp = true;
        changedMillis = loop.wallClockMillis();
        upSinceMillis = loop.nowMillis();
        restoreSubscriptions();
        planFlush();
        tellListeners(listener -> listener.onUp(restored));
    }

    private void restoreSubscriptions() {
        // region restore
        List<PendingCommand> waited = waiting.removeAll();
        subscriptions.forEach(this::ask);
        waited.forEach(waiting::add);
        // endregion
    }

    private void down(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        count(CONNECTIONS_UP, state == State.UP ? -1 : 0);
        changedMillis = state == State.UP ? loop.wallClockMillis() : changedMillis;
        lastError = reason;
        if (state == State.UP && loop.nowMillis() - upSinceMillis >= FIRST_RETRY_MILLIS) {
            failedTries = 0;
        }
        state = State.WAITING;
        link = null;
        forgetSubscriptionsInProgress();
        long delay = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failedTries, 10));
        retry = loop.schedule(delay, this::dial);
        failedTries++;
        if (failedTries == 1) {
            log.warn("redis: connection " + name + " to " + address() + " is away (" + reason
                    + "); trying again, first in " + delay + " ms");
        }
        dropExcess();
        List<PendingCommand> sent = List.copyOf(inFlight);
        inFlight.clear();
        List<Runnable> callbacks = failureCallbacks(
                sent,
                "connection " + name + " to " + address() + " broke (" + reason
                        + ") before the reply; the command may have had its effect",
                true);
        callbacks.add(() -> tellListeners(listener -> listener.onLost(reason)));
        runAll(callbacks);
    }

    /**
     * The connection is lost or closed: no subscription is confirmed any more, and commands that were about to subscribe or
     * unsubscribe are dropped. The next connection subscribes anew.
     */
    private void forgetSubscriptionsInProgress() {
        subscriptions.onConnectionEnded();
        waiting.removeAll().stream()
                .filter(command -> !command.aboutSubscription())
                .forEach(waiting::add);
    }

    private List<Runnable> failureCallbacks(List<PendingCommand> commands, String message, boolean inDoubt) {
        List<Runnable> callbacks = new ArrayList<>();
        for (PendingCommand command : commands) {
            if (!command.aboutSubscription()) {
                count(UNSENT_OR_UNKNOWN, 1);
                callbacks.add(() -> command.onReply().accept(new RedisReply.Failure(message, inDoubt)));
            }
        }
        return callbacks;
    }

    /** Calls the listeners; after one of them closes the connection, the others are not called. */
    private void tellListeners(Consumer<StateListener> call) {
        List<Runnable> calls = new ArrayList<>();
        for (StateListener listener : stateListeners) {
            calls.add(() -> {
                if (state != State.CLOSED) {
                    call.accept(listener);
                }
            });
        }
        runAll(calls);
    }

    /** Runs all callbacks, even if some throw; then throws what the first one threw, for the loop to log. */
    private static void runAll(List<Runnable> callbacks) {
        RuntimeException thrown = null;
        for (Runnable callback : callbacks) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                if (thrown == null) {
                    thrown = e;
                } else {
                    thrown.addSuppressed(e);
                }
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private void receive(RedisReply reply) {
        if (state != State.UP) {
            return;
        }
        if (subscriptions.isSubscribed() && reply instanceof RedisReply.Multi multi && multi.isMessage()) {
            count(DELIVERED, 1);
            subscriptions.deliver(multi.items());
            return;
        }
        PendingCommand pending = inFlight.poll();
        if (pending == null) {
            log.warn("redis: connection " + name + " got a reply that nobody asked for; it is dropped: " + reply);
            return;
        }
        pending.onReply().accept(reply);
    }

    private void count(String counter, long amount) {
        counters.add(counter, amount);
    }
}

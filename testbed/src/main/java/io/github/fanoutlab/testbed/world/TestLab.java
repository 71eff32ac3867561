package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A {@link World} that a test moves by hand. Nothing happens by itself: {@link #settle()} runs what can happen now, {@link
 * #advance(long)} lets time pass. No message takes time, so the clock stands still but for {@code advance}.
 *
 * <p>The test's own thread counts as each node's: what a test calls on a server happens at once, and what the server leaves
 * to the end of its turn happens at the next {@code settle}. The far ends of client connections are {@link MemoryClient} and
 * {@link MemoryExchange}.
 *
 * <pre>
 * TestLab lab = new TestLab();
 * SocketIoServer io = SocketIoServer.create(lab.node("W1"));
 * MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=4&amp;transport=websocket");
 * lab.advance(25_000);
 * assertThat(client.hearsNow()).contains("2");
 * </pre>
 */
public final class TestLab {

    private static final String STRANGER = "stranger";
    private static final long MICROS_PER_MILLI = 1_000;

    private final World world;
    private final List<String> monitor = new ArrayList<>();
    private RedisConnection stranger;

    /** A lab in which no message takes time. */
    public TestLab() {
        this(0, 0);
    }

    /** A lab in which each message between a client and a server, or a server and Redis, takes so many milliseconds. */
    public TestLab(long clientMillis, long redisMillis) {
        world = World.of(WorldOptions.movedByHand()
                .withClientLatency(Latency.fixed(clientMillis * MICROS_PER_MILLI))
                .withRedisLatency(Latency.fixed(redisMillis * MICROS_PER_MILLI)));
        world.onEvent(this::watch);
    }

    /** The live node called {@code name}; started now if there is none. */
    public SimNode node(String name) {
        return world.node(name);
    }

    /** What this lab moves: for faults, and for the trace. */
    public World world() {
        return world;
    }

    /** The Redis at {@link World#REDIS_URL}. */
    public SimRedis redis() {
        return world.redis();
    }

    /** Milliseconds since the lab began. */
    public long nowMillis() {
        return world.nowMicros() / MICROS_PER_MILLI;
    }

    /** Runs every input that waits, and what follows from it, until nothing is left to do at this moment. */
    public void settle() {
        world.settle();
    }

    /** Settles, then lets {@code millis} pass, running each timer at its time and settling after it. */
    public void advance(long millis) {
        world.runUntil(world.nowMicros() + millis * MICROS_PER_MILLI);
    }

    /** Every command of a node that Redis executed so far, as {@code node: COMMAND args}; the caller may clear the list. */
    public List<String> monitor() {
        return monitor;
    }

    /** The commands called {@code name} that Redis executed so far. */
    public List<String> monitor(String name) {
        return monitor.stream().filter(line -> line.contains(": " + name)).toList();
    }

    /** What is sent to a node on its connections called {@code which}, as for {@link Faults}, waits until it is let go. */
    public void holdUp(String node, String which) {
        world.faults().endpoints(node, which).forEach(Endpoint::hold);
    }

    /** What was held up arrives now, and the lab settles. */
    public void letGo(String node, String which) {
        world.faults().endpoints(node, which).forEach(Endpoint::release);
        settle();
    }

    /**
     * Publishes as some stranger would, and settles: for garbage, and for recorded messages of other peers.
     *
     * @return the reply of Redis; null when it gave none
     */
    public RedisReply publish(String channel, byte[] payload) {
        return reply(onReply -> stranger().publish(channel, payload, onReply));
    }

    /** Publishes on a shard channel as some stranger would, and settles; returns the reply as {@link #publish} does. */
    public RedisReply spublish(String channel, byte[] payload) {
        return reply(onReply -> stranger().spublish(channel, payload, onReply));
    }

    private RedisReply reply(Consumer<Consumer<RedisReply>> command) {
        List<RedisReply> replies = new ArrayList<>();
        command.accept(replies::add);
        settle();
        return replies.isEmpty() ? null : replies.get(0);
    }

    private RedisConnection stranger() {
        if (stranger == null) {
            stranger = node(STRANGER).createRedisClient("pub", World.REDIS_URL);
        }
        return stranger;
    }

    private void watch(TraceEvent event) {
        if (event.kind() == Kind.REDIS_HANDLED && !event.peer().equals(STRANGER)) {
            monitor.add(event.peer() + ": " + event.text());
        }
    }
}

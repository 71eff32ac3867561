package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.Ids;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One life of a node in the world, with the ports that a server or a client stands on.
 *
 * <p>Each input (a frame, a request, a reply, a timer, a task) is one turn. A port that belongs to the loop and is called
 * out of turn throws: what would be a data race on a real node is an error here.
 */
public final class SimNode extends SimProcess implements NodePorts, Recorder {

    private final SimLoop loop;
    final SimNetwork network;
    private final Counters counters = new Counters();
    private final Backlogs backlogs;
    private final Ids ids;
    private final DebugLog log = new Log();
    private final List<String> logLines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int redisDialers;

    SimNode(World world, String name, int life) {
        super(world, name, life);
        long started = world.record(name, Kind.NODE_STARTED, "", "", "", null, life);
        this.loop = new SimLoop(this, started);
        this.backlogs = new Backlogs(loop, log, counters, Long.MAX_VALUE);
        this.network = new SimNetwork(this);
        this.ids = ids(world.random("ids of " + name + '#' + life));
    }

    /** See {@link Faults#setClockBack}. */
    void setClockBack(long millis) {
        loop.setClockBack(millis);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Ids ids() {
        return ids;
    }

    @Override
    public DebugLog log() {
        return log;
    }

    /** How many timers of this life are yet to fire. */
    public int pendingTimers() {
        return loop.pendingTimers();
    }

    /** Every recorded debug line so far, as {@code namespace message}; the caller may clear the list. */
    public List<String> logLines() {
        return logLines;
    }

    /** Every warning so far; the caller may clear the list. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    /** As in {@link NodePorts}; all clients together may have any number of bytes. */
    @Override
    public Backlogs backlogs() {
        return backlogs;
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public RedisDialer redis(String url) {
        return new SimRedisDialer(this, "redis" + ++redisDialers, url);
    }

    /** As in {@link NodePorts}; {@code name} also names the connection in the trace and for {@link Faults}. */
    @Override
    public RedisConnection createRedisClient(String name, String url) {
        RedisConnection connection =
                new RedisConnection(name, loop, log, counters, new SimRedisDialer(this, name, url));
        connection.connect();
        return connection;
    }

    @Override
    public void record(Kind kind, String peer, String name, String text) {
        world.record(name(), kind, peer, "", name, text, 0);
    }

    @Override
    void endTurn() {
        loop.endTurn();
    }

    /** Whether it is this node's turn; in a world that is moved by hand, also whenever it is nobody's. */
    boolean isInTurn() {
        SimProcess running = world.running();
        return running == this || running == null && world.options().byHand();
    }

    /** {@code call} may only be made in this node's turn. */
    void requireTurn(String call) {
        if (!isInTurn()) {
            SimProcess running = world.running();
            throw new IllegalStateException(call + " of node " + name() + " was called "
                    + (running == null ? "outside of any turn" : "in the turn of " + running.name())
                    + "; it belongs to the node's loop: use loop().run(…), or World.at(time, \"" + name() + "\", …)");
        }
    }

    private static Ids ids(RandomSource random) {
        return new Ids() {
            @Override
            public byte[] nextBytes(int count) {
                return random.nextBytes(count);
            }

            @Override
            public int nextInt(int bound) {
                return random.nextInt(bound);
            }
        };
    }

    private final class Log implements DebugLog {

        @Override
        public boolean isEnabled(String namespace) {
            return world.options().debug().test(namespace);
        }

        @Override
        public void log(String namespace, Supplier<String> message) {
            if (isEnabled(namespace)) {
                String text = message.get();
                logLines.add(namespace + ' ' + text);
                world.record(name(), Kind.LOG, "", "", namespace, text, 0);
            }
        }

        @Override
        public void warn(String message) {
            warnings.add(message);
            world.record(name(), Kind.WARNING, "", "", "", message, 0);
        }
    }
}

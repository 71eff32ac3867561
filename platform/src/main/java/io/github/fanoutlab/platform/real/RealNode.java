package io.github.fanoutlab.platform.real;

import io.github.fanoutlab.platform.Backlogs;
import io.github.fanoutlab.platform.Counters;
import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.Ids;
import io.github.fanoutlab.platform.node.Network;
import io.github.fanoutlab.platform.node.NodePorts;
import io.github.fanoutlab.platform.real.jedis.JedisDialers;
import io.github.fanoutlab.platform.real.jedis.SocketLoop;
import io.github.fanoutlab.platform.real.jetty.JettyNetwork;
import io.github.fanoutlab.platform.real.log.StderrLog;
import io.github.fanoutlab.platform.redis.RedisDialer;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The real world of one node: a thread, the system's clock and randomness, standard error, Jetty and Jedis.
 *
 * <p>The node keeps its process alive until {@link #close()}. The one exception is a failed start. If a port cannot be bound, or
 * if a Redis URL is not valid, a node without an open port lets the process end, until one of these succeeds.
 *
 * <p>If its loop runs out of memory, the node ends. It closes its ports and connections, so that clients go elsewhere, and logs
 * this. Later calls throw an IllegalStateException. The process ends with status {@link #OUT_OF_MEMORY}, unless other threads of
 * the program keep it alive, such as those of another server: the program must decide whether they can go on. Node.js ends the
 * process in any case; here, {@code -XX:+ExitOnOutOfMemoryError} does that.
 */
public final class RealNode implements NodePorts, AutoCloseable {

    /** The exit status of a process whose node ran out of memory; that of {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int OUT_OF_MEMORY = 3;

    /** How often a node that ran out of memory tries to close its ports; closing some frees memory for the others. */
    private static final int MAX_TRIES_TO_CLOSE = 10;

    private static final long WAIT_FOR_OTHERS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final DebugLog log;
    private final RealLoop loop;
    private final JettyNetwork network;
    private final Ids ids = new SystemIds();
    private final Counters counters = new Counters();
    private final Backlogs backlogs;
    private final JedisDialers redis;

    private RealNode(String name, DebugLog log) {
        this.name = name;
        this.log = log;
        this.loop = RealLoop.start(name, log, this::endOutOfMemory);
        this.backlogs = new Backlogs(loop, log, counters, Runtime.getRuntime().maxMemory() / 4);
        this.network = new JettyNetwork(name, loop, backlogs, log, loop::keepAlive);
        this.redis = new JedisDialers(loop);
    }

    /** Starts a node that logs to standard error what {@code DEBUG} asks for. */
    public static RealNode create(String name) {
        return create(name, StderrLog.fromEnvironment(name));
    }

    /** Starts a node that logs to {@code log}. */
    public static RealNode create(String name, DebugLog log) {
        return new RealNode(name, log);
    }

    /** Returns what {@code start} makes for this node. If {@code start} throws, nobody else has the node, so this closes it. */
    public <T> T closeIfItThrows(Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException | Error problem) {
            close();
            throw problem;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SocketLoop loop() {
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

    @Override
    public Counters counters() {
        return counters;
    }

    /** {@inheritDoc} All clients together may have a quarter of the memory of this JVM ({@code -Xmx}). */
    @Override
    public Backlogs backlogs() {
        return backlogs;
    }

    @Override
    public Network network() {
        return network;
    }

    /**
     * {@inheritDoc}
     *
     * <p>If Redis has sent nothing on a connection for half a minute, it gets a PING. If it does not reply within another half
     * minute, the connection is closed, and the {@link io.github.fanoutlab.platform.redis.RedisConnection} reconnects. Commands
     * that make Redis wait (BLPOP) may not take longer.
     *
     * @param url {@code redis://[user:password@]HOST[:PORT][/DB]}; {@code redis+cluster://[user:password@]HOST:PORT,HOST:PORT}
     *     for a Redis Cluster, of which you name some nodes; {@code
     *     redis+sentinel://[user:password@]HOST:PORT,HOST:PORT/MASTER[/DB]} for the master that these Sentinels know by that
     *     name. Over TLS, write {@code rediss} instead of {@code redis}; this JVM must trust the servers' certificates
     */
    @Override
    public RedisDialer redis(String url) {
        boolean succeeded = false;
        try {
            RedisDialer dialer = redis.dialer(url);
            succeeded = true;
            return dialer;
        } finally {
            loop.keepAlive(succeeded || network.listens());
        }
    }

    /**
     * Ends the node. Its loop handles the inputs so far and writes their outputs; then its connections are closed and its thread
     * ends. Close the servers first, so that they can disconnect their clients. May be called from any thread, and more than
     * once.
     */
    @Override
    public void close() {
        loop.close();
        network.close();
        redis.close();
    }

    private void endOutOfMemory(OutOfMemoryError problem) {
        boolean closed = false;
        for (int i = 0; i < MAX_TRIES_TO_CLOSE && !closed; i++) {
            try {
                network.close();
                redis.close();
                closed = true;
            } catch (OutOfMemoryError | RuntimeException again) {
                // What is closed by now is no longer in the way.
            }
        }
        try {
            log.warn("node " + name + " has ended, and its ports are closed: the process ran out of memory (" + problem
                    + "). Give it more with -Xmx, or fewer clients.");
        } catch (OutOfMemoryError again) {
            // The exit status tells it.
        }
        if (!closed || othersEnd()) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
    }

    /** Whether nothing but this node keeps the process alive; waits a second for threads that are about to end. */
    private boolean othersEnd() {
        Thread[] threads = new Thread[Thread.activeCount() + 1];
        int count = Thread.enumerate(threads);
        long deadline = System.nanoTime() + WAIT_FOR_OTHERS_NANOS;
        for (int i = 0; i < count; i++) {
            Thread other = threads[i];
            if (!other.isDaemon() && !loop.owns(other) && !other.getName().equals("DestroyJavaVM")) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                try {
                    other.join(Math.max(1, millis));
                } catch (InterruptedException given) {
                    return false;
                }
                if (other.isAlive()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Session ids are secrets, hence the system's secure randomness. */
    private static final class SystemIds implements Ids {

        private final SecureRandom random = new SecureRandom();

        @Override
        public byte[] nextBytes(int count) {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(bound);
        }
    }
}

package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One connection. A thread opens it, since that takes time; from then on the loop itself reads and writes, without waiting for Redis.
 *
 * <pre>
 *   the thread that connects --onUp--&gt; loop
 *   loop --write-------------------------------------&gt; the socket, or a queue until it takes more --&gt; Redis
 *   loop &lt;--onReply-- inbox &lt;-- at the beginning of a turn, what has arrived &lt;--------------------- Redis
 * </pre>
 *
 * <p>Whatever goes wrong with it, an Error such as OutOfMemoryError included, ends the link, not the loop. The loop looks after it every
 * now and then: it sees a thread that died without a word, and a Redis that vanished without closing the connection, as behind a cable
 * that was pulled. After {@link #SILENCE_MILLIS} of silence it sends a PING, and after as much silence again the link is over. Node's
 * clients leave that to TCP, which takes ten minutes or more (ioredis issue 240; {@code redis} 4 sends a PING each {@code
 * pingInterval}, but waits for the answer forever).
 *
 * <p>Two limits protect the node's memory. When Redis stops reading, the link is over once {@link #MAX_UNWRITTEN_BYTES} wait for it.
 * When the loop falls {@link #MAX_UNREAD} replies behind, it reads no more, so that the backlog builds up in Redis, whose own limit
 * for slow subscribers then decides.
 */
final class JedisLink implements RedisDialer.Link {

    static final long MAX_UNWRITTEN_BYTES = 64L << 20;
    static final int MAX_UNREAD = 10_000;

    /** How long Redis may be silent before it is sent a PING, and how long it may take to answer that. */
    static final int SILENCE_MILLIS = 30_000;

    /** How often the loop looks after a link. */
    private static final int WATCH_MILLIS = 1_000;

    private static final String PING_TEXT = "still there?";
    private static final List<RedisCommand> PING = List.of(RedisCommand.of("PING", PING_TEXT));

    /** The answer to that PING on a subscribed connection, and on any other. */
    private static final Set<RedisReply> PING_REPLIES = Set.of(
            new RedisReply.Multi(List.of(RedisReply.Bulk.of("pong"), RedisReply.Bulk.of(PING_TEXT))),
            RedisReply.Bulk.of(PING_TEXT));

    /** How long the last batches may take to be written. */
    private static final long CLOSE_WAIT_MILLIS = 1_000;

    private final RedisUrl url;
    private final SocketLoop loop;
    private final RedisDialer.Listener listener;
    private final Consumer<JedisLink> whenOver;
    private final int silenceMillis;
    /** Why the link is over; null until then. */
    private final AtomicReference<String> over = new AtomicReference<>();

    private final Runnable telling = this::tell;
    private volatile boolean closed;
    private volatile RespConnection wire;
    private Thread connecting;
    private boolean up;
    /** How many replies are in the inbox. */
    private int unread;

    private EventLoop.Timer watch;
    private boolean suspicious;
    /** How many PINGs are not answered yet. */
    private int pings;

    private long askedNanos;
    private boolean asked;

    JedisLink(
            RedisUrl url,
            SocketLoop loop,
            RedisDialer.Listener listener,
            Consumer<JedisLink> whenOver,
            int silenceMillis) {
        this.url = url;
        this.loop = loop;
        this.listener = listener;
        this.whenOver = whenOver;
        this.silenceMillis = silenceMillis;
    }

    /** On the loop. */
    void start(String address) {
        watch = loop.every(Math.min(WATCH_MILLIS, Math.max(1, silenceMillis / 10)), this::watch);
        connecting = daemon("redis-dialer " + address, this::open);
        try {
            connecting.start();
        } catch (Throwable problem) {
            end(problem);
        }
    }

    private void open() {
        try {
            wire = RespConnection.open(url);
            if (closed || over.get() != null) {
                wire.breakUp();
            }
            hand(this::up);
        } catch (Throwable problem) {
            end(problem);
        }
    }

    private void up() {
        up = true;
        try {
            wire.register(loop, this::ready);
        } catch (IOException problem) {
            end(problem);
        }
        listener.onUp();
    }

    @Override
    public void write(List<RedisCommand> commands) {
        long waiting = wire.unwrittenBytes();
        if (waiting > 0
                && waiting
                                + commands.stream()
                                        .mapToLong(RedisCommand::wireBytes)
                                        .sum()
                        > MAX_UNWRITTEN_BYTES) {
            end("Redis does not read: more than " + MAX_UNWRITTEN_BYTES + " bytes wait to be written");
            return;
        }
        try {
            wire.write(commands);
        } catch (IOException | RuntimeException problem) {
            end(problem);
        }
    }

    /** The socket has something to read, or takes more of what waits for it. */
    private void ready() {
        try {
            wire.flush();
            if (!closed && over.get() == null && unread < MAX_UNREAD) { // behind, the loop is back here without waiting
                wire.read(this::receive);
            }
        } catch (Throwable problem) {
            end(problem);
        }
    }

    private void receive(RedisReply reply) {
        if (pings > 0 && PING_REPLIES.contains(reply)) {
            pings--;
            return;
        }
        unread++;
        hand(() -> {
            unread--;
            listener.onReply(reply);
        });
    }

    @Override
    public void close() {
        finish();
        loop.schedule(CLOSE_WAIT_MILLIS, this::abandon);
    }

    /** Lets what was written leave, then breaks the connection without telling the listener. From any thread. */
    void finish() {
        closed = true;
        if (wire != null) {
            wire.finish();
        }
    }

    /** Waits for that for a while, then breaks the connection in any case. From any thread. */
    void awaitEnd() {
        try {
            if (wire != null) {
                wire.awaitWritten(CLOSE_WAIT_MILLIS);
            }
        } catch (IOException broken) {
            // It is over anyway.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    private void abandon() {
        closed = true;
        end("closed");
    }

    /** Looks after the link, on the loop. */
    private void watch() {
        if (closed) {
            watch.cancel();
        } else if (over.get() != null || !up && connecting.getState() == Thread.State.TERMINATED) {
            watchTheEnd();
        } else if (up) {
            watchSilence(System.nanoTime());
        }
    }

    /** Whoever has something to tell about the link may not have been able to, or it is on its way. */
    private void watchTheEnd() {
        if (suspicious) {
            over.compareAndSet(null, "the thread that connects died");
            tell();
        }
        suspicious = true;
    }

    private void watchSilence(long now) {
        long silence = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
        if (now - wire.lastHeardNanos() < silence) {
            asked = false;
        } else if (!asked) {
            asked = true;
            askedNanos = now;
            pings++;
            write(PING);
        } else if (now - askedNanos >= silence) {
            end("silent: nothing came for " + 2L * silenceMillis + " ms, not even an answer to PING");
        }
    }

    private void end(Throwable problem) {
        try {
            end(RespConnection.reason(problem));
        } catch (OutOfMemoryError again) {
            over.compareAndSet(null, "out of memory"); // and watch() tells it
        }
    }

    /** The link is over, whichever thread noticed: the listener is told once. */
    private void end(String reason) {
        if (over.compareAndSet(null, reason)) {
            loop.execute(telling);
            breakUp();
        }
    }

    private void breakUp() {
        if (wire != null) {
            wire.breakUp();
        }
        whenOver.accept(this);
    }

    private void tell() {
        if (!closed) {
            closed = true;
            watch.cancel();
            breakUp();
            listener.onDown(over.get());
        }
    }

    private void hand(Runnable input) {
        loop.execute(() -> {
            if (!closed) {
                input.run();
            }
        });
    }

    /** A thread, not started yet, that does not keep its process alive. */
    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

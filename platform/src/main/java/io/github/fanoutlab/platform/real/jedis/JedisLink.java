package io.github.fanoutlab.platform.real.jedis;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisDialer;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One connection and its two threads, so that the loop never waits for Redis.
 *
 * <pre>
 *   loop --write--&gt; outbox --&gt; the writer: connects, then flushes each batch --&gt; Redis
 *   loop &lt;--onReply--------------------------------- the reader: blocks &lt;------ Redis
 *     |
 *     +--watches both
 * </pre>
 *
 * <p>Whatever ends one of the threads, an Error such as OutOfMemoryError included, ends the link. The loop looks after it every now and
 * then: it sees a thread that died without a word, and a Redis that vanished without closing the connection, as behind a cable that
 * was pulled. After {@link #SILENCE_MILLIS} of silence it sends a PING, and after as much silence again the link is over. Node's
 * clients leave that to TCP, which takes ten minutes or more (ioredis issue 240; {@code redis} 4 sends a PING each {@code
 * pingInterval}, but waits for the answer for ever).
 *
 * <p>Two limits protect the node's memory. When Redis stops reading, the link is over once {@link #MAX_UNWRITTEN_BYTES} wait for it.
 * When the loop falls {@link #MAX_UNREAD} replies behind, the reader waits, so that the backlog builds up in Redis, whose own limit
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

    /** Marks the end of the outbox: nothing is written after it. */
    private static final List<RedisCommand> END = List.of();

    private final RedisUrl url;
    private final EventLoop loop;
    private final RedisDialer.Listener listener;
    private final Consumer<JedisLink> whenOver;
    private final int silenceMillis;
    private final BlockingQueue<List<RedisCommand>> outbox = new LinkedBlockingQueue<>();
    private final AtomicLong unwrittenBytes = new AtomicLong();
    private final Semaphore unread = new Semaphore(MAX_UNREAD);
    /** Why the link is over; null until then. */
    private final AtomicReference<String> over = new AtomicReference<>();

    private final Runnable telling = this::tell;
    private volatile boolean closed;
    private volatile RespConnection wire;
    private volatile Thread writer;
    private volatile Thread reader;
    private EventLoop.Timer watch;
    private boolean seenOver;
    private long askedNanos;
    private boolean asked;

    JedisLink(
            RedisUrl url,
            EventLoop loop,
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
        writer = daemon("redis-writer " + address, () -> connectAndWrite(address));
        try {
            writer.start();
        } catch (Throwable problem) {
            end(problem);
        }
    }

    @Override
    public void write(List<RedisCommand> commands) {
        long bytes = commands.stream().mapToLong(RedisCommand::wireBytes).sum();
        long waiting = unwrittenBytes.getAndAdd(bytes);
        if (waiting > 0 && waiting + bytes > MAX_UNWRITTEN_BYTES) {
            end("Redis does not read: more than " + MAX_UNWRITTEN_BYTES + " bytes wait to be written");
            return;
        }
        outbox.add(commands);
    }

    @Override
    public void close() {
        finish();
        loop.schedule(CLOSE_WAIT_MILLIS, this::abandon);
    }

    /** Lets the writer finish the outbox, then breaks the connection without telling the listener. From any thread. */
    void finish() {
        closed = true;
        outbox.add(END);
    }

    /** Waits for that for a while, then breaks the connection in any case. From any thread but the loop. */
    void awaitEnd() {
        try {
            writer.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    private void abandon() {
        closed = true;
        end("closed");
    }

    private void connectAndWrite(String address) {
        try {
            wire = RespConnection.open(url);
            hand(listener::onUp);
            reader = daemon("redis-reader " + address, this::read);
            reader.start();
            for (List<RedisCommand> batch = outbox.take(); batch != END && over.get() == null; batch = outbox.take()) {
                wire.write(batch);
                unwrittenBytes.addAndGet(
                        -batch.stream().mapToLong(RedisCommand::wireBytes).sum());
            }
            end("closed");
        } catch (Throwable problem) {
            end(problem);
        } finally {
            if (wire != null) {
                wire.breakUp();
            }
        }
    }

    private void read() {
        try {
            while (over.get() == null) {
                receive(wire.read());
            }
        } catch (Throwable problem) {
            end(problem);
        }
    }

    private void receive(RedisReply reply) throws InterruptedException {
        if (PING_REPLIES.contains(reply)) {
            return;
        }
        unread.acquire();
        hand(() -> {
            unread.release();
            listener.onReply(reply);
        });
    }

    /** Looks after the link, on the loop. */
    private void watch() {
        if (closed) {
            watch.cancel();
        } else if (over.get() != null) {
            watchTheEnd();
        } else if (hasDied(writer) || hasDied(reader)) {
            end("one of its threads died");
        } else if (wire != null) {
            watchSilence(System.nanoTime());
        }
    }

    /** Whoever ended the link may not have been able to tell it. */
    private void watchTheEnd() {
        if (seenOver) {
            tell();
        }
        seenOver = true;
    }

    private static boolean hasDied(Thread thread) {
        return thread != null && thread.getState() == Thread.State.TERMINATED;
    }

    private void watchSilence(long now) {
        long silence = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
        if (now - wire.lastHeardNanos() < silence) {
            asked = false;
        } else if (!asked) {
            asked = true;
            askedNanos = now;
            write(PING);
        } else if (now - askedNanos >= silence) {
            end("silent: nothing came for " + 2L * silenceMillis + " ms, not even an answer to PING");
        }
    }

    private void end(Throwable problem) {
        end(RespConnection.reason(problem));
    }

    /** The link is over, whichever thread noticed: both threads end, and the listener is told once. */
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
        if (reader != null) {
            reader.interrupt();
        }
        whenOver.accept(this);
        outbox.add(END);
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

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.real.LogProbe;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Memory runs out while a message of Redis is read")
@Timeout(120)
class RedisOutOfMemoryTest {

    private final LogProbe log = new LogProbe();
    private final RealNode node = RealNode.create("W1", log);
    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final TightMemory loop = new TightMemory(node.loop());
    private final JedisDialer dialer = new JedisDialer(redis.url(), loop);

    @AfterEach
    void close() {
        node.close();
        dialer.close();
        redis.close();
    }

    @Test
    @DisplayName("The message cannot be handed in: its link ends and says why, and the next one subscribes again")
    void a_message() {
        subscribe();
        loop.failures.set(1);
        publish();

        assertThat(log.nextWarning()).contains("client to redis://127.0.0.1", "OutOfMemoryError: Java heap space");
        assertThat(Next.of(said)).isEqualTo("subscribed");
    }

    @Test
    @DisplayName("The end of the link cannot even be told: the loop finds out by itself")
    void without_a_word() {
        subscribe();
        loop.failures.set(Integer.MAX_VALUE);
        publish();

        assertThat(log.nextWarning()).contains("client to redis://127.0.0.1", "OutOfMemoryError: Java heap space");
        loop.failures.set(0);
        assertThat(Next.of(said)).isEqualTo("subscribed");
    }

    private void publish() {
        RedisConnection pub = node.createRedisClient("pub", redis.url());
        node.loop().execute(() -> pub.publish("channel", "too much".getBytes(UTF_8)));
    }

    private void subscribe() {
        RedisConnection client = new RedisConnection("client", node.loop(), log, node.counters(), dialer);
        client.connect();
        node.loop().execute(() -> client.subscribe("channel", (channel, payload) -> {}, () -> said.add("subscribed")));
        assertThat(Next.of(said)).isEqualTo("subscribed");
    }

    /** A loop to which nothing that was read can be handed in while there are failures left. */
    private static final class TightMemory implements SocketLoop {

        private final SocketLoop loop;
        private final AtomicInteger failures = new AtomicInteger();

        TightMemory(SocketLoop loop) {
            this.loop = loop;
        }

        @Override
        public void execute(Runnable task) {
            if (loop.inLoop() && failures.get() > 0) {
                failures.decrementAndGet();
                throw new OutOfMemoryError("Java heap space");
            }
            loop.execute(task);
        }

        @Override
        public SelectionKey register(SelectableChannel channel, int operations, Runnable onReady)
                throws ClosedChannelException {
            return loop.register(channel, operations, onReady);
        }

        @Override
        public long nowMillis() {
            return loop.nowMillis();
        }

        @Override
        public long wallClockMillis() {
            return loop.wallClockMillis();
        }

        @Override
        public Timer schedule(long delayMillis, Runnable task) {
            return loop.schedule(delayMillis, task);
        }

        @Override
        public Timer every(long periodMillis, Runnable task) {
            return loop.every(periodMillis, task);
        }

        @Override
        public boolean inLoop() {
            return loop.inLoop();
        }

        @Override
        public long handledCount() {
            return loop.handledCount();
        }

        @Override
        public void atEndOfTurn(Runnable task) {
            loop.atEndOfTurn(task);
        }
    }
}

package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.real.LogProbe;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The limit for silence is short here. If a busy machine takes longer to answer, a living connection is lost and comes back; the tests
 * allow for that.
 */
@DisplayName("A Redis that falls silent")
@Timeout(120)
class RedisSilenceTest {

    private static final int SILENCE_MILLIS = 150;

    private final LogProbe log = new LogProbe();
    private final RealNode node = RealNode.create("W1", log);
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private EmbeddedRedis redis;
    private Cable cable;
    private JedisDialer dialer;

    @BeforeEach
    void open() throws IOException {
        redis = EmbeddedRedis.start();
        cable = new Cable(redis.port());
        dialer = new JedisDialer("redis://127.0.0.1:" + cable.port(), node.loop(), SILENCE_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        node.close();
        dialer.close();
        cable.close();
        redis.close();
    }

    @Test
    @DisplayName("A subscribed connection sends PING; when nothing comes back, a new connection subscribes again")
    void subscribed() throws Exception {
        RedisConnection sub = connection("sub");
        on(() -> sub.subscribe("channel", (channel, payload) -> heard.add(channel), () -> said.add("subscribed")));
        assertThat(Next.of(said)).isEqualTo("subscribed");
        cable.awaitTwoSignsOfLifeOnOneConnection();
        said.clear();

        cable.pull();

        assertThat(nextLoss()).contains("silent: nothing came for 300 ms, not even an answer to PING");
        awaitSaid("subscribed");
        RedisConnection pub = node.createRedisClient("pub", redis.url());
        while (heard.isEmpty()) {
            on(() -> pub.publish("channel", "x".getBytes(UTF_8), reply -> said.add("published")));
            awaitSaid("published");
        }
    }

    @Test
    @DisplayName("Any other connection sends PING, too, and its user does not see the replies")
    void not_subscribed() throws Exception {
        RedisConnection client = connection("client");
        on(() -> client.send(RedisCommand.of("ECHO", "first"), reply -> said.add(reply.toString())));
        assertThat(Next.of(said)).isEqualTo("first");
        cable.awaitTwoSignsOfLifeOnOneConnection();

        on(() -> client.send(RedisCommand.of("ECHO", "second"), reply -> said.add("answered")));
        awaitSaid("answered");
        cable.pull();

        assertThat(nextLoss()).contains("silent");
    }

    private RedisConnection connection(String name) {
        RedisConnection connection = new RedisConnection(name, node.loop(), log, node.counters(), dialer);
        connection.connect();
        return connection;
    }

    private void on(Runnable task) {
        node.loop().execute(task);
    }

    private void awaitSaid(String expected) {
        while (!Next.of(said).equals(expected)) {
            // Something else may be said before.
        }
    }

    private String nextLoss() {
        String warning;
        do {
            warning = log.nextWarning();
            assertThat(warning).doesNotContain("nobody asked for");
        } while (!warning.contains("is away"));
        return warning;
    }
}

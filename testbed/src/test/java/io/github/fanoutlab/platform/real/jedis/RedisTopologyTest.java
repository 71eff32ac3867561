package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.DebugLog;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.RedisCluster;
import io.github.fanoutlab.testbed.process.RedisProbe;
import io.github.fanoutlab.testbed.process.RedisServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

@DisplayName("More than one Redis")
@Timeout(120)
class RedisTopologyTest {

    private static final int ANY = 0;
    private static final int SHARDED = 7;
    private static final int UNUSED_PORT = 1;

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final RealNode node = RealNode.create("W1", new Warnings());

    private final class Warnings implements DebugLog {

        @Override
        public boolean isEnabled(String namespace) {
            return false;
        }

        @Override
        public void log(String namespace, Supplier<String> message) {}

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    @DisplayName("Sentinel: a warning says that no Sentinel knows the master")
    void unknown_master() throws IOException {
        Path binary = RequiredRedis.binary(ANY, "Redis Sentinel");
        RedisServerProcess master = open(RedisServerProcess.server(binary, directory));
        RedisServerProcess sentinel = open(RedisServerProcess.sentinel(binary, directory, "main", master));
        String url = "redis+sentinel://127.0.0.1:" + UNUSED_PORT + "," + sentinel.hostAndPort() + "/";
        assertThat(RedisProbe.check(url + "main")).isEmpty();

        node.createRedisClient("client", url + "other");

        assertThat(next(warnings))
                .contains(
                        "no Sentinel could name the master \"other\": redis://127.0.0.1:" + UNUSED_PORT,
                        "redis://" + sentinel.hostAndPort() + ": it does not know this name");
    }

    @Test
    @DisplayName(
            "Cluster: messages arrive from all shards; a slot that has moved is followed, and so is one that is moving")
    void cluster() throws IOException {
        Path binary = RequiredRedis.binary(SHARDED, "Redis Cluster with sharded pub/sub");
        RedisCluster cluster = open(RedisCluster.start(binary, directory, 2));
        RedisServerProcess a = cluster.masters().get(0);
        RedisServerProcess b = cluster.masters().get(1);
        String onA = nameInSlot(slot -> slot <= 8191);
        String onB = nameInSlot(slot -> slot > 8191);
        String url = "redis+cluster://127.0.0.1:" + UNUSED_PORT + "," + a.hostAndPort();

        RedisConnection pub = node.createRedisClient("pub", url);
        RedisConnection sub = node.createRedisClient("sub", url);
        on(() -> {
            sub.ssubscribe(onA, hear("shard"), () -> said.add("a"));
            sub.ssubscribe(onB, hear("shard"), () -> said.add("b"));
            sub.subscribe(onB, hear("channel"), () -> said.add("c"));
        });
        assertSaid("a", "b", "c");
        on(() -> {
            publishSharded(pub, onA, "1");
            publishSharded(pub, onB, "2");
            pub.publish(onB, "3".getBytes(UTF_8));
            ask(pub, "HSET", onB, "field", "value");
            ask(pub, "HGET", onB, "field");
            ask(pub, "PUBSUB", "SHARDNUMSUB", onB);
            ask(pub, "PUBSUB", "NUMSUB", onB);
            ask(pub, "DEL", onB);
        });
        assertSaid(
                "shard " + onA + " 1",
                "reply 1 :1",
                "shard " + onB + " 2",
                "reply 2 :1",
                "channel " + onB + " 3",
                "HSET :1",
                "HGET value",
                "PUBSUB [" + onB + " :1]",
                "PUBSUB [" + onB + " :1]",
                "DEL :1");

        String idOfA = a.ask("CLUSTER", "MYID");
        for (RedisServerProcess each : List.of(b, a)) {
            int slot = JedisClusterCRC16.getSlot(onB);
            assertThat(each.ask("CLUSTER", "SETSLOT", slot, "NODE", idOfA)).isEqualTo("OK");
        }
        a.await(("[" + onB + ", 1]")::equals, "PUBSUB", "SHARDNUMSUB", onB);
        on(() -> publishSharded(pub, onB, "4"));
        awaitSaid("shard " + onB + " 4", "reply 4 :1");

        int slot = JedisClusterCRC16.getSlot(onA);
        assertThat(b.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", idOfA)).isEqualTo("OK");
        assertThat(a.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", b.ask("CLUSTER", "MYID")))
                .isEqualTo("OK");
        on(() -> {
            ask(pub, "HSET", onA, "field", "on its way");
            ask(pub, "HGET", onA, "field");
        });
        awaitSaid("HSET :1", "HGET on its way");
    }

    private static String next(BlockingQueue<String> queue) {
        try {
            String next = queue.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("what is said next").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** These are said, among whatever else. */
    private void awaitSaid(String... expected) {
        Set<String> missing = new LinkedHashSet<>(List.of(expected));
        while (!missing.isEmpty()) {
            missing.remove(next(said));
        }
    }

    private static String nameInSlot(IntPredicate wanted) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "name" + i)
                .filter(name -> wanted.test(JedisClusterCRC16.getSlot(name)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis+cluster://",
                "redis+cluster://localhost",
                "redis+cluster://localhost:1/0",
                "redis+cluster://a:1,,b:2",
                "redis+sentinel://localhost:1",
                "redis+sentinel://localhost:1/",
                "redis+sentinel://localhost:99999/main",
                "redis+other://localhost:1"
            })
    @DisplayName("A malformed URL is refused; the message says what was expected, without the password")
    void malformed(String url) {
        assertThatThrownBy(() -> node.redis(url.replace("://", "://me:secret@")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not say where a Redis is; expected redis")
                .message()
                .doesNotContain("secret");
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private void on(Runnable task) {
        node.loop().execute(task);
    }

    private RedisConnection.MessageListener hear(String how) {
        return (channel, payload) -> said.add(how + " " + channel + " " + new String(payload, UTF_8));
    }

    private void publishSharded(RedisConnection connection, String channel, String payload) {
        connection.spublish(channel, payload.getBytes(UTF_8), reply -> said.add("reply " + payload + " " + reply));
    }

    private void ask(RedisConnection connection, String name, Object... args) {
        connection.send(RedisCommand.of(name, args), reply -> said.add(name + " " + reply));
    }

    private void assertSaid(String... expected) {
        assertThat(IntStream.range(0, expected.length).mapToObj(i -> next(said)))
                .containsExactlyInAnyOrder(expected);
    }
}

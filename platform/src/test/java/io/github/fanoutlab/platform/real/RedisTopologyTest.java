package io.github.fanoutlab.platform.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntPredicate;
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
    private static final int NOBODYS_PORT = 1;

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RealNode node = RealNode.create("W1", new LogProbe());
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        node.close();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    @DisplayName(
            "Sentinel: the master dies, the connection comes back to the one that follows it, subscriptions and all")
    void follows_a_failover() throws IOException {
        Path binary = RedisProcess.binary(ANY, "Redis Sentinel");
        RedisProcess first = open(RedisProcess.server(binary, directory, "--repl-diskless-sync", "no"));
        RedisProcess second =
                open(RedisProcess.server(binary, directory, "--replicaof", "127.0.0.1", String.valueOf(first.port())));
        second.await(info -> info.contains("master_link_status:up"), "INFO", "replication");
        RedisProcess sentinel = open(RedisProcess.sentinel(binary, directory, "main", first));
        sentinel.await(info -> info.contains("slaves=1"), "INFO", "sentinel");
        String url = "redis+sentinel://127.0.0.1:" + NOBODYS_PORT + "," + sentinel.hostAndPort() + "/main";
        assertThat(RedisProbe.check(url)).isEmpty();

        RedisConnection client = node.createRedisClient("client", url);
        on(() -> client.subscribe("channel", hear("heard"), () -> said.add("subscribed")));
        assertThat(Next.of(said)).isEqualTo("subscribed");
        assertThat(first.ask("PUBLISH", "channel", "1")).isEqualTo("1");
        assertThat(Next.of(said)).isEqualTo("heard channel 1");

        first.close();
        assertThat(Next.of(said)).isEqualTo("subscribed");
        assertThat(second.ask("ROLE")).startsWith("[master");
        assertThat(second.ask("PUBLISH", "channel", "2")).isEqualTo("1");
        assertThat(Next.of(said)).isEqualTo("heard channel 2");
    }

    @Test
    @DisplayName("Sentinel: a name that it does not know is told to people")
    void unknown_master() throws IOException {
        Path binary = RedisProcess.binary(ANY, "Redis Sentinel");
        RedisProcess master = open(RedisProcess.server(binary, directory));
        RedisProcess sentinel = open(RedisProcess.sentinel(binary, directory, "main", master));
        LogProbe log = new LogProbe();
        RealNode other = RealNode.create("W2", log);
        opened.push(other);

        other.createRedisClient("client", "redis+sentinel://" + sentinel.hostAndPort() + "/other");

        assertThat(log.nextWarning())
                .contains("no Sentinel tells the master \"other\": redis://" + sentinel.hostAndPort()
                        + ": it does not know it");
    }

    @Test
    @DisplayName("Cluster: channels of all shards are heard; a slot that moves away is followed")
    void cluster() throws IOException {
        Path binary = RedisProcess.binary(SHARDED, "Redis Cluster with sharded pub/sub");
        RedisProcess a = open(RedisProcess.server(binary, directory, "--cluster-enabled", "yes"));
        RedisProcess b = open(RedisProcess.server(binary, directory, "--cluster-enabled", "yes"));
        join(a, b);
        String onA = nameInSlot(slot -> slot <= 8191);
        String onB = nameInSlot(slot -> slot > 8191);
        String url = "redis+cluster://127.0.0.1:" + NOBODYS_PORT + "," + a.hostAndPort();

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
        for (RedisProcess each : List.of(b, a)) {
            int slot = JedisClusterCRC16.getSlot(onB);
            assertThat(each.ask("CLUSTER", "SETSLOT", slot, "NODE", idOfA)).isEqualTo("OK");
        }
        a.await(("[" + onB + ", 1]")::equals, "PUBSUB", "SHARDNUMSUB", onB);
        on(() -> publishSharded(pub, onB, "4"));
        awaitSaid("shard " + onB + " 4", "reply 4 :1");
    }

    /** These are said, among whatever else. */
    private void awaitSaid(String... expected) {
        Set<String> missing = new LinkedHashSet<>(List.of(expected));
        while (!missing.isEmpty()) {
            missing.remove(Next.of(said));
        }
    }

    private static void join(RedisProcess a, RedisProcess b) {
        assertThat(a.ask("CLUSTER", "ADDSLOTSRANGE", 0, 8191)).isEqualTo("OK");
        assertThat(b.ask("CLUSTER", "ADDSLOTSRANGE", 8192, 16383)).isEqualTo("OK");
        assertThat(a.ask("CLUSTER", "MEET", "127.0.0.1", b.port())).isEqualTo("OK");
        for (RedisProcess each : List.of(a, b)) {
            each.await(
                    info -> info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:16384"),
                    "CLUSTER",
                    "INFO");
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
    @DisplayName("A URL that does not say where they are is refused, with what was expected and without its password")
    void malformed(String url) {
        assertThatThrownBy(() -> node.redis(url.replace("://", "://me:secret@")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not say where a Redis is; expected redis")
                .message()
                .doesNotContain("secret");
    }

    private RedisProcess open(RedisProcess process) {
        opened.push(process);
        return process;
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
        assertThat(IntStream.range(0, expected.length).mapToObj(i -> Next.of(said)))
                .containsExactlyInAnyOrder(expected);
    }
}

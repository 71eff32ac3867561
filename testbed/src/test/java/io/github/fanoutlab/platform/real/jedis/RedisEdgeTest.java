package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.real.LogProbe;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.platform.redis.RedisReply;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.process.RedisProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEdgeTest {

    private static EmbeddedRedis redis;

    private final LogProbe log = new LogProbe();
    private final RealNode node = RealNode.create("W1", log);
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    @DisplayName("What one connection publishes reaches the channel and the pattern that another one subscribed")
    void publishes_and_subscribes() {
        RedisConnection pub = node.createRedisClient("pub", redis.url());
        RedisConnection sub = node.createRedisClient("sub", redis.url());
        on(() -> sub.psubscribe("room#*", hear("pattern"), () -> said.add("psubscribed")));
        on(() -> sub.subscribe("room#1", hear("channel"), () -> said.add("subscribed")));
        assertThat(List.of(Next.of(said), Next.of(said))).containsExactlyInAnyOrder("psubscribed", "subscribed");

        on(() -> pub.publish("room#1", "payload".getBytes(UTF_8), reply -> said.add("receivers " + reply)));
        assertThat(IntStream.range(0, 3).mapToObj(i -> Next.of(said)))
                .containsExactlyInAnyOrder("channel room#1 payload", "pattern room#1 payload", "receivers :2");
    }

    @Test
    @DisplayName("Every kind of reply arrives as what it is, in the order of the commands of one turn")
    void reads_every_kind_of_reply() {
        RedisConnection client = node.createRedisClient("client", redis.url());
        on(() -> {
            ask(client, "SET", "k", "v");
            ask(client, "GET", "k");
            ask(client, "GET", "absent");
            ask(client, "HSET", "h", "field", "1");
            ask(client, "HKEYS", "h");
            ask(client, "INCR", "k");
            ask(client, "NONSENSE", "x");
            ask(client, "EVAL", "return {1, {err='inner'}, 'b', {}}", 0);
        });
        assertThat(IntStream.range(0, 8).mapToObj(i -> Next.of(said)))
                .startsWith(
                        "Status +OK",
                        "Bulk v",
                        "Bulk nil",
                        "Number :1",
                        "Multi [field]",
                        "Failure -ERR value is not an integer or out of range")
                .anyMatch(reply -> reply.startsWith("Failure -ERR unknown command"))
                .endsWith("Multi [:1 -inner b []]");
    }

    @Test
    @DisplayName("Bytes of any value and messages of a megabyte arrive unchanged")
    void passes_binary() {
        byte[] payload = new byte[1 << 20];
        new Random(7).nextBytes(payload);
        RedisConnection client = node.createRedisClient("client", redis.url());
        on(() -> client.send(RedisCommand.of("SET", "big", payload), reply -> said.add(reply.toString())));
        on(() -> client.send(
                RedisCommand.of("GET", "big"),
                reply -> said.add("equal " + Arrays.equals(((RedisReply.Bulk) reply).bytes(), payload))));
        assertThat(Next.of(said)).isEqualTo("+OK");
        assertThat(Next.of(said)).isEqualTo("equal true");
    }

    @Test
    @DisplayName("Redis refuses other commands on a subscribed connection: the reason for several Redis clients")
    void one_client_is_not_enough() {
        RedisConnection both = node.createRedisClient("both", redis.url());
        on(() -> both.subscribe("c", hear("channel"), () -> ask(both, "GET", "k")));
        assertThat(Next.of(said)).startsWith("Failure -ERR Can't execute 'get'");
    }

    @Test
    @DisplayName("Redis goes away and comes back on the same port: the loss is reported, and the subscription restored")
    void comes_back_after_a_restart() {
        try (EmbeddedRedis own = EmbeddedRedis.start()) {
            RedisConnection pub = node.createRedisClient("pub", own.url());
            on(() -> {
                // On the loop, so that the listener is there before the connection can be up.
                RedisConnection sub = node.createRedisClient("sub", own.url());
                sub.listen(new RedisConnection.StateListener() {
                    @Override
                    public void onUp(boolean restored) {
                        said.add(restored ? "restored" : "up");
                    }

                    @Override
                    public void onLost(String reason) {
                        said.add("lost: " + reason);
                    }
                });
                sub.subscribe("c", hear("channel"), () -> said.add("subscribed"));
            });
            assertThat(Next.of(said)).isEqualTo("up");
            assertThat(Next.of(said)).isEqualTo("subscribed");

            own.stop();
            assertThat(Next.of(said)).isEqualTo("lost: closed by Redis");
            assertThat(Next.of(said)).isEqualTo("lost: connection refused: nothing listens there");
            own.restart();

            while (!Next.of(said).equals("restored")) {
                // Further tries that were refused while Redis started.
            }
            assertThat(Next.of(said)).isEqualTo("subscribed");
            on(() -> pub.publish("c", "after".getBytes(UTF_8)));
            assertThat(Next.of(said)).isEqualTo("channel c after");

            assertThat(IntStream.range(0, 4).mapToObj(i -> log.nextWarning()))
                    .anyMatch(line ->
                            line.startsWith("redis: connection sub to " + own.url() + " is away (closed by Redis)"))
                    .anyMatch(line -> line.startsWith("redis: connection sub to " + own.url() + " is restored after "));
        }
    }

    @Test
    @DisplayName("Redis is not there at first: the loss is reported, and what was published waits for it")
    void waits_for_a_redis_that_starts_later() {
        try (EmbeddedRedis late = EmbeddedRedis.start()) {
            late.stop();
            RedisConnection pub = node.createRedisClient("pub", late.url());
            on(() -> pub.publish("c", "x".getBytes(UTF_8), reply -> said.add("receivers " + reply)));
            assertThat(log.nextWarning())
                    .startsWith("redis: connection pub to " + late.url()
                            + " is away (connection refused: nothing listens there); trying again");
            late.restart();
            assertThat(Next.of(said)).isEqualTo("receivers :0");
        }
    }

    @Test
    @DisplayName("A user, a password and a database in the URL are used, and the password is never shown")
    void authenticates() {
        RedisConnection admin = node.createRedisClient("admin", redis.url());
        on(() -> ask(admin, "ACL", "SETUSER", "ann", "on", ">s/cret", "~*", "&*", "+@all"));
        assertThat(Next.of(said)).isEqualTo("Status +OK");

        String url = "redis://ann:s%2Fcret@127.0.0.1:" + redis.port() + "/3";
        RedisConnection ann = node.createRedisClient("ann", url);
        on(() -> {
            ask(ann, "ACL", "WHOAMI");
            ask(ann, "CLIENT", "LIST");
        });
        assertThat(Next.of(said)).isEqualTo("Bulk ann");
        assertThat(Next.of(said)).contains("user=ann").contains("db=3");
        assertThat(ann.address()).isEqualTo("redis://127.0.0.1:" + redis.port() + "/3");

        assertThat(RedisProbe.check("redis://ann:wrong@127.0.0.1:" + redis.port()))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("refused by Redis: WRONGPASS")
                        .endsWith("Check the user, the password and the database in its URL.")
                        .doesNotContain("wrong@"));
    }

    @Test
    @DisplayName("The probe says in words whether a Redis is there, for the command line")
    void probes() throws IOException {
        assertThat(RedisProbe.check(redis.url())).isEmpty();
        int unusedPort;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unusedPort = taken.getLocalPort();
        }
        assertThat(RedisProbe.check("redis://127.0.0.1:" + unusedPort))
                .hasValue("Redis at redis://127.0.0.1:" + unusedPort
                        + " cannot be reached (connection refused: nothing listens there). Start it (redis-server --port"
                        + " N), or name a running Redis with --redis redis://HOST:PORT.");
        assertThat(RedisProbe.check("redis://no-such-host.invalid"))
                .hasValueSatisfying(problem -> assertThat(problem).contains("unknown host"));
    }

    @Test
    @DisplayName(
            "The first command is a PING: a HELLO would be an error in Redis 5, and change the protocol in later ones")
    void says_no_hello() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread redis5 = new Thread(() -> {
                try (Socket socket = listening.accept()) {
                    said.add(new String(socket.getInputStream().readNBytes(14), UTF_8));
                    socket.getOutputStream().write("+PONG\r\n".getBytes(UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            redis5.start();
            assertThat(RedisProbe.check("redis://127.0.0.1:" + listening.getLocalPort()))
                    .isEmpty();
            assertThat(Next.of(said)).isEqualTo("*1\r\n$4\r\nPING\r\n");
            redis5.join();
        }
    }

    @Test
    @DisplayName("A Redis without TLS is silent to one that begins with it: the probe says so")
    void no_tls() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(RedisProbe.check("rediss://127.0.0.1:" + silent.getLocalPort()))
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .contains("no answer to the TLS handshake within 5000 ms: does this Redis speak TLS?"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request | what answers there is not Redis (it began with \"H\"): check host and port",
                "\u0015\u0003\u0003    | what answers there speaks TLS: write rediss://"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    @DisplayName("Something that is not Redis listens there: the probe says so at once")
    void something_else_listens(String answer, String said) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread web = new Thread(() -> {
                try (Socket socket = other.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write((answer + "\r\n\r\n").getBytes(UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            web.start();
            assertThat(RedisProbe.check("redis://127.0.0.1:" + other.getLocalPort()))
                    .hasValueSatisfying(problem -> assertThat(problem).contains(said.strip()));
            web.join();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            redis://redis_1:6379/4,           redis_1,   6379, -,  -,    4
            REDIS://cache,                    cache,     6379, -,  -,    0
            Redis://user@host,                host,      6379, user, '', 0
            redis://user:p%40ss@host:1/,      host,      1, user, p@ss,  0
            redis://user:p@s^s|@host,         host,      6379, user, p@s^s|, 0
            redis://:secret@host,             host,      6379, -, secret, 0
            redis://:@host,                   host,      6379, -, -,     0
            redis://@host:,                   host,      6379, -, -,     0
            redis://[::1]:7/2?timeout=5,      [::1],     7,    -, -,     2
            redis://my-redis.stack_default,   my-redis.stack_default, 6379, -, -, 0
            """, nullValues = "-")
    @DisplayName("A URL names host, port, user, password and database as Node's clients read them")
    void reads_urls(String url, String host, int port, String user, String password, int database) {
        assertThat(RedisUrl.parse(url)).isEqualTo(new RedisUrl(false, host, port, user, password, database));
        assertThatNoException().isThrownBy(() -> node.redis(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis+cluster://redis_1:6379,redis_2:6379",
                "REDIS+cluster://me@redis_1:6379",
                "redis+sentinel://sentinel_1:26379/main/4",
                "Rediss+Sentinel://me:p@ss@sentinel_1:26379/main"
            })
    @DisplayName("Several hosts may have such names, too")
    void reads_urls_of_several(String url) {
        assertThatNoException().isThrownBy(() -> RedisUrl.requireValid(url));
        assertThat(RedisTopologyUrl.parse(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:6379",
                "http://localhost:6379",
                "redis://",
                "redis://:6379",
                "redis://localhost:65536",
                "redis://a,b",
                "redis://%zz@localhost",
                "redis://localhost/one",
                "redis://localhost:port",
                "redis://local host"
            })
    @DisplayName("A malformed URL is refused; the message says what was expected")
    void refuses_other_urls(String url) {
        assertThatThrownBy(() -> node.redis(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected redis://[user:password@]HOST[:PORT][/DB]");
        assertThat(RedisProbe.check(url)).isPresent();
    }

    @Test
    @DisplayName("Ten thousand hosts are read like two, and one invalid host among them is refused")
    void many_hosts() {
        String hosts = "a:1,".repeat(9_999);
        assertThat(RedisTopologyUrl.parse("redis+cluster://" + hosts + "b:2")
                        .orElseThrow()
                        .hosts())
                .hasSize(10_000);
        for (String wrong :
                List.of("redis+cluster://" + hosts, "redis+cluster://" + hosts + "b", "redis+cluster://a,b:1")) {
            assertThatThrownBy(() -> RedisTopologyUrl.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not say where a Redis is");
        }
    }

    @Test
    @DisplayName("What was published before close() reaches Redis")
    void close_lets_the_last_batch_leave() {
        RedisConnection sub = node.createRedisClient("sub", redis.url());
        on(() -> sub.subscribe("bye", hear("channel"), () -> said.add("subscribed")));
        assertThat(Next.of(said)).isEqualTo("subscribed");

        RealNode emitter = RealNode.create("emitter", log);
        RedisConnection pub = emitter.createRedisClient("pub", redis.url());
        emitter.loop().execute(() -> pub.send(RedisCommand.of("PING"), reply -> said.add("ready")));
        assertThat(Next.of(said)).isEqualTo("ready");
        emitter.loop().execute(() -> pub.publish("bye", "last words".getBytes(UTF_8)));
        emitter.close();
        assertThat(Next.of(said)).isEqualTo("channel bye last words");
    }

    private void on(Runnable task) {
        node.loop().execute(task);
    }

    private void ask(RedisConnection client, String command, Object... args) {
        client.send(
                RedisCommand.of(command, args),
                reply -> said.add(reply.getClass().getSimpleName() + " " + reply));
    }

    private RedisConnection.MessageListener hear(String as) {
        return (channel, payload) -> said.add(as + " " + channel + " " + new String(payload, UTF_8));
    }
}

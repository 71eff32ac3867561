package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.OtherJvm;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;

@DisplayName("An application pins another Jedis")
class OldestJedisTest {

    private static final Path OLDEST = Path.of("target", "oldest-jedis", "jedis.jar");

    @Test
    @DisplayName("Jedis 5.2: commands are answered, messages arrive")
    void works() {
        assertThat(OLDEST)
                .as("copied by the Maven build, in generate-test-resources")
                .satisfies(Files::exists);
        String rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jedis-"))
                .collect(Collectors.joining(File.pathSeparator));
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThat(OtherJvm.all().get(0).run(OLDEST + File.pathSeparator + rest, PingPong.class, redis.url()))
                    .containsExactly("oldest-jedis", "SET: +OK", "GET: v", "PUBLISH: :1", "message: hello");
        }
    }

    @Test
    @DisplayName("One that has not what is needed: the log says which is needed")
    void says_what_is_needed() {
        assertThat(RespConnection.reason(new NoSuchMethodError("'Object Protocol.sendCommand(RedisOutputStream)'")))
                .matches(
                        "Jedis 5.2 to 8 is needed; the class path has file:.*jedis-8.*jar, which lacks .*NoSuchMethodError.*");
    }

    /** Runs in the other JVM. */
    static final class PingPong {

        public static void main(String[] args) {
            BlockingQueue<String> said = new LinkedBlockingQueue<>();
            String jar = Connection.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            System.out.println(Path.of(jar).getParent().getFileName());
            try (RealNode node = RealNode.create("W1")) {
                RedisConnection pub = node.createRedisClient("pub", args[0]);
                RedisConnection sub = node.createRedisClient("sub", args[0]);
                node.loop().execute(() -> {
                    pub.send(RedisCommand.of("SET", "k", "v"), reply -> said.add("SET: " + reply));
                    pub.send(RedisCommand.of("GET", "k"), reply -> said.add("GET: " + reply));
                });
                System.out.println(Next.of(said));
                System.out.println(Next.of(said));
                node.loop()
                        .execute(() -> sub.subscribe(
                                "channel",
                                (channel, payload) -> said.add("message: " + new String(payload, UTF_8)),
                                () -> said.add("subscribed")));
                Next.of(said);
                node.loop()
                        .execute(() -> pub.publish(
                                "channel", "hello".getBytes(UTF_8), reply -> said.add("PUBLISH: " + reply)));
                String first = Next.of(said);
                String second = Next.of(said);
                System.out.println(first.startsWith("PUBLISH") ? first : second);
                System.out.println(first.startsWith("PUBLISH") ? second : first);
            }
        }
    }
}

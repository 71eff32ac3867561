package io.github.fanoutlab.platform.real.jedis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.real.LogProbe;
import io.github.fanoutlab.platform.real.Next;
import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.process.RedisProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A Redis over TLS, rediss://")
@Timeout(120)
class RedisTlsTest {

    private static final String PASSWORD = "of the test";

    @TempDir
    private static Path directory;

    private static EmbeddedRedis redis;
    private static SSLContext before;
    private static SSLContext context;

    private final LogProbe log = new LogProbe();
    private final RealNode node = RealNode.create("W1", log);
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @BeforeAll
    static void open() throws Exception {
        before = SSLContext.getDefault();
        context = trusting("ip:127.0.0.1");
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void close() {
        redis.close();
    }

    @AfterEach
    void closeNode() {
        node.close();
        SSLContext.setDefault(before);
    }

    @Test
    @DisplayName(
            "The certificate is trusted and for this host: publishing and subscribing work, and silence is noticed")
    void trusted() throws Exception {
        SSLContext.setDefault(context);
        try (Cable cable = new Cable(redis.port(), context.getServerSocketFactory());
                JedisDialer dialer = new JedisDialer("rediss://127.0.0.1:" + cable.port(), node.loop(), 150)) {
            RedisConnection sub = new RedisConnection("sub", node.loop(), log, node.counters(), dialer);
            sub.connect();
            node.loop()
                    .execute(() -> sub.subscribe(
                            "c", (channel, bytes) -> said.add(new String(bytes, UTF_8)), () -> said.add("subscribed")));
            assertThat(Next.of(said)).isEqualTo("subscribed");
            cable.awaitTwoSignsOfLifeOnOneConnection();

            RedisConnection pub = node.createRedisClient("pub", redis.url());
            do {
                node.loop().execute(() -> pub.publish("c", "over TLS".getBytes(UTF_8), reply -> said.add("published")));
                said.removeIf("subscribed"::equals);
            } while (!Next.of(said).equals("over TLS"));
        }
    }

    @Test
    @DisplayName("A certificate for another host is refused: this one is not for the name localhost")
    void of_another_host() throws Exception {
        SSLContext.setDefault(context);
        try (Cable cable = new Cable(redis.port(), context.getServerSocketFactory())) {
            assertThat(RedisProbe.check("rediss://localhost:" + cable.port()).orElseThrow())
                    .contains("cannot be reached", "matching localhost found", "Check its certificate");
        }
    }

    @Test
    @DisplayName("A certificate that this JVM does not trust is refused")
    void not_trusted() throws Exception {
        try (Cable cable = new Cable(redis.port(), context.getServerSocketFactory())) {
            assertThat(RedisProbe.check("rediss://127.0.0.1:" + cable.port()).orElseThrow())
                    .contains("cannot be reached", "unable to find valid certification path", "trustStore");
        }
    }

    /** With a certificate of its own for {@code name}, which it trusts. */
    private static SSLContext trusting(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=redis",
                        "-ext",
                        "san=" + name,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0)
                .as(output)
                .isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", keys.getCertificate("redis"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
        return trusting;
    }
}

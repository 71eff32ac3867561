package io.github.fanoutlab.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import redis.embedded.core.ExecutableProvider;

class EmbeddedRedisTest {

    @Test
    @DisplayName("It answers PING, keeps nothing on disk, and comes back empty on the same port")
    void starts_stops_and_starts_again() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + redis.port());
            assertThat(ask(redis, "PING")).isEqualTo("+PONG");
            assertThat(ask(redis, "SET k v")).isEqualTo("+OK");

            redis.stop();
            redis.stop();
            assertThatThrownBy(() -> ask(redis, "PING")).isInstanceOf(IOException.class);

            redis.restart();
            assertThat(ask(redis, "EXISTS k")).isEqualTo(":0");
        }
    }

    @Test
    @DisplayName("If the first program cannot run, the next one is tried")
    void falls_back() throws IOException {
        EmbeddedRedis.Binary broken = new EmbeddedRedis.Binary("broken", () -> new File("/nowhere/redis-server"));
        EmbeddedRedis.Binary good = new EmbeddedRedis.Binary("good", ExecutableProvider.newJarResourceProvider());
        try (EmbeddedRedis redis = EmbeddedRedis.start(List.of(broken, good))) {
            assertThat(ask(redis, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    @DisplayName("If none can run, the message says what was tried and what to do")
    void explains() {
        EmbeddedRedis.Binary broken = new EmbeddedRedis.Binary("the one inside", () -> new File("/nowhere/redis"));
        EmbeddedRedis.Binary absent = new EmbeddedRedis.Binary("the one on the PATH", () -> {
            throw new IOException("Could not find binary");
        });
        assertThatThrownBy(() -> EmbeddedRedis.start(List.of(broken, absent)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Install redis-server")
                .hasMessageContaining("--redis redis://HOST:PORT")
                .hasMessageContaining("the one inside: Redis binary /nowhere/redis could not be found")
                .hasMessageContaining("the one on the PATH: Could not find binary");
    }

    private static String ask(EmbeddedRedis redis, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c != '\r' && c >= 0;
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }
}

package io.github.fanoutlab.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.OtherJvm;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A worker that cannot start ends, as in Node")
@Timeout(60)
class FailedStartTest {

    @Test
    @DisplayName("when its port is in use")
    void port_in_use() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(redis.url(), String.valueOf(taken.getLocalPort()), "1"))
                    .anyMatch(line -> line.contains("java.io.UncheckedIOException"));
        }
    }

    @Test
    @DisplayName("when its Redis URL is not valid, or a setting is wrong")
    void wrong() {
        assertThat(run("http://localhost", "0", "1"))
                .anyMatch(line -> line.contains("java.lang.IllegalArgumentException"));
        assertThat(run("redis://localhost", "0", "often"))
                .anyMatch(line -> line.contains("java.lang.IllegalArgumentException"));
    }

    private static List<String> run(String... args) {
        return OtherJvm.all().get(0).run(1, List.of(), Worker.class, args);
    }

    /** Gets the address of Redis, its port, and a setting. */
    static final class Worker {

        public static void main(String[] args) {
            LegacyServer io = LegacyServer.create(Map.of("log level", args[2].equals("1") ? 1 : args[2]));
            io.set(
                    "store",
                    RedisStore.of(
                            io.createRedisClient("pub", args[0]),
                            io.createRedisClient("sub", args[0]),
                            io.createRedisClient("client", args[0])));
            io.listen(ListenOptions.loopback(Integer.parseInt(args[1])));
        }
    }
}

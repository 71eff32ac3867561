package io.github.fanoutlab.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.OtherJvm;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A worker that cannot start")
@Timeout(60)
class FailedStartTest {

    @Test
    @DisplayName("ends, as in Node, when its port is in use")
    void port_in_use() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(1, redis.url(), String.valueOf(taken.getLocalPort())))
                    .anyMatch(line -> line.contains("java.io.UncheckedIOException"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:6379", "emitter:localhost"})
    @DisplayName("ends when its Redis URL is not valid")
    void no_address(String url) {
        assertThat(run(1, url, "0")).anyMatch(line -> line.contains("java.lang.IllegalArgumentException"));
    }

    @Test
    @DisplayName("lives on when it listens on another port")
    void another_port() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(0, redis.url(), String.valueOf(taken.getLocalPort()), "0"))
                    .as("after the end of main")
                    .contains("main has ended, and the port is open");
        }
    }

    private static List<String> run(int status, String... args) {
        return OtherJvm.all().get(0).run(status, List.of(), Worker.class, args);
    }

    /** Gets the address of Redis and the ports that it tries. */
    static final class Worker {

        public static void main(String[] args) {
            if (args[0].startsWith("emitter:")) {
                SocketIoServer.emitter(args[0]);
            }
            SocketIoServer io = SocketIoServer.create().adapter(RedisAdapter.at(args[0]));
            for (int i = 1; i < args.length; i++) {
                try {
                    endLater(
                            io,
                            io.listen(ListenOptions.loopback(Integer.parseInt(args[i])))
                                    .port());
                } catch (UncheckedIOException inUse) {
                    if (i == args.length - 1) {
                        throw inUse;
                    }
                }
            }
        }

        private static void endLater(SocketIoServer io, int port) {
            Thread main = Thread.currentThread();
            Thread watch = new Thread(() -> {
                try {
                    main.join();
                    Thread.sleep(500);
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    System.out.println("main has ended, and the port is open");
                } catch (IOException | InterruptedException problem) {
                    problem.printStackTrace();
                }
                io.close();
            });
            watch.setDaemon(true);
            watch.start();
        }
    }
}

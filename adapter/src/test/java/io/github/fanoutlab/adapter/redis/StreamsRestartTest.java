package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.RedisServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Drestarts=30} restarts it more often. */
@DisplayName("A Redis that writes everything to its disk is killed under load, and starts again")
@Timeout(300)
class StreamsRestartTest extends OpenedByTests {

    private static final int RESTARTS = Integer.getInteger("restarts", 4);

    @TempDir
    private Path directory;

    @Test
    @DisplayName(
            "Over streams, no client misses an event, gets one twice, or gets those of one server in another order")
    void nothing_is_lost() throws Exception {
        Path binary = RequiredRedis.binary(7, "DEBUG CRASH-AND-RECOVER, and XADD that is not lost");
        RedisServerProcess redis = open(RedisServerProcess.server(
                binary, directory, "--appendonly", "yes", "--appendfsync", "always", "--enable-debug-command", "yes"));
        List<SocketIoServer> servers = List.of(server(redis), server(redis));
        List<RealClient> clients = new ArrayList<>();
        for (SocketIoServer io : servers) {
            clients.add(open(new RealClient(
                    "client " + clients.size(),
                    io.listen(ListenOptions.loopback(0)).port())));
        }
        for (SocketIoServer io : servers) {
            while (!OpenedByTests.<Integer>answer(io::serverCount).equals(2)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }

        AtomicBoolean over = new AtomicBoolean();
        int[] emitted = new int[2];
        Thread load = new Thread(() -> {
            while (!over.get()) {
                servers.get(0).emit("n", 0, emitted[0]++);
                servers.get(1).emit("n", 1, emitted[1]++);
                pause(1);
            }
        });
        load.start();
        for (int i = 0; i < RESTARTS; i++) {
            pause(300);
            redis.ask("DEBUG", "CRASH-AND-RECOVER", i % 3 * 100);
            redis.await(reply -> reply.equals("PONG"), "PING");
        }
        pause(1_000);
        over.set(true);
        load.join();
        servers.get(0).emit("end", 0);
        servers.get(1).emit("end", 1);

        for (RealClient client : clients) {
            int[] next = new int[2];
            for (int ends = 0; ends < 2; ) {
                String heard = client.hears();
                if (heard.startsWith("[\"end\"")) {
                    ends++;
                } else {
                    int sender = heard.charAt(5) - '0';
                    assertThat(heard).isEqualTo("[\"n\"," + sender + "," + next[sender]++ + "]");
                }
            }
            assertThat(next).containsExactly(emitted);
        }
        System.out.println(RESTARTS + " restarts of Redis: " + (emitted[0] + emitted[1])
                + " events, each delivered to both clients, once and in order");
    }

    private SocketIoServer server(RedisServerProcess redis) {
        SocketIoServer io = SocketIoServer.create();
        open(io::close);
        io.adapter(RedisStreamsAdapter.at("redis://" + redis.hostAndPort()).maxLen(1_000_000));
        return io;
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}

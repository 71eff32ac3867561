package io.github.fanoutlab.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.streams.RedisStreamsAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.RemoteSocket;
import io.github.fanoutlab.platform.http.ListenOptions;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.RedisServerProcess;
import io.github.fanoutlab.testbed.process.RedisWithSentinel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Whole servers whose Redis is found by Sentinel")
@Timeout(120)
class RedisSentinelTest extends OpenedByTests {

    private static final int ANY_VERSION = 0;
    private static final String NOBODYS_PLACE = "127.0.0.1:1";

    /** What CLIENT LIST says of the connection that a server of one namespace listens on. */
    private static final String SUBSCRIBED = " sub=3 psub=1 ";

    @TempDir
    private Path directory;

    @Test
    @DisplayName("The same over streams, and nothing that was emitted while there was no master is lost")
    void failover_over_streams() throws Exception {
        Path binary = RequiredRedis.binary(7, "streams on Redis Sentinel");
        RedisWithSentinel redis = open(new RedisWithSentinel(binary, directory));
        String url = "redis+sentinel://" + NOBODYS_PLACE + "," + redis.place();
        SocketIoServer io1 = server(RedisStreamsAdapter.at(url));
        SocketIoServer io2 = server(RedisStreamsAdapter.at(url));
        RealClient client1 = client("client 1", io1);
        RealClient client2 = client("client 2", io2);
        awaitReaders(redis.master());
        io1.emit("before", 1);
        client1.assertHears("[\"before\",1]");
        client2.assertHears("[\"before\",1]");

        redis.killMaster();
        io1.emit("meanwhile", 1);
        io2.emit("meanwhile", 2);
        for (RealClient client : List.of(client1, client2)) {
            assertThat(List.of(client.hears(), client.hears()))
                    .containsExactlyInAnyOrder("[\"meanwhile\",1]", "[\"meanwhile\",2]");
        }
        awaitReaders(redis.replica());
        io2.emit("after");
        client1.assertHears("[\"after\"]");
        client2.assertHears("[\"after\"]");
    }

    private static void awaitReaders(RedisServerProcess redis) {
        redis.await(
                clients -> clients.lines()
                                .filter(line -> line.contains("cmd=xread"))
                                .count()
                        == 2,
                "CLIENT",
                "LIST");
    }

    @Test
    @DisplayName("The master dies: clients stay connected, and the servers go on over the next master")
    void failover() throws Exception {
        Path binary = RequiredRedis.binary(ANY_VERSION, "whole servers on Redis Sentinel");
        RedisWithSentinel redis = open(new RedisWithSentinel(binary, directory));
        String url = "redis+sentinel://" + NOBODYS_PLACE + "," + redis.place();
        SocketIoServer io1 = server(url);
        SocketIoServer io2 = server(url);
        RealClient client1 = client("client 1", io1);
        RealClient client2 = client("client 2", io2);
        client1.join("both");
        client2.join("both");
        awaitServers(redis.master());
        io1.emit("before", 1);
        client1.assertHears("[\"before\",1]");
        client2.assertHears("[\"before\",1]");

        redis.killMaster();
        io1.local().emit("still here");
        io2.local().emit("still here");
        client1.assertHears("[\"still here\"]");
        client2.assertHears("[\"still here\"]");

        awaitServers(redis.replica());
        io1.to("both").emit("after", 1);
        io2.to("both").emit("after", 2);
        client1.assertHears("[\"after\",1]", "[\"after\",2]");
        client2.assertHears("[\"after\",1]", "[\"after\",2]");
        for (SocketIoServer io : List.of(io1, io2)) {
            assertThat(OpenedByTests.<Integer>answer(io::serverCount)).isEqualTo(2);
            assertThat(OpenedByTests.<List<RemoteSocket>>answer(io.in("both")::fetchSockets))
                    .hasSize(2);
        }
    }

    private SocketIoServer server(String url) {
        return server(RedisAdapter.at(url).requestsTimeout(PATIENCE_SECONDS * 1_000));
    }

    private SocketIoServer server(AdapterFactory adapter) {
        SocketIoServer io = SocketIoServer.create();
        open(io::close);
        io.adapter(adapter);
        io.on(
                "connection",
                socket -> socket.on("join", event -> {
                    socket.join(event.string(0));
                    event.ack();
                }));
        return io;
    }

    private RealClient client(String name, SocketIoServer io) {
        return open(new RealClient(name, io.listen(ListenOptions.loopback(0)).port()));
    }

    /** Until both servers hear each other through {@code redis}. */
    private static void awaitServers(RedisServerProcess redis) {
        redis.await(
                clients -> clients.lines()
                                .filter(line -> line.contains(SUBSCRIBED))
                                .count()
                        == 2,
                "CLIENT",
                "LIST");
    }
}

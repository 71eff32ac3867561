package io.github.fanoutlab.adapter.beside;

import static io.github.fanoutlab.adapter.Connections.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.ShardedRedisAdapter;
import io.github.fanoutlab.testbed.peer.NodePeer;
import io.github.fanoutlab.testbed.peer.RequiredRedis;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the lines that the museum quotes as cures, in Java and in Node. */
@DisplayName("What the museum says that cures")
@Timeout(120)
class CuresTest {

    private static final String URL = "redis://redis";

    private final TestLab lab = new TestLab();
    private final List<String> told = new ArrayList<>();

    private void print(String line) {
        told.add(line);
    }

    @Test
    @DisplayName(
            "in Java: emits to one's own clients, a channel for each room, the end of a connection elsewhere, an answer that may fail")
    void inJava() {
        String redisUrl = URL;
        SocketIoServer io = SocketIoServer.create(lab.node("W1")).adapter(RedisAdapter.at(redisUrl));
        SocketIoServer other = SocketIoServer.create(lab.node("W2")).adapter(RedisAdapter.at(redisUrl));
        other.on("connection", socket -> socket.join("room"));
        lab.settle();
        MemoryClient own = connect(io, "/");
        MemoryClient elsewhere = connect(other, "/");
        lab.settle();
        own.forget();
        elsewhere.forget();
        // region local
        io.setInterval(() -> io.local().emit("tick", "tock"), 1_000); // in each worker: to its own clients
        // endregion
        lab.advance(1_500);
        assertThat(own.heard()).containsExactly("42[\"tick\",\"tock\"]");
        assertThat(elsewhere.heard()).isEmpty();

        // region ask
        io.in("room").fetchSockets((error, sockets) -> {
            if (error != null) {
                print("not all nodes have responded: " + error.getMessage()); // do without, or ask again
            } else {
                print(sockets.size() + " sockets");
            }
        });
        // endregion
        lab.settle();
        assertThat(told).containsExactly("1 sockets");

        // region disconnect
        io.in("room").disconnectSockets(true);
        // endregion
        lab.settle();
        assertThat(other.engine().clientCount()).isZero();

        SocketIoServer sharded = SocketIoServer.create(lab.node("W3"));
        // region sharded
        sharded.adapter(ShardedRedisAdapter.at(redisUrl)); // Redis 7
        // endregion
        lab.settle();
        MemoryClient third = connect(sharded, "/");
        lab.settle();
        third.forget();
        sharded.emit("tick");
        assertThat(third.heard()).containsExactly("42[\"tick\"]");
    }

    @Test
    @DisplayName(
            "in Node: the same, and a WebSocket alone, an emitter, ids, and a stream that keeps what a client missed")
    void inNode() {
        NodePeer.requirePackages("v4");
        try (EmbeddedRedis redis = RequiredRedis.atLeast(7, "sharded pub/sub of the museum's cures");
                NodePeer cures = NodePeer.start("v4", "cures.js", redis.url())) {
            assertThat(cures.await("sharded hears")).isEqualTo("sharded hears of the sharded adapter");
            assertThat(cures.await("streams hears")).isEqualTo("streams hears of the stream");
            assertThat(cures.await("shown first")).isNotEmpty();
            assertThat(cures.await("shown"))
                    .as("after the first, the same again")
                    .isEqualTo("shown second");
            assertThat(cures.await("adapter hears of")).isEqualTo("adapter hears of an emitter");
            assertThat(cures.await("adapter hears tock")).isNotEmpty();
            assertThat(cures.await("adapter is disconnected")).endsWith("io server disconnect");
            cures.await("done");
        }
    }
}

package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.Dialect;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.ShardedRedisAdapter;
import io.github.fanoutlab.adapter.redis.SubscriptionMode;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every adapter runs unchanged in the virtual world")
class EveryAdapterInTheWorldTest {

    private static final long SECOND = 1_000_000;

    static Stream<AdapterFactory> adapters() {
        RedisAdapter redis = RedisAdapter.at(World.REDIS_URL);
        ShardedRedisAdapter sharded = ShardedRedisAdapter.at(World.REDIS_URL);
        return Stream.of(
                redis.dialect(Dialect.V0_1),
                redis.dialect(Dialect.V5),
                redis,
                sharded.subscriptionMode(SubscriptionMode.STATIC),
                sharded,
                sharded.subscriptionMode(SubscriptionMode.DYNAMIC_PRIVATE));
    }

    @ParameterizedTest
    @MethodSource("adapters")
    @DisplayName("every client receives every emit once, also after a restart of Redis")
    void everybody_hears_everybody_once_also_after_redis_came_back(AdapterFactory adapter) {
        World world = run(adapter, 1);

        List<String> expected = new ArrayList<>();
        for (String event : List.of("all", "room")) {
            for (String emit :
                    List.of("[\"W1\",2]", "[\"W2\",2]", "[\"W3\",2]", "[\"W1\",9]", "[\"W2\",9]", "[\"W3\",9]")) {
                expected.add(event + " " + emit);
            }
        }
        for (String client : List.of("C1", "C2", "C3")) {
            assertThat(world.trace()
                            .events(event -> event.kind() == Kind.DELIVERY
                                    && event.lane().equals(client)))
                    .extracting(event -> event.name() + " " + event.text())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("adapters")
    @DisplayName("the same seed gives the same trace")
    void the_same_seed_gives_the_same_hash(AdapterFactory adapter) {
        assertThat(run(adapter, 42).trace().hash())
                .isEqualTo(run(adapter, 42).trace().hash());
    }

    /** Three workers with a client each; all emit at two seconds and at nine, between which Redis is away for two. */
    private static World run(AdapterFactory adapter, long seed) {
        World world = World.of(WorldOptions.seed(seed));
        for (int i = 1; i <= 3; i++) {
            String worker = "W" + i;
            SocketIoServer io = SocketIoServer.create(world.node(worker)).adapter(adapter);
            io.on("connection", socket -> socket.join("room"));
            io.listen(80);
            for (int second : new int[] {2, 9}) {
                world.at(second * SECOND, worker, () -> {
                    io.emit("all", worker, second);
                    io.to("room").emit("room", worker, second);
                });
            }
            SimNode node = world.node("C" + i);
            new SocketIoClient(node, node, ClientOptions.RECONNECTING)
                    .connect(URI.create("http://" + worker + ":80"), "/");
        }
        world.at(4 * SECOND, "script", () -> world.redis().restart(2 * SECOND));
        world.runUntil(11 * SECOND);
        return world;
    }
}

package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.BroadcastAck;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Broadcasts with acks and requests to other servers, in the virtual world")
class RequestsInTheWorldTest {

    private static final long SECOND = 1_000_000;

    private final Map<String, SocketIoServer> servers = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();

    private World boot(long seed) {
        World world = World.of(WorldOptions.seed(seed));
        for (int i = 1; i <= 3; i++) {
            String name = "W" + i;
            SocketIoServer io = SocketIoServer.create(world.node(name)).adapter(RedisAdapter.at(World.REDIS_URL));
            io.use((socket, next) -> world.node(name).loop().schedule(100, next::proceed));
            io.on("connection", socket -> socket.data().put("server", name));
            io.onServerSide("who", event -> event.ack(name));
            io.listen(80);
            servers.put(name, io);
            SimNode node = world.node("C" + i);
            SocketIoClient client = new SocketIoClient(node, node, ClientOptions.RECONNECTING);
            client.on("question", event -> event.ack("answer of " + node.name()));
            client.connect(URI.create("http://" + name + ":80"), "/");
        }
        return world;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("all workers respond; one that died is neither waited for nor counted")
    void all_answer_and_a_worker_that_died_is_neither_waited_for_nor_counted(long seed) {
        World world = boot(seed);
        SocketIoServer io = servers.get("W1");
        BroadcastAck sorted = (error, answers) -> told.add((error == null ? "" : error.getMessage() + " ")
                + answers.stream().map(answer -> answer.stringValue()).sorted().toList());
        Runnable ask = () -> {
            io.timeout(5_000).emit("question", sorted);
            io.serverSideEmit("who", sorted);
            io.fetchSockets((error, found) -> told.add("found "
                    + found.stream()
                            .map(socket -> socket.data().get("server").stringValue())
                            .sorted()
                            .toList()));
            io.serverCount((error, count) -> told.add("servers " + count));
        };

        world.at(2 * SECOND, "W1", ask);
        world.runUntil(4 * SECOND);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "[answer of C1, answer of C2, answer of C3]", "[W2, W3]", "found [W1, W2, W3]", "servers 3");

        told.clear();
        world.at(5 * SECOND, "script", () -> world.faults().kill("W3"));
        world.at(6 * SECOND, "W1", ask);
        world.runUntil(8 * SECOND);
        assertThat(told)
                .containsExactlyInAnyOrder("[answer of C1, answer of C2]", "[W2]", "found [W1, W2]", "servers 2");
    }
}

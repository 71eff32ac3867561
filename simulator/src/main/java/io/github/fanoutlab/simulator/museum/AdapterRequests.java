package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.world.World;
import java.util.ArrayList;
import java.util.List;

/** What makes requests to all nodes of 1.0+ fail, such as {@code fetchSockets}. */
final class AdapterRequests {

    private AdapterRequests() {}

    static List<Exhibit> exhibits() {
        return List.of(deadNode(), extraSubscriber());
    }

    private static Exhibit deadNode() {
        return new Exhibit(
                "dead-node-stalls-requests",
                "One dead node makes a request to all nodes fail",
                new ExhibitText(
                                "fetchSockets, allSockets, clients() and so on fail with a timeout after five seconds, although"
                                        + " the living nodes responded long ago.",
                                "Redis counts the subscribers, and the requesting node waits for that many"
                                        + " responses. A node that hangs, or that died without Redis noticing, is"
                                        + " counted but does not respond.",
                                "Not fixed. Requests work again once Redis notices that the node is gone. Until then, handle the error.",
                                List.of("socketio/socket.io-redis-adapter#365"))
                        .today("Yes, until Redis notices that the node is gone.", Cure.NODE_ASK, Cure.JAVA_ASK),
                List.of(
                        breaks("@socket.io/redis-adapter 8, a node hangs", () -> deadNode(true)),
                        holds("@socket.io/redis-adapter 8, Redis knows that it has died", () -> deadNode(false))));
    }

    private static ExhibitRun deadNode(boolean hangs) {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        SocketIoServer one = stage.adapter("W1", V8);
        stage.adapter("W2", V8);
        stage.adapter("W3", V8);
        if (hangs) {
            stage.world().faults().pause("W3", 3_600_000_000L);
        } else {
            stage.world().faults().kill("W3");
            stage.pass(1);
        }
        return fetchSockets(stage, one);
    }

    private static ExhibitRun fetchSockets(ExhibitStage stage, SocketIoServer io) {
        List<String> results = new ArrayList<>();
        stage.run(
                "W1",
                "fetchSockets",
                () -> io.toAll()
                        .fetchSockets((error, sockets) ->
                                results.add(error == null ? sockets.size() + " sockets" : error.getMessage())));
        stage.pass(10);
        return stage.result(
                results.stream().noneMatch(result -> result.endsWith("sockets")), "W1 calls fetchSockets: " + results);
    }

    private static Exhibit extraSubscriber() {
        return new Exhibit(
                "extra-subscriber-stalls-requests",
                "One extra subscriber makes all requests time out",
                new ExhibitText(
                                "A developer subscribes to the adapter's channels to see what is published there."
                                        + " From then on, fetchSockets fails on every node.",
                                "PUBSUB NUMSUB counts subscribers, not Socket.IO servers. A response is expected from every"
                                        + " subscriber.",
                                "Not fixed. To watch, use PSUBSCRIBE with a pattern, such as 'socket.io-request*', which NUMSUB"
                                        + " does not count. MONITOR works, too, but it slows Redis down.",
                                List.of("socketio/socket.io-redis-adapter#406"))
                        .today("Yes, as long as somebody else is subscribed.", Cure.NODE_ASK, Cure.JAVA_ASK),
                List.of(
                        breaks("@socket.io/redis-adapter 8, a developer subscribes", () -> extraSubscriber(true)),
                        holds("@socket.io/redis-adapter 8, nobody else subscribes", () -> extraSubscriber(false))));
    }

    private static ExhibitRun extraSubscriber(boolean subscribes) {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        SocketIoServer one = stage.adapter("W1", V8);
        stage.adapter("W2", V8);
        if (subscribes) {
            stage.run("developer", "subscribe", () -> {
                RedisConnection redis = stage.world().node("developer").createRedisClient("sub", World.REDIS_URL);
                redis.subscribe("socket.io-request#/#", (channel, message) -> {}, () -> {});
            });
        }
        return fetchSockets(stage, one);
    }
}

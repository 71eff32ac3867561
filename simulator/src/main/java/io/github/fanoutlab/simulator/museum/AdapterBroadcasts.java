package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V0_1;
import static io.github.fanoutlab.adapter.redis.Dialect.V5;
import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.breaks;
import static io.github.fanoutlab.simulator.museum.ExhibitVersion.holds;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.Emitter;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.ShardedRedisAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.World;
import java.util.List;

/** What a broadcast over the Redis adapter of 1.0+ costs, and where it goes unexpectedly. */
final class AdapterBroadcasts {

    private AdapterBroadcasts() {}

    static List<Exhibit> exhibits() {
        return List.of(everyNamespace(), everyRoom(), ownEmits(), timerOnEveryWorker());
    }

    private static Exhibit everyNamespace() {
        return new Exhibit(
                "every-namespace-reaches-every-node",
                "Nodes receive namespaces that they do not serve",
                new ExhibitText(
                                "A few busy nodes keep all other nodes busy, even nodes that have no client for the"
                                        + " messages.",
                                "socket.io-redis 0.1 subscribes to one pattern, socket.io#*, and publishes to"
                                        + " socket.io#uid. Redis cannot tell the messages apart, so every node"
                                        + " unpacks every message.",
                                "Put the namespace and the room into the channel's name, as later versions do. Then"
                                        + " Redis can filter by namespace, and a node can filter by room before it"
                                        + " unpacks a message.",
                                List.of("socketio/socket.io-redis-adapter#46", "socketio/socket.io-redis-adapter#217"))
                        .today(
                                "No. A node subscribes only to the namespaces that it serves.",
                                Cure.NODE_SERVER,
                                Cure.JAVA_SERVER),
                List.of(
                        breaks("socket.io-redis 0.1", () -> namespaceElsewhere(V0_1)),
                        holds("socket.io-redis 5", () -> namespaceElsewhere(V5)),
                        holds("@socket.io/redis-adapter 8", () -> namespaceElsewhere(V8))));
    }

    private static ExhibitRun namespaceElsewhere(io.github.fanoutlab.adapter.redis.Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        SocketIoServer one = stage.adapter("W1", dialect);
        stage.adapter("W2", dialect);
        stage.run("W1", "serve /chat", () -> one.of("/chat").on("connection", socket -> {}));
        long before = stage.pushedTo("W2");
        stage.run("W1", "emit to /chat", () -> one.of("/chat").emit("data", "payload"));
        long received = stage.pushedTo("W2") - before;
        return stage.result(received > 0, "W1 emits to /chat, which W2 does not serve; W2 receives " + received);
    }

    private static Exhibit everyRoom() {
        return new Exhibit(
                "every-room-reaches-every-node",
                "Nodes receive rooms that none of their clients is in",
                new ExhibitText(
                                "With many small rooms, adding nodes helps little: every node, old or new, receives"
                                        + " every room's messages.",
                                "There is one pattern for each namespace, so Redis sends each message to every node."
                                        + " From socket.io-redis 5 on, a node reads the room in the channel's name"
                                        + " and unpacks only what its clients need, but it still receives every"
                                        + " message.",
                                "The sharded adapter subscribes to a channel for each room that a client of the node"
                                        + " is in. (socket.io-redis 0.2 to 4 also did this. The price is a"
                                        + " subscription for each room.)",
                                List.of(
                                        "socketio/socket.io-redis-adapter#217",
                                        "socketio/socket.io-redis-adapter#510",
                                        "socketio/socket.io-redis-adapter#565"))
                        .today(
                                "Yes, with createAdapter. No, with the sharded adapter over Redis 7.",
                                Cure.NODE_SHARDED,
                                Cure.JAVA_SHARDED),
                List.of(
                        breaks("socket.io-redis 0.1", () -> roomElsewhere(at().dialect(V0_1))),
                        breaks("@socket.io/redis-adapter 8", () -> roomElsewhere(at())),
                        holds(
                                "@socket.io/redis-adapter 8, sharded",
                                () -> roomElsewhere(ShardedRedisAdapter.at(World.REDIS_URL)))));
    }

    private static RedisAdapter at() {
        return RedisAdapter.at(World.REDIS_URL);
    }

    private static ExhibitRun roomElsewhere(AdapterFactory adapter) {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        SocketIoServer one = stage.adapter("W1", adapter);
        stage.adapter("W2", adapter);
        one.on("connection", socket -> socket.join("room"));
        stage.client("C1", "W1");
        long before = stage.pushedTo("W2");
        stage.run("W1", "emit to a room", () -> one.to("room").emit("data", "payload"));
        long received = stage.pushedTo("W2") - before;
        return stage.result(received > 0, "W1 emits to a room that no client of W2 is in; W2 receives " + received);
    }

    private static Exhibit ownEmits() {
        return new Exhibit(
                "master-receives-its-own-emits",
                "A master that only emits gets every message back",
                new ExhibitText(
                                "A process that has no clients and only emits spends as much on receiving as on sending.",
                                "It is a full server, so it subscribes as every server does. Redis sends it all"
                                        + " messages of the other nodes and also its own, which it unpacks only to"
                                        + " find that they are its own.",
                                "Use an emitter (socket.io-emitter, @socket.io/redis-emitter). It publishes, and never subscribes.",
                                List.of())
                        .today(
                                "Yes, if the master is a server. No, if it is an emitter.",
                                Cure.NODE_EMITTER,
                                Cure.JAVA_EMITTER),
                List.of(
                        breaks("socket.io-redis 0.1, the master is a server", () -> master(V0_1)),
                        breaks("@socket.io/redis-adapter 8, the master is a server", () -> master(V8)),
                        holds("@socket.io/redis-adapter 8, the master is an emitter", AdapterBroadcasts::emitter)));
    }

    private static ExhibitRun master(io.github.fanoutlab.adapter.redis.Dialect dialect) {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", dialect);
        SocketIoServer io = stage.adapter("master", dialect);
        return receivedByMaster(stage, () -> io.emit("data", "payload"));
    }

    private static ExhibitRun emitter() {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        stage.adapter("W1", V8);
        Emitter io =
                stage.call("master", "start", () -> Emitter.at(stage.world().node("master"), World.REDIS_URL));
        return receivedByMaster(stage, () -> io.emit("data", "payload"));
    }

    private static ExhibitRun receivedByMaster(ExhibitStage stage, Runnable emit) {
        for (int times = 0; times < 10; times++) {
            stage.run("master", "emit", emit);
        }
        long worker = stage.pushedTo("W1");
        long master = stage.pushedTo("master");
        return stage.result(master > 0, "the master emits 10 times; W1 receives " + worker + ", the master " + master);
    }

    private static Exhibit timerOnEveryWorker() {
        return new Exhibit(
                "timer-runs-on-every-worker",
                "Clients get each message once per worker",
                new ExhibitText(
                                "With one process, everything worked. With four, each client receives each message"
                                        + " four times.",
                                "The program's setInterval runs in every worker, and the adapter carries each"
                                        + " worker's emit to the clients of all workers.",
                                "Emit from one process, such as a master. Or let each process emit to its own"
                                        + " clients only, with io.local.emit.",
                                List.of())
                        .today(
                                "Yes, in every version. The cause is in the program.",
                                Cure.NODE_LOCAL,
                                Cure.JAVA_LOCAL,
                                Cure.NODE_EMITTER,
                                Cure.JAVA_EMITTER),
                List.of(
                        breaks("four workers, io.emit", () -> timers(4, false)),
                        holds("four workers, io.local.emit", () -> timers(4, true)),
                        holds("one worker of four, io.emit", () -> timers(1, false))));
    }

    private static ExhibitRun timers(int emitting, boolean local) {
        ExhibitStage stage = new ExhibitStage(Generation.ADAPTER);
        for (int number = 1; number <= 4; number++) {
            SocketIoServer io = stage.adapter("W" + number, V8);
            if (number <= emitting) {
                stage.run("W" + number, "setInterval", () -> io.setInterval(() -> tick(io, local), 1_000));
            }
        }
        LabClient client = stage.client("C1", "W1");
        stage.run("C1", "listen", () -> client.on("data", event -> {}));
        long before = deliveries(stage);
        stage.pass(10);
        long delivered = deliveries(stage) - before;
        return stage.result(delivered > 10, "in ten seconds, C1 receives " + delivered + " events");
    }

    private static void tick(SocketIoServer io, boolean local) {
        if (local) {
            io.toAll().local().emit("data", "payload");
        } else {
            io.emit("data", "payload");
        }
    }

    private static long deliveries(ExhibitStage stage) {
        return stage.world().trace().count(event -> event.kind() == Kind.DELIVERY);
    }
}

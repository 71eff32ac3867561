package io.github.fanoutlab.simulator.museum;

import static io.github.fanoutlab.adapter.redis.Dialect.V0_1;
import static io.github.fanoutlab.adapter.redis.Dialect.V5;
import static io.github.fanoutlab.adapter.redis.Dialect.V8;
import static io.github.fanoutlab.simulator.museum.Showing.breaks;
import static io.github.fanoutlab.simulator.museum.Showing.holds;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.Emitter;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.ShardedRedisAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.world.World;
import java.util.ArrayList;
import java.util.List;

/** What went wrong, or costs more than it seems, with the Redis adapter of 1.0+. */
final class Adapters {

    private Adapters() {}

    static List<Exhibit> exhibits() {
        return List.of(
                everyNamespace(),
                everyRoom(),
                deadNodeIsAwaited(),
                spyIsCounted(),
                masterHearsItself(),
                sameTimerEverywhere());
    }

    private static Exhibit everyNamespace() {
        return new Exhibit(
                "every-namespace-everywhere",
                "Each node hears the messages of namespaces that it does not serve",
                new Placard(
                        "A few nodes that send a lot keep all others busy, even those that serve nobody concerned.",
                        "socket.io-redis 0.1 subscribes to one pattern, socket.io#*, and publishes to socket.io#uid: Redis"
                                + " cannot tell messages apart, and every node unpacks every one of them.",
                        "Channels that name the namespace and the room, so that Redis, or at least the first look at the"
                                + " channel, can sort them out.",
                        List.of("socketio/socket.io-redis-adapter#46", "socketio/socket.io-redis-adapter#217")),
                List.of(
                        breaks("socket.io-redis 0.1", () -> namespaceElsewhere(V0_1)),
                        holds("socket.io-redis 5", () -> namespaceElsewhere(V5)),
                        holds("@socket.io/redis-adapter 8", () -> namespaceElsewhere(V8))));
    }

    private static Sighting namespaceElsewhere(io.github.fanoutlab.adapter.redis.Dialect dialect) {
        Hall hall = new Hall();
        SocketIoServer one = hall.modern("W1", dialect);
        hall.modern("W2", dialect);
        hall.tell("W1", "serve /chat", () -> one.of("/chat").on("connection", socket -> {}));
        long before = hall.pushedTo("W2");
        hall.tell("W1", "emit to /chat", () -> one.of("/chat").emit("data", "payload"));
        long heard = hall.pushedTo("W2") - before;
        return hall.sighting(heard > 0, "W1 emits to /chat, which W2 does not serve; W2 hears " + heard);
    }

    private static Exhibit everyRoom() {
        return new Exhibit(
                "every-room-everywhere",
                "Each node hears what is emitted to rooms that nobody on it is in",
                new Placard(
                        "With many small rooms, a new node takes its share of the clients and nothing off the load: it hears"
                                + " every room's messages, as all others do.",
                        "One pattern for each namespace: Redis hands each message to every node. From socket.io-redis 5 on a"
                                + " node looks at the room in the channel's name before it unpacks the message, but it hears it.",
                        "The sharded adapter joins a channel for each room that somebody is in. (socket.io-redis 0.2 to 4 did so,"
                                + " too, and paid with a subscription for each room.)",
                        List.of(
                                "socketio/socket.io-redis-adapter#217",
                                "socketio/socket.io-redis-adapter#510",
                                "socketio/socket.io-redis-adapter#565")),
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

    private static Sighting roomElsewhere(AdapterFactory adapter) {
        Hall hall = new Hall();
        SocketIoServer one = hall.modern("W1", adapter);
        hall.modern("W2", adapter);
        one.on("connection", socket -> socket.join("room"));
        hall.client(Generation.ADAPTER, "C1", "W1");
        long before = hall.pushedTo("W2");
        hall.tell("W1", "emit to a room", () -> one.to("room").emit("data", "payload"));
        long heard = hall.pushedTo("W2") - before;
        return hall.sighting(heard > 0, "W1 emits to a room that nobody on W2 is in; W2 hears " + heard);
    }

    private static Exhibit deadNodeIsAwaited() {
        return new Exhibit(
                "dead-node-awaited",
                "A question to all nodes fails because one of them is dead",
                new Placard(
                        "fetchSockets, allSockets, clients() and so on fail with a timeout after five seconds, though the nodes"
                                + " that live have long answered.",
                        "The asking node waits for as many answers as Redis counts subscribers. A node that hangs, or has died"
                                + " so that Redis has not noticed, is counted and does not answer.",
                        "It passes when Redis notices; until then, expect the error.",
                        List.of("socketio/socket.io-redis-adapter#365")),
                List.of(
                        breaks("@socket.io/redis-adapter 8, a node hangs", () -> question(true)),
                        holds("@socket.io/redis-adapter 8, Redis knows that it is gone", () -> question(false))));
    }

    private static Sighting question(boolean hangs) {
        Hall hall = new Hall();
        SocketIoServer one = hall.modern("W1", V8);
        hall.modern("W2", V8);
        hall.modern("W3", V8);
        if (hangs) {
            hall.world().pause("W3", 3_600_000_000L);
        } else {
            hall.world().kill("W3");
            hall.pass(1);
        }
        return asked(hall, one);
    }

    private static Sighting asked(Hall hall, SocketIoServer io) {
        List<String> answers = new ArrayList<>();
        hall.tell(
                "W1",
                "fetchSockets",
                () -> io.toAll()
                        .fetchSockets((error, sockets) -> answers.add(
                                error == null ? "answered: " + sockets.size() + " sockets" : error.getMessage())));
        hall.pass(10);
        return hall.sighting(
                answers.stream().noneMatch(answer -> answer.startsWith("answered")), "W1 asks all: " + answers);
    }

    private static Exhibit spyIsCounted() {
        return new Exhibit(
                "spy-is-counted",
                "Somebody looks at the request channel, and all questions time out",
                new Placard(
                        "A developer subscribes to the adapter's channels to see what is said there; from then on fetchSockets"
                                + " fails on every node.",
                        "PUBSUB NUMSUB counts subscribers, not Socket.IO servers: whoever listens is expected to answer.",
                        "Not fixed. Use MONITOR to look, which subscribes to nothing.",
                        List.of("socketio/socket.io-redis-adapter#406")),
                List.of(
                        breaks("@socket.io/redis-adapter 8, somebody subscribes", () -> spied(true)),
                        holds("@socket.io/redis-adapter 8, nobody does", () -> spied(false))));
    }

    private static Sighting spied(boolean spy) {
        Hall hall = new Hall();
        SocketIoServer one = hall.modern("W1", V8);
        hall.modern("W2", V8);
        if (spy) {
            hall.tell("spy", "subscribe", () -> {
                RedisConnection redis = hall.world().node("spy").createRedisClient("sub", World.REDIS_URL);
                redis.subscribe("socket.io-request#/#", (channel, message) -> {}, () -> {});
            });
        }
        return asked(hall, one);
    }

    private static Exhibit masterHearsItself() {
        return new Exhibit(
                "master-hears-itself",
                "A master that only emits gets every message back",
                new Placard(
                        "A process that serves no client and only emits is as busy receiving as sending.",
                        "It is a full server: it subscribes as all do, and Redis hands it each of its own messages, which it"
                                + " unpacks to see that they are its own; and everybody else's, too.",
                        "An emitter (socket.io-emitter, @socket.io/redis-emitter) publishes and subscribes to nothing.",
                        List.of()),
                List.of(
                        breaks("socket.io-redis 0.1, the master is a server", () -> master(V0_1)),
                        breaks("@socket.io/redis-adapter 8, the master is a server", () -> master(V8)),
                        holds("@socket.io/redis-adapter 8, the master is an emitter", Adapters::emitter)));
    }

    private static Sighting master(io.github.fanoutlab.adapter.redis.Dialect dialect) {
        Hall hall = new Hall();
        hall.modern("W1", dialect);
        SocketIoServer io = hall.modern("master", dialect);
        return heardByMaster(hall, () -> io.emit("data", "payload"));
    }

    private static Sighting emitter() {
        Hall hall = new Hall();
        hall.modern("W1", V8);
        Emitter io =
                hall.inTurnOf("master", "start", () -> Emitter.at(hall.world().node("master"), World.REDIS_URL));
        return heardByMaster(hall, () -> io.emit("data", "payload"));
    }

    private static Sighting heardByMaster(Hall hall, Runnable emit) {
        for (int times = 0; times < 10; times++) {
            hall.tell("master", "emit", emit);
        }
        long worker = hall.pushedTo("W1");
        long master = hall.pushedTo("master");
        return hall.sighting(
                master > 0, "the master emits 10 times: W1 hears " + worker + ", the master itself " + master);
    }

    private static Exhibit sameTimerEverywhere() {
        return new Exhibit(
                "same-timer-everywhere",
                "Every worker runs the same timer, and clients get everything four times",
                new Placard(
                        "On one process all was well; on a cluster of four each client gets each message four times.",
                        "The program's setInterval runs in every worker, and with the adapter each one's emit reaches the"
                                + " clients of all.",
                        "Emit from one process, such as a master; or locally, io.local.emit, from each.",
                        List.of()),
                List.of(
                        breaks("four workers, io.emit", () -> timers(4, false)),
                        holds("four workers, io.local.emit", () -> timers(4, true)),
                        holds("one of them, io.emit", () -> timers(1, false))));
    }

    private static Sighting timers(int emitting, boolean local) {
        Hall hall = new Hall();
        for (int number = 1; number <= 4; number++) {
            SocketIoServer io = hall.modern("W" + number, V8);
            if (number <= emitting) {
                hall.tell("W" + number, "setInterval", () -> io.setInterval(() -> tick(io, local), 1_000));
            }
        }
        LabClient client = hall.client(Generation.ADAPTER, "C1", "W1");
        hall.tell("C1", "listen", () -> client.on("data", event -> {}));
        long before = deliveries(hall);
        hall.pass(10);
        long handed = deliveries(hall) - before;
        return hall.sighting(handed > 10, "in ten seconds, C1 was handed " + handed + " events");
    }

    private static void tick(SocketIoServer io, boolean local) {
        if (local) {
            io.toAll().local().emit("data", "payload");
        } else {
            io.emit("data", "payload");
        }
    }

    private static long deliveries(Hall hall) {
        return hall.world().trace().count(event -> event.kind() == Kind.DELIVERY);
    }
}

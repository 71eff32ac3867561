package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.protocol.Packet;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.RedisPort;
import io.github.fanoutlab.adapter.redis.ShardedRedisAdapter;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.redis.codec.MessagePackDecoder;
import io.github.fanoutlab.adapter.redis.codec.MessagePackEncoder;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.adapter.server.BroadcastOptions;
import io.github.fanoutlab.adapter.server.MemoryAdapter;
import io.github.fanoutlab.adapter.server.Namespace;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The grader of chapter 17: the reader says which room has which channel on Redis. Twelve servers carry 24 games of four players each,
 * who sit at four servers; somebody speaks to everybody, and sometimes to a single player.
 */
public final class SubscriptionPlan {

    /** The name of the room that everybody is in. */
    public static final String EVERYBODY = "";

    /** What the reader writes. */
    public interface Plan {

        /**
         * The channel on which a message to {@code room} is published.
         *
         * @param room {@code game-7}; the id of a socket, which is alone in the room of that name; or {@link #EVERYBODY}
         */
        String channelOf(String room);

        /** The channels that a server needs whose clients are in these rooms; {@link #EVERYBODY} is always among them. */
        default Set<String> subscriptions(Set<String> rooms) {
            Set<String> channels = new LinkedHashSet<>();
            rooms.forEach(room -> channels.add(channelOf(room)));
            return channels;
        }
    }

    private static final int SERVERS = 12;
    private static final int PLAYERS_EACH = 8;
    private static final int GAMES = 24;
    private static final int EMITS_OF_EACH_GAME = 5;
    private static final int PRIVATE_EMITS = 10;

    /** Messages from Redis to servers, for all emits of one second. */
    private static final long MOST_MESSAGES = 800;

    /** Subscriptions of all servers together. */
    private static final int MOST_SUBSCRIPTIONS = 130;

    /** Judges a plan. */
    public Grade grade(Plan plan) {
        for (String room : List.of(EVERYBODY, "game-7", "P1")) {
            if (plan.channelOf(room) == null) {
                return Grade.notYet("channelOf(\"" + room + "\") returned null. Every room needs a channel, also "
                        + (room.equals(EVERYBODY) ? "that of everybody." : "this one."));
            }
        }
        Servers servers = new Servers(Planned.factory(plan));
        for (int server = 1; server <= SERVERS; server++) {
            servers.start("S" + server);
        }
        for (int player = 0; player < SERVERS * PLAYERS_EACH; player++) {
            servers.connect("P" + player, "S" + (player % SERVERS + 1), "game-" + game(player));
        }
        servers.pass();
        int subscriptions =
                servers.planned.stream().mapToInt(each -> each.channels.size()).sum();
        Map<String, Long> pushed = new LinkedHashMap<>();
        pushed.put("to everybody", servers.pushed(() -> servers.emit("S1", EVERYBODY)));
        int heard = servers.heard();
        if (heard != SERVERS * PLAYERS_EACH) {
            return Grade.notYet("A message to everybody reached " + heard + " of " + SERVERS * PLAYERS_EACH
                    + " players. It was published on the channel \"" + plan.channelOf(EVERYBODY)
                    + "\". Do all servers subscribe to that?");
        }
        pushed.put("to games", 0L);
        for (int emit = 0; emit < GAMES * EMITS_OF_EACH_GAME; emit++) {
            String game = "game-" + emit % GAMES;
            String from = "S" + (emit * 7 % SERVERS + 1);
            pushed.merge("to games", servers.pushed(() -> servers.emit(from, game)), Long::sum);
            int players = servers.heard();
            if (players != SERVERS * PLAYERS_EACH / GAMES) {
                return Grade.notYet("A message to " + game + " reached " + players + " of its "
                        + SERVERS * PLAYERS_EACH / GAMES + " players. It was published on \"" + plan.channelOf(game)
                        + "\". Does a server with a player of it subscribe to that?");
            }
        }
        pushed.put("to one player", 0L);
        for (int emit = 0; emit < PRIVATE_EMITS; emit++) {
            String player = servers.clients.get("P" + emit * 9).id();
            pushed.merge("to one player", servers.pushed(() -> servers.emit("S5", player)), Long::sum);
            if (servers.heard() != 1) {
                return Grade.notYet("A message to a single player, io.to(socket.id), did not reach that player. It was"
                        + " published on \"" + plan.channelOf(player) + "\". Which server subscribes to that?");
            }
        }
        long messages = pushed.values().stream().mapToLong(Long::longValue).sum();
        Grade verdict = verdict(messages, subscriptions);
        return verdict.passed() ? verdict : verdict.drawn(table(pushed, messages, subscriptions));
    }

    /** The players of a game sit at four servers. */
    private static int game(int player) {
        int row = player / SERVERS;
        int seat = player % SERVERS;
        return row % 2 * SERVERS + (seat + row / 2 * 3) % SERVERS;
    }

    private static Grade verdict(long messages, int subscriptions) {
        boolean tooMany = messages > MOST_MESSAGES;
        if (tooMany && subscriptions > MOST_SUBSCRIPTIONS) {
            return Grade.notYet(
                    "Everything arrives, and both cost too much. More channels bring fewer messages, but only where"
                            + " a channel's messages are for few servers. For which rooms is that so?");
        }
        if (tooMany) {
            return Grade.notYet(
                    "Everything arrives, and Redis pushes too much: servers get messages for rooms that none of"
                            + " their clients is in, unpack them and throw them away. Which of the three kinds costs most?");
        }
        if (subscriptions > MOST_SUBSCRIPTIONS) {
            return Grade.notYet(
                    "Everything arrives, and only where it is wanted. But the servers have too many subscriptions."
                            + " Every socket is in a room of its own. How often does anybody speak to that one?");
        }
        return Grade.right("Everything arrives, with " + messages + " messages a second and " + subscriptions
                + " subscriptions. A room that is spoken to often and lives on few servers is worth a channel.");
    }

    private static String table(Map<String, Long> pushed, long messages, int subscriptions) {
        StringBuilder text = new StringBuilder("Redis to servers, in a second:\n");
        pushed.forEach((kind, count) -> text.append(String.format(Locale.ROOT, "%-18s%8d%n", kind, count)));
        text.append(String.format(Locale.ROOT, "%-18s%8d   at most %d%n", "together", messages, MOST_MESSAGES));
        text.append(String.format(
                Locale.ROOT, "%-18s%8d   at most %d%n", "subscriptions", subscriptions, MOST_SUBSCRIPTIONS));
        return text.toString();
    }

    /**
     * What Redis pushes to so many servers in a second, if each emits once: to a room whose two members are at this server and the
     * next one, and, on the other hand, to everybody.
     */
    public static Experiment cost(int... sizes) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-9s%22s%22s%22s%n",
                "servers",
                "Redis adapter, rooms",
                "sharded, rooms",
                "sharded, everybody"));
        for (int size : sizes) {
            long whole = pushed(RedisAdapter.at(World.REDIS_URL), size, true);
            long sharded = pushed(ShardedRedisAdapter.at(World.REDIS_URL), size, true);
            long everybody = pushed(ShardedRedisAdapter.at(World.REDIS_URL), size, false);
            numbers.put("rooms-" + size, whole);
            numbers.put("sharded-" + size, sharded);
            numbers.put("everybody-" + size, everybody);
            text.append(String.format(Locale.ROOT, "%-9d%22d%22d%22d%n", size, whole, sharded, everybody));
        }
        return new Experiment(numbers, text.toString());
    }

    private static long pushed(AdapterFactory adapter, int size, boolean toRooms) {
        Servers servers = new Servers(adapter);
        for (int server = 1; server <= size; server++) {
            servers.start("S" + server);
        }
        for (int server = 1; server <= size; server++) {
            servers.connect("A" + server, "S" + server, "room-" + server);
            servers.connect("B" + server, "S" + (server % size + 1), "room-" + server);
        }
        servers.pass();
        return servers.pushed(() -> {
            for (int server = 1; server <= size; server++) {
                servers.emit("S" + server, toRooms ? "room-" + server : EVERYBODY);
            }
        });
    }

    /**
     * One number of {@link #cost}.
     *
     * @param adapter what the servers have, as people call it
     * @param toRooms whether each emits to its room; otherwise to everybody
     */
    public static Experiment emits(int size, String adapter, boolean toRooms) {
        AdapterFactory factory =
                adapter.equals("sharded") ? ShardedRedisAdapter.at(World.REDIS_URL) : RedisAdapter.at(World.REDIS_URL);
        long messages = pushed(factory, size, toRooms);
        return new Experiment(
                Map.of("messages", messages),
                String.format(
                        Locale.ROOT,
                        "%d servers emit once a second, each to %s:%nRedis pushes %d messages a second to servers",
                        size,
                        toRooms ? "a room" : "everybody",
                        messages));
    }

    /** Real servers and clients in a world. */
    private static final class Servers {

        private final SimStage stage = new SimStage(RedisDialect.usual(Generation.ADAPTER), 42);
        private final World world = stage.world();
        private final Map<String, SocketIoServer> servers = new TreeMap<>();
        private final Map<String, LabClient> clients = new LinkedHashMap<>();
        private final List<Planned> planned = new ArrayList<>();
        private final AdapterFactory adapter;
        private int heard;

        Servers(AdapterFactory adapter) {
            this.adapter = adapter instanceof Planned.Factory plan ? plan.listedIn(planned) : adapter;
        }

        void start(String name) {
            SimNode node = world.node(name);
            stage.inTurnOf(name, "start", () -> {
                SocketIoServer io = SocketIoServer.create(node);
                io.adapter(adapter);
                io.on("connection", socket -> socket.on("join", event -> socket.join(event.string(0))));
                io.listen(SimStage.PORT);
                servers.put(name, io);
            });
        }

        void connect(String name, String server, String room) {
            SimNode node = world.node(name);
            stage.inTurnOf(name, "connect", () -> {
                LabClient client = Programs.client(Generation.ADAPTER, node, node);
                client.on("data", event -> heard++);
                client.emit("join", room);
                client.connect(SimStage.urlOf(server), "/");
                clients.put(name, client);
            });
        }

        void emit(String server, String room) {
            stage.inTurnOf(server, "emit", () -> {
                SocketIoServer io = servers.get(server);
                if (room.equals(EVERYBODY)) {
                    io.emit("data", "payload");
                } else {
                    io.to(room).emit("data", "payload");
                }
            });
        }

        /** How many messages Redis pushes to servers because of {@code emits}. */
        long pushed(Runnable emits) {
            heard = 0;
            long before = world.redis().model().messagesDelivered();
            emits.run();
            pass();
            return world.redis().model().messagesDelivered() - before;
        }

        int heard() {
            return heard;
        }

        void pass() {
            world.runToQuiescence(world.nowMicros() + 20_000_000);
        }
    }

    /** The adapter of chapter 9, with the channels of a plan. */
    private static final class Planned extends MemoryAdapter {

        private final Namespace namespace;
        private final RedisPort redis;
        private final Plan plan;
        private final String uid;
        private Set<String> channels = Set.of();

        Planned(Namespace namespace, RedisPort redis, Plan plan) {
            super(namespace);
            this.namespace = namespace;
            this.redis = redis;
            this.plan = plan;
            this.uid = namespace.ports().name();
            subscribe();
        }

        private record Factory(Plan plan, List<Planned> made) implements AdapterFactory {

            Factory listedIn(List<Planned> list) {
                return new Factory(plan, list);
            }

            @Override
            public Adapters open(io.github.fanoutlab.platform.node.NodePorts ports) {
                return RedisPort.adapters(World.REDIS_URL, (namespace, redis) -> {
                            Planned planned = new Planned(namespace, redis, plan);
                            made.add(planned);
                            return planned;
                        })
                        .open(ports);
            }
        }

        static Factory factory(Plan plan) {
            return new Factory(plan, new ArrayList<>());
        }

        private void subscribe() {
            Set<String> rooms = new LinkedHashSet<>(allRooms());
            rooms.add(EVERYBODY);
            Set<String> wanted = new LinkedHashSet<>(plan.subscriptions(rooms));
            for (String channel : wanted) {
                if (!channels.contains(channel)) {
                    redis.subscribe(channel, this::onMessage);
                }
            }
            for (String channel : channels) {
                if (!wanted.contains(channel)) {
                    redis.unsubscribe(channel);
                }
            }
            channels = wanted;
        }

        @Override
        public void addAll(String socketId, List<String> joined) {
            super.addAll(socketId, joined);
            subscribe();
        }

        @Override
        public void broadcast(Packet packet, BroadcastOptions options) {
            String room = options.rooms().isEmpty()
                    ? EVERYBODY
                    : options.rooms().iterator().next();
            ArrayNode message = JsonNodeFactory.instance.arrayNode();
            message.add(uid).add(MessageCodec.packet(packet)).add(MessageCodec.options(options));
            redis.publish(plan.channelOf(room), MessagePackEncoder.encode(message));
            super.broadcast(packet, options);
        }

        private void onMessage(String channel, byte[] payload) {
            JsonNode message = MessagePackDecoder.decode(payload);
            if (!message.get(0).stringValue().equals(uid)) {
                super.broadcast(
                        MessageCodec.readPacket(message.get(1), namespace.name()),
                        MessageCodec.readOptions(message.get(2)));
            }
        }
    }
}

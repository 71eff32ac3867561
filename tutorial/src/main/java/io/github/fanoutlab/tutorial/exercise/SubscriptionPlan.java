package io.github.fanoutlab.tutorial.exercise;

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
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private static final int PLAYERS_OF_A_GAME = SERVERS * PLAYERS_EACH / GAMES;

    /** The room of a single player. */
    private static final String SINGLE = "a single player";

    /** Messages from Redis to servers, for all emits of one second. */
    private static final long MAX_MESSAGES = 800;

    /** Subscriptions of all servers together. */
    private static final int MAX_SUBSCRIPTIONS = 130;

    /** Judges a plan. */
    public Grade grade(Plan plan) {
        List<String> rooms = new ArrayList<>(List.of(EVERYBODY, "rQkrRKFHfd8zgVGTAAAB"));
        IntStream.range(0, GAMES).forEach(game -> rooms.add("game-" + game));
        for (String room : rooms) {
            if (plan.channelOf(room) == null) {
                return Grade.notYet("channelOf(\"" + room + "\") returned null. Every room needs a channel, including "
                        + (room.equals(EVERYBODY) ? "the room of everybody." : "this one."));
            }
        }
        List<Planned> planned = new ArrayList<>();
        Servers servers = new Servers("/");
        for (int server = 1; server <= SERVERS; server++) {
            servers.start("S" + server, Planned.factory(plan, planned));
        }
        for (int player = 0; player < SERVERS * PLAYERS_EACH; player++) {
            servers.connect("P" + player, "S" + (player % SERVERS + 1), "game-" + game(player));
        }
        servers.pass();
        int subscriptions =
                planned.stream().mapToInt(each -> each.channels.size()).sum();
        Map<String, Long> pushed = new LinkedHashMap<>();
        pushed.put("to everybody", servers.pushed(() -> emit(servers, "S1", EVERYBODY)));
        int heard = servers.heard();
        if (heard != SERVERS * PLAYERS_EACH) {
            return Small.of(plan)
                    .emit(EVERYBODY)
                    .notYet("A message to everybody reached " + heard + " of " + SERVERS * PLAYERS_EACH
                            + " players. It was published on the channel \"" + plan.channelOf(EVERYBODY)
                            + "\". Do all servers subscribe to that channel?");
        }
        pushed.put("to games", 0L);
        for (int emit = 0; emit < GAMES * EMITS_OF_EACH_GAME; emit++) {
            String game = "game-" + emit % GAMES;
            String from = "S" + (emit * 7 % SERVERS + 1);
            pushed.merge("to games", servers.pushed(() -> emit(servers, from, game)), Long::sum);
            int players = servers.heard();
            if (players != PLAYERS_OF_A_GAME) {
                return Small.of(plan)
                        .emit(game)
                        .notYet("A message to " + game + " reached " + players + " of its " + PLAYERS_OF_A_GAME
                                + " players. It was published on \"" + plan.channelOf(game)
                                + "\". Does every server with a player of that game subscribe to that channel?");
            }
        }
        pushed.put("to one player", 0L);
        for (int emit = 0; emit < PRIVATE_EMITS; emit++) {
            String player = servers.socketOf("P" + emit * 9);
            pushed.merge("to one player", servers.pushed(() -> emit(servers, "S5", player)), Long::sum);
            if (servers.heard() != 1) {
                return Small.of(plan)
                        .emit(SINGLE)
                        .notYet("A message to a single player, io.to(socket.id), did not reach that player. It was"
                                + " published on \"" + plan.channelOf(player)
                                + "\". Which server subscribes to that channel?");
            }
        }
        return verdict(plan, pushed, subscriptions);
    }

    private static void emit(Servers servers, String server, String room) {
        servers.emit(server, room.equals(EVERYBODY) ? "emits to everybody" : "emits to " + room, io -> {
            if (room.equals(EVERYBODY)) {
                io.emit("data", "payload");
            } else {
                io.to(room).emit("data", "payload");
            }
        });
    }

    /** The players of a game sit at four servers. */
    private static int game(int player) {
        int row = player / SERVERS;
        int seat = player % SERVERS;
        return row % 2 * SERVERS + (seat + row / 2 * 3) % SERVERS;
    }

    private static Grade verdict(Plan plan, Map<String, Long> pushed, int subscriptions) {
        long messages = pushed.values().stream().mapToLong(Long::longValue).sum();
        String counted = table(pushed, messages, subscriptions);
        boolean tooMany = messages > MAX_MESSAGES;
        if (tooMany && subscriptions > MAX_SUBSCRIPTIONS) {
            return Small.of(plan)
                    .inVain()
                    .under(counted)
                    .notYet(
                            "Everything arrives, but there are too many messages, and too many subscriptions. More channels"
                                    + " bring fewer messages only where a channel's messages are for few servers. For which rooms is that"
                                    + " true?");
        }
        if (tooMany) {
            return Small.of(plan)
                    .inVain()
                    .under(counted)
                    .notYet(
                            "Everything arrives, but Redis pushes too much. Servers get messages for rooms that none of their"
                                    + " clients is in, decode them and drop them. Which of the three kinds of messages costs most?");
        }
        if (subscriptions > MAX_SUBSCRIPTIONS) {
            return Small.of(plan)
                    .subscribing()
                    .under(counted)
                    .notYet(
                            "Everything arrives, and only where it is wanted. But the servers have too many subscriptions."
                                    + " Every socket is in a room of its own. How often does anybody emit to such a room?");
        }
        return Grade.right("Everything arrives, with " + messages + " messages a second and " + subscriptions
                + " subscriptions. " + praise(plan, pushed.get("to games")));
    }

    /** What is good about a plan, by what it costs. */
    private static String praise(Plan plan, long toGames) {
        long channels = IntStream.range(0, GAMES)
                .mapToObj(game -> plan.channelOf("game-" + game))
                .distinct()
                .count();
        long inVain =
                toGames - (long) GAMES * EMITS_OF_EACH_GAME * PLAYERS_OF_A_GAME; // each player sits at another server
        if (channels == GAMES) {
            return "Each game has a channel of its own. A room with many messages and few servers is worth that."
                    + " Node's sharded adapter does the same, and calls it dynamic: each room has a channel, except the"
                    + " rooms of single sockets.";
        }
        String shared = "The " + GAMES + " games share " + channels + " channels, so there are fewer subscriptions. ";
        return shared
                + (inVain == 0
                        ? "And it costs no extra message, because the games on one channel sit at the same servers. Your plan"
                                + " knows where they sit. One channel for each game would work without that knowledge."
                        : "The price: " + inVain
                                + " messages a second come to a server without a player of that game.");
    }

    private static String table(Map<String, Long> pushed, long messages, int subscriptions) {
        StringBuilder text = new StringBuilder("Redis to servers, in a second:\n");
        pushed.forEach((kind, count) -> text.append(String.format(Locale.ROOT, "%-18s%8d%n", kind, count)));
        text.append(String.format(Locale.ROOT, "%-18s%8d   at most %d%n", "together", messages, MAX_MESSAGES));
        text.append(String.format(
                Locale.ROOT, "%-18s%8d   at most %d%n", "subscriptions", subscriptions, MAX_SUBSCRIPTIONS));
        return text.toString();
    }

    /**
     * The same plan in the smallest cluster in which it can do harm: P1 and P2 play a game at S1 and S2, and P3 plays another one
     * at S3. These two have one channel, if any two games at different servers have.
     */
    private record Small(Plan plan, Servers servers, String game, long begunMicros) {

        static Small of(Plan plan) {
            for (int one = 0; one < GAMES; one++) {
                for (int two = one + 1; two < GAMES; two++) {
                    boolean together = plan.channelOf("game-" + one).equals(plan.channelOf("game-" + two));
                    if (together && two % SERVERS != one % SERVERS) {
                        return of(plan, "game-" + one, "game-" + two);
                    }
                }
            }
            return of(plan, "game-7", "game-8");
        }

        private static Small of(Plan plan, String game, String other) {
            Servers servers = new Servers("/");
            List.of("S1", "S2", "S3")
                    .forEach(server -> servers.start(server, Planned.factory(plan, new ArrayList<>())));
            servers.pass();
            long begun = servers.nowMicros();
            servers.connect("P1", "S1", game);
            servers.connect("P2", "S2", game);
            servers.connect("P3", "S3", other);
            servers.pass();
            return new Small(plan, servers, game, begun);
        }

        /** S1 emits to a room. */
        OneRun emit(String room) {
            String to = room.equals(SINGLE) ? servers.socketOf("P2") : room.equals(EVERYBODY) ? EVERYBODY : game;
            Set<String> wanted = room.equals(SINGLE)
                    ? Set.of("S2")
                    : room.equals(EVERYBODY) ? Set.of("S1", "S2", "S3") : Set.of("S1", "S2");
            long begun = servers.nowMicros();
            SubscriptionPlan.emit(servers, "S1", to);
            servers.pass();
            Trace trace = servers.trace();
            Set<Long> path = OneRun.pathOf(trace, event -> event.timeMicros() >= begun);
            String inVain = trace.events(event -> path.contains(event.id()) && event.isMessage()).stream()
                    .map(TraceEvent::lane)
                    .filter(server -> !wanted.contains(server) && !server.equals("S1"))
                    .distinct()
                    .collect(Collectors.joining(" and "));
            return OneRun.of(
                    trace,
                    servers.lanes(),
                    begun,
                    event -> !path.contains(event.id())
                            ? ""
                            : event.kind() == Kind.EMIT ? event.text() : OneRun.words(trace, event),
                    inVain.isEmpty()
                            ? "a server whose client is in that room has not subscribed to its channel"
                            : inVain + " gets what is for others: none of its clients is in that room");
        }

        /** The first emit that reaches a server for nothing. */
        OneRun inVain() {
            OneRun toGame = emit(game);
            return toGame.cause().contains("for others") ? toGame : emit(SINGLE);
        }

        /** What is subscribed to when the three players come. */
        OneRun subscribing() {
            Trace trace = servers.trace();
            return OneRun.of(
                    trace,
                    servers.lanes(),
                    begunMicros,
                    event -> event.timeMicros() >= begunMicros && event.is(Kind.REDIS_HANDLED, "SUBSCRIBE")
                            ? OneRun.words(trace, event)
                            : "",
                    "each player costs its server a subscription of its own");
        }
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
        Servers servers = new Servers("/");
        for (int server = 1; server <= size; server++) {
            servers.start("S" + server, adapter);
        }
        for (int server = 1; server <= size; server++) {
            servers.connect("A" + server, "S" + server, "room-" + server);
            servers.connect("B" + server, "S" + (server % size + 1), "room-" + server);
        }
        servers.pass();
        return servers.pushed(() -> {
            for (int server = 1; server <= size; server++) {
                emit(servers, "S" + server, toRooms ? "room-" + server : EVERYBODY);
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

        /** Each adapter that is made is added to {@code made}. */
        static AdapterFactory factory(Plan plan, List<Planned> made) {
            return RedisPort.adapters(World.REDIS_URL, (namespace, redis) -> {
                Planned planned = new Planned(namespace, redis, plan);
                made.add(planned);
                return planned;
            });
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

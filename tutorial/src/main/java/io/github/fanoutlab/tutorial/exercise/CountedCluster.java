package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.redis.codec.MessageCodec;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Servers with a client each, in a world in which a message to Redis takes a millisecond, of which one asks for the clients of all. A
 * client of the second server is in the room {@code red}.
 */
public final class CountedCluster {

    /** From here on, nobody waits any more. */
    private static final long AT_MOST_MILLIS = 60_000;

    /** What becomes of one server before the count. */
    public enum Trouble {
        NONE,
        /** Its process is killed: its connections end. */
        KILLED,
        /** Its process is suspended, for two minutes: its connections stay. */
        SUSPENDED
    }

    /** What the caller was told: after how long, with which error ({@code ""} for none), and how many clients. */
    record Told(long afterMillis, String error, int clients) {

        String words() {
            return error.isEmpty() ? CountedCluster.clients(clients) : "an error";
        }
    }

    private final TestLab lab = new TestLab(0, 1);
    private final List<MemoryClient> clients = new ArrayList<>();
    private final Map<String, SocketIoServer> servers = new LinkedHashMap<>();
    private long askedMicros;

    CountedCluster(int size, Function<String, AdapterFactory> adapters) {
        for (int number = 1; number <= size; number++) {
            SocketIoServer io = SocketIoServer.create(lab.node("W" + number));
            io.adapter(adapters.apply(World.REDIS_URL));
            boolean joins = number == 2;
            io.on("connection", socket -> {
                if (joins) {
                    socket.join("red");
                }
            });
            servers.put("W" + number, io);
        }
        lab.advance(20);
        servers.values().forEach(this::client);
        lab.advance(20);
        clients.forEach(MemoryClient::forget);
    }

    /** Servers of which the first and every other have {@code mine}, and the rest the real adapter. */
    static CountedCluster mixed(int size, Function<String, AdapterFactory> mine) {
        int[] made = {0};
        return new CountedCluster(size, redis -> made[0]++ % 2 == 0 ? mine.apply(redis) : RedisAdapter.at(redis));
    }

    private void client(SocketIoServer io) {
        MemoryClient client = MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=4&transport=websocket");
        client.say("40");
        clients.add(client);
    }

    SocketIoServer server(String name) {
        return servers.get(name);
    }

    /** The server that is about to do what the {@code words} say, which is written into the trace. */
    SocketIoServer does(String server, String words) {
        lab.node(server).record(Kind.EMIT, "", "", words);
        return servers.get(server);
    }

    List<String> names() {
        return List.copyOf(servers.keySet());
    }

    long nowMicros() {
        return lab.world().nowMicros();
    }

    /** Whether the connection of a server's client is up, whatever namespaces the client is in. */
    boolean isOpen(String server) {
        return clients.get(names().indexOf(server)).isOpen();
    }

    /** What happens between the servers from {@code beginMicros} on: requests, responses, and who is told what. */
    OneRun shown(long beginMicros, String cause) {
        Trace trace = lab.world().trace();
        return OneRun.of(
                trace,
                OneRun.lanes(names(), List.of()),
                beginMicros,
                event -> event.timeMicros() < beginMicros ? "" : words(trace, event),
                cause);
    }

    /** What follows from what was done at {@code beginMicros}; it has happened when this returns. */
    OneRun shownSince(long beginMicros) {
        lab.advance(20);
        return shown(beginMicros, "");
    }

    /** The same without the arrivals, for several requests at once. */
    OneRun shownInShort(long beginMicros, String cause) {
        Trace trace = lab.world().trace();
        return OneRun.of(
                trace,
                OneRun.lanes(names(), List.of()),
                beginMicros,
                event -> event.timeMicros() < beginMicros
                                || event.lane().equals("redis") && !event.publishes()
                                || event.kind() == Kind.REDIS_PUSH
                                || event.kind() == Kind.REDIS_REPLY
                        ? ""
                        : words(trace, event),
                cause);
    }

    private static String words(Trace trace, TraceEvent event) {
        return switch (event.kind()) {
            case EMIT, ACKED -> event.text();
            case REDIS_HANDLED ->
                event.publishes() ? published(event) : event.name().equals("PUBSUB") ? "PUBSUB NUMSUB" : "";
            case REDIS_REPLY ->
                trace.causeOf(event).name().equals("PUBSUB")
                        ? subscribers(event.text().replaceFirst(".*?(\\d+)\\W*$", "$1"))
                        : "";
            case REDIS_PUSH -> event.isMessage() ? received(trace, event) : "";
            case NODE_DIED, FAULT -> OneRun.words(trace, event);
            default -> "";
        };
    }

    private static String published(TraceEvent event) {
        String channel = event.channel().replaceFirst("#.*", "");
        String content = channel.equals("socket.io") ? "an event" : content(event.published());
        return "PUBLISH " + content + ", " + subscribers(String.valueOf(event.number()));
    }

    /** Whoever has sent a request gets it back. Everybody gets every response; those that nobody here waits for are left out. */
    private static String received(Trace trace, TraceEvent event) {
        boolean own = trace.causeOf(event).peer().equals(event.lane());
        if (event.channel().startsWith("socket.io-response")) {
            boolean asked =
                    trace.count(each -> each.kind() == Kind.EMIT && each.lane().equals(event.lane())) > 0;
            return asked && !own ? "received" : "";
        }
        if (event.channel().startsWith("socket.io-request")) {
            return own ? "its own request" : "received";
        }
        return OneRun.words(trace, event);
    }

    private static String subscribers(String count) {
        return count + (count.equals("1") ? " subscriber" : " subscribers");
    }

    /** What each client has heard, in the order of its servers, since this was asked last. */
    List<List<String>> heard() {
        lab.advance(20);
        return clients.stream().map(MemoryClient::hearsNow).toList();
    }

    /** What the server is told of the clients in {@code rooms}, when all that was under way has been carried out. */
    List<Told> counts(String server, String... rooms) {
        lab.advance(20);
        List<Told> told = asks(server, rooms);
        lab.advance(20);
        return told;
    }

    /** Brings trouble on the last server. */
    void trouble(Trouble trouble) {
        String last = "W" + servers.size();
        if (trouble == Trouble.KILLED) {
            lab.world().faults().kill(last);
        } else if (trouble == Trouble.SUSPENDED) {
            lab.world().faults().pause(last, 120_000_000);
        }
        lab.advance(20);
    }

    /** What is on its way to Redis and from it is lost. */
    void redisRestarts() {
        lab.world().redis().restart(300_000);
    }

    /** The named server asks; its answers are added to the list, which is returned at once. */
    List<Told> asks(String server, String... rooms) {
        List<Told> told = new ArrayList<>();
        askedMicros = lab.world().nowMicros();
        long asked = lab.nowMillis();
        does(server, rooms.length == 0 ? "asks for all clients" : "asks for clients in " + String.join(", ", rooms));
        servers.get(server).in(rooms).fetchSockets((error, sockets) -> {
            Told answer = new Told(
                    lab.nowMillis() - asked,
                    error == null ? "" : error.toString(),
                    sockets == null ? 0 : sockets.size());
            told.add(answer);
            lab.node(server).record(Kind.ACKED, "", "", "is told: " + answer.words());
        });
        return told;
    }

    /** The named server asks for the rooms of all; how many it is told of within a moment, or nothing if it still waits. */
    OptionalInt rooms(String server) {
        List<Integer> told = new ArrayList<>();
        does(server, "asks for all rooms").allRooms((error, rooms) -> {
            told.add(rooms.size());
            lab.node(server)
                    .record(Kind.ACKED, "", "", "is told: " + rooms.size() + (rooms.size() == 1 ? " room" : " rooms"));
        });
        lab.advance(20);
        return told.isEmpty() ? OptionalInt.empty() : OptionalInt.of(told.get(0));
    }

    /** Lets so much time pass that whatever waits has given up. */
    void later() {
        lab.advance(AT_MOST_MILLIS);
    }

    /** How many messages were published since somebody asked last. */
    int publishes() {
        return published().size();
    }

    /** Whether a request that was published since somebody asked last names the {@code room}. */
    boolean requestNames(String room) {
        return published().stream()
                .filter(event -> event.channel().startsWith("socket.io-request"))
                .anyMatch(event -> new String(event.published(), StandardCharsets.UTF_8).contains(room));
    }

    private List<TraceEvent> published() {
        return lab.world().trace().events(Kind.REDIS_HANDLED).stream()
                .filter(event -> event.name().equals("PUBLISH") && event.timeMicros() >= askedMicros)
                .toList();
    }

    /** How many of the messages that Redis has pushed to servers since somebody asked last are {@code meant}. */
    private long pushed(Predicate<TraceEvent> meant) {
        return lab.world().trace().events(Kind.REDIS_PUSH).stream()
                .filter(event -> event.isMessage() && event.timeMicros() >= askedMicros && meant.test(event))
                .count();
    }

    /** A request or a response in a few words. */
    private static String content(byte[] payload) {
        try {
            JsonNode message = MessageCodec.readMessage(payload);
            if (message.path("type").isNumber() && message.has("uid")) {
                return "request, type " + message.path("type");
            }
            return message.has("sockets")
                    ? "response: " + clients(message.path("sockets").size())
                    : "response";
        } catch (RuntimeException notReadable) {
            return "something that nobody can read";
        }
    }

    static String clients(int count) {
        return count + (count == 1 ? " client" : " clients");
    }

    /** The count of four servers with the real adapter, for pages. */
    public static Experiment played(Trouble trouble) {
        CountedCluster cluster = new CountedCluster(4, RedisAdapter::at);
        cluster.trouble(trouble);
        List<Told> told = cluster.asks("W1");
        cluster.later();
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("clients", (long) told.get(0).clients());
        numbers.put("millis", told.get(0).afterMillis());
        numbers.put("seconds", told.get(0).afterMillis() / 1_000);
        numbers.put("published", (long) cluster.published().size());
        numbers.put("pushed", cluster.pushed(push -> true));
        numbers.put(
                "dropped",
                cluster.pushed(push -> push.channel().startsWith("socket.io-response")
                        && !push.lane().equals("W1")));
        return new Experiment(numbers, cluster.shown(cluster.askedMicros, "").table());
    }

    /** What others can ask of servers with the reader's adapter; each is played by itself. */
    public enum Asked {
        EMITS,
        JOIN,
        ROOMS
    }

    /** What becomes of it in a cluster in which every other server has the real adapter, for pages. */
    public static Experiment beside(Function<String, AdapterFactory> mine, Asked asked) {
        CountedCluster cluster = mixed(4, mine);
        Map<String, Long> numbers = new LinkedHashMap<>();
        String words = "W1 mine, W2 real, W3 mine, W4 real; a client at each\n";
        if (asked == Asked.EMITS) {
            cluster.server("W1").emit("data", "from W1");
            cluster.server("W2").emit("data", "from W2");
            numbers.put("events", cluster.heard().stream().mapToLong(List::size).sum());
            numbers.put("counted", (long) cluster.counts("W2").get(0).clients());
            words += "W1 emits, W2 emits       " + numbers.get("events") + " events at the clients\n"
                    + "W2: fetchSockets         " + numbers.get("counted") + " clients\n";
        } else if (asked == Asked.JOIN) {
            cluster.server("W2").socketsJoin("blue");
            numbers.put("joined", (long) cluster.counts("W2", "blue").get(0).clients());
            words += "W2: socketsJoin(\"blue\")  "
                    + clients(numbers.get("joined").intValue()) + " in blue\n";
        } else {
            long begun = cluster.lab.nowMillis();
            long[] told = {0};
            cluster.server("W2").allRooms((error, rooms) -> told[0] = cluster.lab.nowMillis() - begun);
            cluster.later();
            numbers.put("seconds", told[0] / 1_000);
            words += "W2: allRooms             told after " + told[0] / 1_000 + " s\n";
        }
        return new Experiment(numbers, words);
    }
}

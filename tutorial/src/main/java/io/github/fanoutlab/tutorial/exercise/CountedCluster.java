package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.MemoryClient;
import io.github.fanoutlab.testbed.world.TestLab;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    record Told(long afterMillis, String error, int clients) {}

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

    /** The named server asks; its answers are added to the list, which is returned at once. */
    List<Told> asks(String server, String... rooms) {
        List<Told> told = new ArrayList<>();
        askedMicros = lab.world().nowMicros();
        long asked = lab.nowMillis();
        servers.get(server)
                .in(rooms)
                .fetchSockets((error, sockets) -> told.add(new Told(
                        lab.nowMillis() - asked,
                        error == null ? "" : error.getMessage(),
                        sockets == null ? 0 : sockets.size())));
        return told;
    }

    /** Lets so much time pass that whatever waits has given up. */
    void later() {
        lab.advance(AT_MOST_MILLIS);
    }

    /** What was published since somebody asked last, a line for each message. */
    String timeLine(List<Told> told) {
        Map<Long, String> lines = new TreeMap<>();
        published()
                .forEach(event -> lines.merge(
                        event.timeMicros() - askedMicros,
                        event.peer() + " publishes on " + event.channel().replaceFirst("#.*", "") + ", "
                                + content(new String(event.published(), StandardCharsets.UTF_8)),
                        (one, other) -> one + "\n" + other));
        told.forEach(each -> lines.merge(
                each.afterMillis() * 1_000,
                "the caller is told: " + (each.error().isEmpty() ? clients(each.clients()) : "an error"),
                (one, other) -> one + "\n" + other));
        StringBuilder text = new StringBuilder("   ms\n");
        lines.forEach((micros, line) -> line.lines()
                .forEach(each -> text.append(String.format(Locale.ROOT, "%5d  %s%n", micros / 1_000, each))));
        return text.append(told.isEmpty() ? "       the caller is never told anything\n" : "")
                .toString();
    }

    private List<TraceEvent> published() {
        return lab.world().trace().events(Kind.REDIS_HANDLED).stream()
                .filter(event -> event.name().equals("PUBLISH") && event.timeMicros() >= askedMicros)
                .toList();
    }

    /** A request or a response in a few words. */
    private static String content(String json) {
        try {
            JsonNode message = JsonMapper.shared().readTree(json);
            String of = "request " + message.path("requestId").asString("without an id");
            return message.has("type")
                    ? of + ", type " + message.path("type")
                    : of + ": " + clients(message.path("sockets").size());
        } catch (JacksonException e) {
            return "no JSON";
        }
    }

    private static String clients(int count) {
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
        return new Experiment(numbers, cluster.timeLine(told));
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

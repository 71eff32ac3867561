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
        servers.values().forEach(CountedCluster::client);
        lab.advance(20);
    }

    private static void client(SocketIoServer io) {
        MemoryClient.connect(io.ports(), io.handler(), "/socket.io/?EIO=4&transport=websocket")
                .say("40");
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
}

package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.adapter.SocketIoServer;
import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.platform.http.HttpRequest;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.report.WrappedText;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.testbed.world.WorldOptions;
import io.github.fanoutlab.tutorial.run.Experiment;
import io.github.fanoutlab.tutorial.run.Runs;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What servers of 1.0+ print with {@code DEBUG}, and whether they hear each other, in small clusters of the appendices. */
final class DebugLogs {

    private static final String REDIS = World.REDIS_URL;
    private static final int COLUMNS = 80;

    /** What Node's servers do otherwise, by what W1 emits. The adapter's MixedClusterTest sees it: a room that is a number. */
    private static final Map<String, String> ON_NODE = Map.of("io.to(123)", " (Node: no)");

    private static final String DOCUMENTED =
            "socket.io:server (initializing|creating engine|attaching).*|socket.io-parser enco.*|socket.io-redis ignore.*";

    private final World world = World.of(WorldOptions.seed(Runs.SEED).withDebug(namespace -> true));
    private final Map<String, SocketIoServer> servers = new TreeMap<>();
    private final int[] heard = {0};

    private DebugLogs() {}

    /** The sample lines of the source document, as one worker prints them that emits. */
    static Experiment sample() {
        DebugLogs cluster = whole();
        cluster.run("W1", io -> io.emit("event", "payload"));
        return cluster.shown(0, "W1", DOCUMENTED);
    }

    /** What the parser and the adapter print everywhere when worker 1 emits. */
    static Experiment scaling() {
        DebugLogs cluster = whole();
        int before = cluster.world.trace().size();
        cluster.run("W1", io -> io.emit("data", "payload"));
        return cluster.shown(before, "", "socket.io-(parser|redis).*");
    }

    /** The same when the master emits and the workers have no adapter. */
    static Experiment deaf() {
        DebugLogs cluster = new DebugLogs();
        cluster.start("master", io -> io.adapter(RedisAdapter.at(REDIS)));
        cluster.start("W1", io -> {});
        cluster.start("W2", io -> {});
        int before = cluster.world.trace().size();
        cluster.run("master", io -> io.emit("data", "payload"));
        return cluster.shown(before, "", "socket.io-(parser|redis).*");
    }

    /** Worker 1 emits to a room that nobody at worker 2 is in. */
    static Experiment unknownRoom() {
        DebugLogs cluster = whole();
        int before = cluster.world.trace().size();
        cluster.run("W1", io -> io.to("lobby").emit("data", "payload"));
        return cluster.shown(before, "", "socket.io-(parser|redis).*");
    }

    /** A request with the session of another worker. */
    static Experiment unknownSession() {
        DebugLogs cluster = whole();
        int before = cluster.world.trace().size();
        SimNode client = cluster.world.node("C9");
        String poll = "/socket.io/?EIO=4&transport=polling";
        cluster.in(
                "C9",
                () -> client.network()
                        .request(
                                URI.create("http://W1:80"),
                                new HttpRequest("GET", poll, Map.of(), new byte[0], "C9"),
                                first -> client.network()
                                        .request(
                                                URI.create("http://W2:80"),
                                                new HttpRequest(
                                                        "GET",
                                                        poll + "&sid="
                                                                + first.text()
                                                                        .replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1"),
                                                        Map.of(),
                                                        new byte[0],
                                                        "C9"),
                                                second -> {},
                                                failure -> {}),
                                failure -> {}));
        return cluster.shown(before, "", "engine (handshaking|unknown).*");
    }

    /** Redis is away for two seconds. */
    static Experiment redisAway() {
        DebugLogs cluster = whole();
        int before = cluster.world.trace().size();
        cluster.world.redis().restart(2_000_000);
        cluster.pass();
        return cluster.shown(before, "W1", ".*redis: connection.*");
    }

    /** Pairs of names that nearly match, and whether the client of worker 2 hears what worker 1 emits. */
    static Experiment names() {
        StringBuilder text =
                new StringBuilder(String.format("%-33s%-33s%s%n", "W1 emits", "W2, or its client", "heard"));
        Map<String, Long> numbers = new LinkedHashMap<>();
        RedisAdapter usual = RedisAdapter.at(REDIS);
        pair(text, numbers, usual, "io.emit", io -> io.emit("data", "x"), usual, "the same", "/", "");
        pair(
                text,
                numbers,
                usual,
                "key(\"socket.io\")",
                io -> io.emit("data", "x"),
                usual.key("myapp"),
                "key(\"myapp\")",
                "/",
                "");
        pair(
                text,
                numbers,
                RedisAdapter.at(REDIS + "/1"),
                "redis://redis:6379/1",
                io -> io.emit("data", "x"),
                RedisAdapter.at(REDIS + "/2"),
                "redis://redis:6379/2",
                "/",
                "");
        pair(
                text,
                numbers,
                usual,
                "io.of(\"chat\")",
                io -> io.of("chat").emit("data", "x"),
                usual,
                "io.of(\"/chat\")",
                "/chat",
                "");
        pair(
                text,
                numbers,
                usual,
                "io.of(\"/chat/\")",
                io -> io.of("/chat/").emit("data", "x"),
                usual,
                "io.of(\"/chat\")",
                "/chat",
                "");
        pair(
                text,
                numbers,
                usual,
                "io.to(123)",
                io -> io.to(123).emit("data", "x"),
                usual,
                "join(\"123\")",
                "/",
                "123");
        pair(
                text,
                numbers,
                usual,
                "io.to(\"Red\")",
                io -> io.to("Red").emit("data", "x"),
                usual,
                "join(\"red\")",
                "/",
                "red");
        pair(text, numbers, usual, "emit(\"Data\")", io -> io.emit("Data", "x"), usual, "on(\"data\")", "/", "");
        return new Experiment(numbers, text.toString());
    }

    private static void pair(
            StringBuilder text,
            Map<String, Long> numbers,
            RedisAdapter one,
            String said,
            Consumer<SocketIoServer> emit,
            RedisAdapter two,
            String done,
            String namespace,
            String room) {
        DebugLogs cluster = new DebugLogs();
        cluster.start("W1", io -> io.adapter(one));
        cluster.start("W2", io -> {
            io.adapter(two);
            io.of(namespace).on("connection", socket -> socket.join(room));
        });
        cluster.connect("C1", "W2", namespace);
        cluster.run("W1", emit);
        numbers.put(said, (long) cluster.heard[0]);
        text.append(String.format(
                "%-33s%-33s%s%n", said, done, (cluster.heard[0] > 0 ? "yes" : "no") + ON_NODE.getOrDefault(said, "")));
    }

    private static DebugLogs whole() {
        DebugLogs cluster = new DebugLogs();
        for (String name : List.of("master", "W1", "W2")) {
            cluster.start(name, io -> io.adapter(RedisAdapter.at(REDIS)));
        }
        return cluster;
    }

    private void start(String name, Consumer<SocketIoServer> configured) {
        SimNode node = world.node(name);
        in(name, () -> {
            SocketIoServer io = SocketIoServer.create(node);
            configured.accept(io);
            if (!name.equals("master")) {
                io.listen(80);
            }
            servers.put(name, io);
        });
    }

    private void connect(String name, String server, String namespace) {
        SimNode node = world.node(name);
        in(
                name,
                () -> Programs.client(Generation.ADAPTER, node, node)
                        .on("data", event -> heard[0]++)
                        .connect(URI.create("http://" + server + ":80"), namespace));
    }

    private void run(String server, Consumer<SocketIoServer> task) {
        in(server, () -> task.accept(servers.get(server)));
    }

    private void in(String node, Runnable task) {
        world.node(node);
        world.at(world.nowMicros(), node, "", task);
        pass();
    }

    private void pass() {
        world.runUntil(world.nowMicros() + 5_000_000);
    }

    /** The lines since event {@code from}, of {@code node} or of all, that match; a line of the terminal for each, or several. */
    private Experiment shown(int from, String node, String wanted) {
        StringBuilder text = new StringBuilder();
        List<TraceEvent> lines = world.trace()
                .events(event -> (event.kind() == Kind.LOG || event.kind() == Kind.WARNING) && event.id() >= from);
        UnaryOperator<String> wrapped = line ->
                WrappedText.of("", line, COLUMNS).replace("\n", "\n        ").stripTrailing();
        for (TraceEvent line : lines) {
            String words = (line.name() + " " + line.text()).strip();
            if ((node.isEmpty() || node.equals(line.lane())) && words.matches(wanted)) {
                text.append(wrapped.apply(String.format("%-7s %s", line.lane(), words)))
                        .append('\n');
            }
        }
        return new Experiment(Map.of(), text.toString());
    }
}

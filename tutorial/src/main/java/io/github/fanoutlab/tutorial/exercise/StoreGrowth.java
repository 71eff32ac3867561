package io.github.fanoutlab.tutorial.exercise;

import io.github.fanoutlab.legacy.LegacyServer;
import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.legacy.store.RedisStore;
import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.run.Experiment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The grader of chapter 16: clients come to worker 1 of two 0.9.16 workers and leave again, hundreds of them, and what the cluster
 * keeps of them grows. The reader writes what the workers do about it.
 */
public final class StoreGrowth {

    /** What the reader writes. */
    public interface Answer {

        /**
         * Called in each worker when it has started and listens, before its first client.
         *
         * @param io the server
         * @param store its connection to the other worker
         */
        void begin(LegacyServer io, RedisStore store);
    }

    /** How many sessions answer a save within two seconds. */
    private static final int SESSIONS = 400;

    private static final long SECOND = 1_000_000;

    /** A session that was cut off ends after this. */
    private static final long CLOSE_TIMEOUT_SECONDS = 70;

    private final int sessions;

    /** Tries an answer on as many sessions as fit into a save. */
    public StoreGrowth() {
        this(SESSIONS);
    }

    /** Tries an answer on {@code sessions}. */
    StoreGrowth(int sessions) {
        this.sessions = sessions;
    }

    /** Judges an answer, of which {@code fresh} makes one for each worker. */
    public Grade grade(Supplier<Answer> fresh) {
        Cluster cluster = new Cluster(Dialect.V0_9_16, fresh);
        cluster.stays();
        Map<String, Integer> begun = cluster.kept();
        cluster.comeAndGo(sessions / 2);
        Map<String, Integer> half = cluster.kept();
        cluster.comeAndGo(sessions - sessions / 2);
        Map<String, Integer> end = cluster.kept();
        Problem problem = problem(cluster, begun, half, end);
        return problem == null
                ? Grade.right("After " + sessions
                        + " sessions, nothing grows: neither tables nor channels. 0.9.17 did the same"
                        + " with another channel, disconnect-remote, and gave the messages shared channels, too.")
                : smallest(fresh, problem.cause())
                        .under(table(begun, half, end))
                        .notYet(problem.words());
    }

    /** One client that comes and goes: one that says goodbye, if that is enough; otherwise one that is cut off. */
    private static OneRun smallest(Supplier<Answer> fresh, String cause) {
        Cluster polite = new Cluster(Dialect.V0_9_16, fresh);
        OneRun run = polite.shown(false, cause);
        if (polite.grew()) {
            return run;
        }
        Cluster cutOff = new Cluster(Dialect.V0_9_16, fresh);
        OneRun other = cutOff.shown(true, cause);
        return cutOff.grew() ? other : run;
    }

    /** What is wrong; null if nothing is. */
    private Problem problem(
            Cluster cluster, Map<String, Integer> begun, Map<String, Integer> half, Map<String, Integer> end) {
        for (String worker : List.of("W1", "W2")) {
            List<String> warnings = cluster.stage.world().node(worker).warnings();
            if (!warnings.isEmpty()) {
                return new Problem(
                        worker + " logs a warning: " + Thrown.logged("Ex16.java", warnings.get(0)) + ".",
                        worker + " does not do what it was told");
            }
        }
        if (cluster.heard() == 0) {
            return new Problem(
                    "The client that stays connected no longer gets what worker 2 emits. Which session did you make the"
                            + " workers forget?",
                    "the client that stays does not hear W2 any more");
        }
        if (end.get("W2 sessions") < 1) {
            return new Problem(
                    "Worker 2 has forgotten the client that is still connected. A session begins with a connection."
                            + " When does it end?",
                    "W2 has forgotten a client that is still connected");
        }
        if (end.get("Redis channels") < begun.get("Redis channels")) {
            return new Problem(
                    "Redis holds fewer channels than before: worker 1 has unsubscribed from channels of the client that"
                            + " is still connected. Which session is over?",
                    "W1 unsubscribes from channels of a client that is still connected");
        }
        boolean others = end.get("W2 sessions") > half.get("W2 sessions")
                || end.get("W2 packets") > half.get("W2 packets")
                || end.get("W2 waiting") > half.get("W2 waiting");
        boolean channels = end.get("Redis channels") > half.get("Redis channels");
        boolean own = end.get("W1 sessions") > half.get("W1 sessions");
        if (others && cluster.published(channel -> channel.startsWith("disconnect:")) > 0) {
            return new Problem(
                    "Worker 2 still keeps more and more. You publish on disconnect:ID. In 0.9.16, each client has such"
                            + " a channel for itself, and only its own worker has subscribed to it. Which channel do all workers"
                            + " listen on?",
                    "only W1 hears what is published for W2");
        }
        if (others && cluster.published("close"::equals) > sessions * 3L / 2) {
            return new Problem(
                    "Worker 2 still keeps more and more. The message close says that a connection was lost, and that"
                            + " the client may come back. Because of this message, worker 2 begins to wait. Which message says"
                            + " that nobody will come back?",
                    "W2 waits for a client that will not come back");
        }
        long told = cluster.published("disconnect"::equals);
        if (others && told > 0 && told < sessions) {
            return new Problem(
                    "Worker 2 still keeps more and more. " + sessions
                            + " sessions are over, and you publish disconnect for " + told
                            + " of them. Some clients leave, and some are cut off: how do these sessions end?",
                    "nobody tells W2 that the session is over");
        }
        if (others && told > 0) {
            return new Problem(
                    "Worker 2 still keeps more and more, although you publish disconnect. Worker 2 forgets the session"
                            + " whose id is the argument of that message. Is that the id of the session that is over?",
                    "W2 is not told which session is over");
        }
        if (others) {
            return new Problem(
                    "Worker 2 still keeps more and more: something of every client that was ever at worker 1. It learns"
                            + " of sessions from messages only. Is there a message that says that a session is over? The list of"
                            + " channels in the chapter shows what every worker listens for.",
                    "nobody tells W2 that the session is over");
        }
        if (own) {
            return new Problem(
                    "Now worker 1 keeps more and more: the sessions that are over. It normally forgets its own sessions"
                            + " by itself. What did you change there?",
                    "W1 keeps a session that is over");
        }
        if (channels) {
            return new Problem(
                    "Both workers forget their sessions. But Redis holds "
                            + moreChannels(
                                    cluster,
                                    end.get("Redis channels") - half.get("Redis channels"),
                                    sessions - sessions / 2)
                            + " Only that worker can unsubscribe.",
                    "W1 stays subscribed to channels of a session that is over");
        }
        return null;
    }

    /** What grew in Redis with the last sessions. A channel that is the only one for a session is named. */
    private static String moreChannels(Cluster cluster, int more, int sessions) {
        if (more == sessions) {
            return "1 more channel for each session that is over: " + cluster.mostFrequentChannel()
                    + ". Who subscribed to it, and when?";
        }
        return (more % sessions == 0
                        ? more / sessions + " more channels for each session that is over."
                        : more + " more channels after " + sessions + " more sessions.")
                + " Who subscribed to them, and when?";
    }

    private String table(Map<String, Integer> begun, Map<String, Integer> half, Map<String, Integer> end) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-22s%8s%8s%8s%n", "after sessions", 0, sessions / 2, sessions));
        end.forEach((what, count) -> {
            if (!count.equals(half.get(what))) {
                text.append(
                        String.format(Locale.ROOT, "%-22s%8d%8d%8d%n", what, begun.get(what), half.get(what), count));
            }
        });
        return end.equals(half) ? "" : text.toString();
    }

    /** What the cluster keeps of a hundred clients that have come and gone, and after {@code emits} then, if there are any. */
    public static Experiment afterHundred(Dialect dialect, int emits) {
        Cluster cluster = new Cluster(dialect, () -> (io, store) -> {});
        Map<String, Integer> begun = cluster.kept();
        cluster.comeAndGo(100);
        Map<String, Integer> then = cluster.kept();
        cluster.emit("W1", emits);
        Map<String, Integer> end = cluster.kept();
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "%-22s%10s%16s", "", "at first", "after 100"));
        text.append(emits == 0 ? "\n" : String.format(Locale.ROOT, "%16s%n", "and " + emits + " emits"));
        end.forEach((what, count) -> {
            text.append(String.format(Locale.ROOT, "%-22s%10d%16d", what, begun.get(what), then.get(what)));
            text.append(emits == 0 ? "\n" : String.format(Locale.ROOT, "%16d%n", count));
        });
        Map<String, Long> numbers = new LinkedHashMap<>();
        end.forEach((what, count) -> numbers.put(what.replace(' ', '-'), (long) count));
        numbers.put("more-channels", (long) end.get("Redis channels") - begun.get("Redis channels"));
        return new Experiment(numbers, text.toString());
    }

    /** What is kept an hour after worker 1 was killed, with a hundred clients that each have stored a name. */
    public static Experiment afterDeath(Dialect dialect) {
        Cluster cluster = new Cluster(
                dialect,
                () -> (io, store) -> io.sockets().on("connection", socket -> socket.set("name", "me", (e, n) -> {})));
        for (int number = 0; number < 100; number++) {
            cluster.connect();
        }
        cluster.stage.world().faults().kill("W1");
        cluster.pass(3_600);
        long keys = cluster.stage.world().redis().model().keys().size();
        int sessions = cluster.servers.get("W2").tableSizes().get("handshaken");
        return new Experiment(
                Map.of("W2-sessions", (long) sessions, "Redis-keys", keys),
                "An hour after W1 was killed, W2 remembers " + sessions + " sessions,\nand Redis holds " + keys
                        + " keys.");
    }

    /** Two 0.9 workers. */
    private static final class Cluster {

        private final SimStage stage = new SimStage(RedisDialect.usual(Generation.LEGACY), 42);
        private final Map<String, LegacyServer> servers = new LinkedHashMap<>();
        private final List<LabClient> staying = new ArrayList<>();
        private int heard;
        private int clients;

        Cluster(Dialect dialect, Supplier<Answer> answers) {
            for (String name : List.of("W1", "W2")) {
                SimNode node = stage.world().node(name);
                stage.inTurnOf(name, "start", () -> {
                    LegacyServer io = LegacyServer.create(node);
                    RedisStore store = RedisStore.of(
                                    io.createRedisClient("pub", World.REDIS_URL),
                                    io.createRedisClient("sub", World.REDIS_URL),
                                    io.createRedisClient("client", World.REDIS_URL))
                            .dialect(dialect);
                    io.set("store", store);
                    io.listen(SimStage.PORT);
                    answers.get().begin(io, store);
                    servers.put(name, io);
                });
                pass(1);
            }
        }

        private LabClient connect() {
            String name = "C" + ++clients;
            SimNode node = stage.world().node(name);
            LabClient[] client = new LabClient[1];
            stage.inTurnOf(name, "connect", () -> {
                client[0] = Programs.client(Generation.LEGACY, node, node);
                client[0].connect(SimStage.urlOf("W1"), "/");
            });
            stage.world().runUntil(stage.world().nowMicros() + SECOND / 4);
            return client[0];
        }

        /** One client connects and stays. */
        void stays() {
            LabClient client = connect();
            client.on("data", event -> heard++);
            staying.add(client);
        }

        /** So many clients connect to W1 and leave, one after the other; every tenth is cut off. Then all timeouts pass. */
        void comeAndGo(int count) {
            for (int number = 1; number <= count; number++) {
                LabClient client = connect();
                String name = "C" + clients;
                if (number % 10 == 0) {
                    stage.world().faults().kill(name);
                } else {
                    stage.inTurnOf(name, "leave", client::disconnect);
                }
                stage.world().runUntil(stage.world().nowMicros() + SECOND / 4);
            }
            pass(CLOSE_TIMEOUT_SECONDS);
        }

        private Map<String, Integer> before = Map.of();

        /** One client comes and goes, beside the one that stays. */
        OneRun shown(boolean cutOff, String cause) {
            stays();
            before = kept();
            long begun = stage.world().nowMicros();
            LabClient client = connect();
            String name = "C" + clients;
            long leaves = stage.world().nowMicros();
            if (cutOff) {
                stage.world().faults().kill(name);
            } else {
                stage.inTurnOf(name, "leave", client::disconnect);
            }
            pass(CLOSE_TIMEOUT_SECONDS);
            Trace trace = stage.world().trace();
            Set<String> subscribing = new HashSet<>();
            return OneRun.of(
                    trace,
                    OneRun.lanes(List.of("W1", "W2"), List.of(name)),
                    begun,
                    event -> event.timeMicros() < begun
                                    || event.timeMicros() < leaves && isGreeting(event)
                                    || event.name().endsWith("SUBSCRIBE")
                                            && !subscribing.add(event.peer() + event.name() + event.channel())
                            ? ""
                            : words(trace, event),
                    cause);
        }

        /** Whether it is one of the many messages that a new client brings about. */
        private static boolean isGreeting(TraceEvent event) {
            return event.publishes() && !event.channel().matches("(disconnect|close).*");
        }

        private static String words(Trace trace, TraceEvent event) {
            return switch (event.kind()) {
                case CONNECTED, DISCONNECTED, NODE_DIED -> OneRun.words(trace, event);
                case REDIS_HANDLED ->
                    event.channel().isEmpty() ? "" : OneRun.words(trace, event).replaceFirst(":[^,]*", ":ID");
                default -> "";
            };
        }

        /** Whether more is kept than before the client came. */
        boolean grew() {
            Map<String, Integer> now = kept();
            return before.entrySet().stream().anyMatch(each -> now.get(each.getKey()) > each.getValue());
        }

        /** How many emits of W2 the client gets that stays. */
        int heard() {
            heard = 0;
            emit("W2", 1);
            return heard;
        }

        long published(Predicate<String> channel) {
            return stage.world()
                    .trace()
                    .count(event -> event.is(Kind.REDIS_HANDLED, "PUBLISH")
                            && channel.test(((RedisCommand) event.payload()).arg(0)));
        }

        /** The channel of which most sessions have one, with ID for the session. */
        String mostFrequentChannel() {
            Map<String, Long> frequencies = stage.world().redis().model().channels().stream()
                    .collect(Collectors.groupingBy(
                            channel -> channel.replaceFirst(":.*", ":ID"), TreeMap::new, Collectors.counting()));
            return Collections.max(frequencies.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
        }

        void emit(String worker, int times) {
            stage.inTurnOf(worker, "emit", () -> {
                for (int time = 0; time < times; time++) {
                    servers.get(worker).sockets().emit("data", "payload");
                }
            });
            pass(1);
        }

        void pass(long seconds) {
            stage.world().runUntil(stage.world().nowMicros() + seconds * SECOND);
        }

        /** What there is of clients, by what it is called in tables. */
        Map<String, Integer> kept() {
            Map<String, Integer> kept = new LinkedHashMap<>();
            servers.forEach((name, io) -> {
                Map<String, Integer> sizes = io.tableSizes();
                kept.put(name + " sessions", sizes.get("handshaken"));
                kept.put(name + " waiting", sizes.get("closed"));
                kept.put(name + " packets", sizes.get("buffered"));
            });
            kept.put("Redis channels", stage.world().redis().model().channels().size());
            return kept;
        }
    }
}

package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.legacy.store.Dialect;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.exercise.CountedCluster;
import io.github.fanoutlab.tutorial.exercise.NodeRecording;
import io.github.fanoutlab.tutorial.exercise.Rejoin;
import io.github.fanoutlab.tutorial.exercise.Routing;
import io.github.fanoutlab.tutorial.exercise.Schedules;
import io.github.fanoutlab.tutorial.exercise.StoreGrowth;
import io.github.fanoutlab.tutorial.exercise.StreamTrial;
import io.github.fanoutlab.tutorial.exercise.SubscriptionPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The experiments of the chapters, by name. */
public final class Experiments {

    private static final Map<String, Supplier<Experiment>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("redis-inside", () -> RedisInside.played(Generation.ADAPTER));
        ALL.put("redis-inside-legacy", () -> RedisInside.played(Generation.LEGACY));
        ALL.put(
                "node-recording",
                () -> new Experiment(NodeRecording.sizes(Book.repository()), NodeRecording.shown(Book.repository())));
        for (CountedCluster.Trouble trouble : CountedCluster.Trouble.values()) {
            ALL.put("count-" + trouble.name().toLowerCase(Locale.ROOT), () -> CountedCluster.played(trouble));
        }
        for (String chapter : List.of("ch10", "ch11")) {
            for (CountedCluster.Asked asked : CountedCluster.Asked.values()) {
                ALL.put(
                        "beside-" + chapter + "-" + asked.name().toLowerCase(Locale.ROOT),
                        () -> CountedCluster.beside(
                                OwnAdapter.compiled(MyAdapters.source(Book.repository(), chapter)
                                        .orElseThrow()),
                                asked));
            }
        }
        ALL.put("node-requests", () -> new Experiment(Map.of(), NodeRecording.requestsShown(Book.repository())));
        ALL.put("refused-request", () -> new Experiment(Map.of(), Routing.roundRobin()));
        ALL.put("handshake-usual", () -> new Experiment(Map.of(), Schedules.usual()));
        ALL.put("handshake-0.9.16", () -> Schedules.orders(Dialect.V0_9_16, "W2"));
        ALL.put("handshake-0.9.17", () -> Schedules.orders(Dialect.V0_9_17, "W2"));
        ALL.put("handshake-sticky", () -> Schedules.orders(Dialect.V0_9_17, "W1"));
        ALL.put("cost", () -> SubscriptionPlan.cost(4, 10, 40, 100));
        ALL.put("cost-rooms", () -> SubscriptionPlan.emits(100, "usual", true));
        ALL.put("cost-sharded", () -> SubscriptionPlan.emits(100, "sharded", true));
        ALL.put("cost-everybody", () -> SubscriptionPlan.emits(100, "sharded", false));
        ALL.put("stream-silence", () -> StreamTrial.heartbeats(true, "silence:W2.redis@3.5s+3s"));
        ALL.put("pubsub-silence", () -> StreamTrial.heartbeats(false, "silence:W2.redis@3.5s+3s"));
        ALL.put("stream-restart", () -> StreamTrial.heartbeats(true, "restart:redis@3.5s+2s"));
        ALL.put("pubsub-restart", () -> StreamTrial.heartbeats(false, "restart:redis@3.5s+2s"));
        ALL.put("stream-client", () -> StreamTrial.heartbeats(true, "cut:W2.C2@3.5s+1500ms"));
        ALL.put("pubsub-client", () -> StreamTrial.heartbeats(false, "cut:W2.C2@3.5s+1500ms"));
        ALL.put("debug-sample", DebugLogs::sample);
        ALL.put("debug-1", DebugLogs::unknownRoom);
        ALL.put("debug-2", DebugLogs::deaf);
        ALL.put("debug-3", DebugLogs::scaling);
        ALL.put("debug-4", DebugLogs::unknownSession);
        ALL.put("debug-5", DebugLogs::redisAway);
        ALL.put("names", DebugLogs::names);
        ALL.put("store-0.9.16", () -> StoreGrowth.afterHundred(Dialect.V0_9_16, 0));
        ALL.put("store-emits-0.9.16", () -> StoreGrowth.afterHundred(Dialect.V0_9_16, 10));
        ALL.put("store-0.9.17", () -> StoreGrowth.afterHundred(Dialect.V0_9_17, 0));
        ALL.put("store-emits-0.9.17", () -> StoreGrowth.afterHundred(Dialect.V0_9_17, 10));
        ALL.put("store-killed-0.9.16", () -> StoreGrowth.afterDeath(Dialect.V0_9_16));
        ALL.put("store-killed-0.9.17", () -> StoreGrowth.afterDeath(Dialect.V0_9_17));
        ALL.put("news-joined-once", () -> Rejoin.played(true));
        ALL.put("news-joined-again", () -> Rejoin.played(false));
    }

    private Experiments() {}

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    /** Plays the experiment called {@code name}. */
    static Experiment played(String name) {
        if (!ALL.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is no experiment '" + name + "', only " + String.join(", ", ALL.keySet()));
        }
        return ALL.get(name).get();
    }
}

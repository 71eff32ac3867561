package io.github.fanoutlab.tutorial.course;

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
import io.github.fanoutlab.tutorial.run.Experiment;
import io.github.fanoutlab.tutorial.run.Experiments;
import io.github.fanoutlab.tutorial.run.MyAdapters;
import io.github.fanoutlab.tutorial.run.RedisInside;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What the chapters measure and no documented scenario shows. */
public final class ChapterExperiments implements Experiments.Catalogue {

    @Override
    public Map<String, Supplier<Experiment>> experiments() {
        Map<String, Supplier<Experiment>> all = new LinkedHashMap<>();
        all.put("redis-inside", () -> RedisInside.played(Generation.ADAPTER));
        all.put("redis-inside-legacy", () -> RedisInside.played(Generation.LEGACY));
        all.put(
                "node-recording",
                () -> new Experiment(NodeRecording.sizes(Book.repository()), NodeRecording.shown(Book.repository())));
        for (CountedCluster.Trouble trouble : CountedCluster.Trouble.values()) {
            all.put("count-" + trouble.name().toLowerCase(Locale.ROOT), () -> CountedCluster.played(trouble));
        }
        for (String chapter : List.of("ch10", "ch11")) {
            for (CountedCluster.Asked asked : CountedCluster.Asked.values()) {
                all.put(
                        "beside-" + chapter + "-" + asked.name().toLowerCase(Locale.ROOT),
                        () -> CountedCluster.beside(
                                OwnAdapter.compiled(MyAdapters.source(Book.repository(), chapter)
                                        .orElseThrow()),
                                asked));
            }
        }
        all.put("node-requests", () -> NodeRecording.requestsShown(Book.repository()));
        all.put("refused-request", () -> new Experiment(Map.of(), Routing.roundRobin()));
        all.put("handshake-usual", () -> new Experiment(Map.of(), Schedules.usual()));
        all.put("handshake-news", Schedules::byNews);
        all.put("handshake-0.9.16", () -> Schedules.orders(Dialect.V0_9_16, "W2"));
        all.put("handshake-0.9.17", () -> Schedules.orders(Dialect.V0_9_17, "W2"));
        all.put("handshake-sticky", () -> Schedules.orders(Dialect.V0_9_17, "W1"));
        all.put("cost", () -> SubscriptionPlan.cost(4, 10, 40, 100));
        all.put("cost-rooms", () -> SubscriptionPlan.emits(100, "usual", true));
        all.put("cost-sharded", () -> SubscriptionPlan.emits(100, "sharded", true));
        all.put("cost-everybody", () -> SubscriptionPlan.emits(100, "sharded", false));
        all.put("stream-silence", () -> StreamTrial.heartbeats(true, "silence:W2.redis@3.5s+3s"));
        all.put("pubsub-silence", () -> StreamTrial.heartbeats(false, "silence:W2.redis@3.5s+3s"));
        all.put("stream-restart", () -> StreamTrial.heartbeats(true, "restart:redis@3.5s+2s"));
        all.put("pubsub-restart", () -> StreamTrial.heartbeats(false, "restart:redis@3.5s+2s"));
        all.put("stream-client", () -> StreamTrial.heartbeats(true, "cut:W2.C2@3.5s+1500ms"));
        all.put("pubsub-client", () -> StreamTrial.heartbeats(false, "cut:W2.C2@3.5s+1500ms"));
        all.put("debug-sample", DebugLogs::sample);
        all.put("debug-1", DebugLogs::unknownRoom);
        all.put("debug-2", DebugLogs::deaf);
        all.put("debug-3", DebugLogs::scaling);
        all.put("debug-4", DebugLogs::unknownSession);
        all.put("debug-5", DebugLogs::redisAway);
        all.put("names", DebugLogs::names);
        all.put("store-0.9.16", () -> StoreGrowth.afterHundred(Dialect.V0_9_16, 0));
        all.put("store-emits-0.9.16", () -> StoreGrowth.afterHundred(Dialect.V0_9_16, 10));
        all.put("store-0.9.17", () -> StoreGrowth.afterHundred(Dialect.V0_9_17, 0));
        all.put("store-emits-0.9.17", () -> StoreGrowth.afterHundred(Dialect.V0_9_17, 10));
        all.put("store-killed-0.9.16", () -> StoreGrowth.afterDeath(Dialect.V0_9_16));
        all.put("store-killed-0.9.17", () -> StoreGrowth.afterDeath(Dialect.V0_9_17));
        all.put("news-joined-once", () -> Rejoin.played(true));
        all.put("news-joined-again", () -> Rejoin.played(false));
        return all;
    }
}

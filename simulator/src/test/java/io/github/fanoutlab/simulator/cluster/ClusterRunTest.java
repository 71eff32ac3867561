package io.github.fanoutlab.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.platform.real.RealNode;
import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.MasterRole;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.scenario.Tally;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes, a real Redis and real sockets, judged by the checkers that judge the simulator. */
class ClusterRunTest {

    private static final ClusterOptions FAST = ClusterOptions.DEFAULT.withInterval(50);

    @AfterEach
    void no_process_is_left() throws Exception {
        // They were told to end, or killed; the system may take a moment to bury them.
        for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Four workers emit once a second, and a client of one gets four a second")
    void four_emitters(Generation generation) {
        Scenario scenario = Scenarios.FOUR_EMITTERS;
        Scenario fiveBeats =
                scenario.withSteps(List.of(new Step.Beat(scenario.workers(), 5, true, Broadcast.data(""))));

        Observation seen = ClusterRun.run(fiveBeats, generation, FAST);

        assertAllChecksPass(seen);
        assertThat(seen.events()).hasSize(20);
        assertThat(seen.tally().redisConnections()).isEqualTo(generation == Generation.LEGACY ? 15 : 10);
        assertThat(seen.tally().redisDeliveries()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_9_16", "V0_9_17"})
    @DisplayName(
            "Behind one shared port a worker is killed and forked again; its client misses what was sent meanwhile")
    void worker_death(RedisDialect dialect) {
        Step.Beat beat = new Step.Beat(List.of(Scenario.MASTER), 2, true, Broadcast.data(""));
        Scenario scenario = new Scenario(
                "worker-death",
                "",
                MasterRole.SERVER,
                List.of("W1", "W2"),
                List.of(ClientRole.on("C1", "W1"), ClientRole.on("C2", "W2")),
                List.of(beat, new Step.Kill("W2"), beat, new Step.Fork("W2"), beat),
                0,
                """
                           Master emit ----> Redis
                Client <-- Worker 1 <----------|
                Client <-- Worker 2 <----------|

                           Master emit ----> Redis
                Client <-- Worker 1 <----------|
                """);

        Observation seen = ClusterRun.run(scenario, dialect, FAST.withSharedPort(true));

        assertAllChecksPass(seen);
        assertThat(seen.log()).hasSize(1).first().asString().matches("worker \\d+ died");
        assertThat(seen.deliveries().stream()
                        .filter(delivery -> delivery.client().equals("C2"))
                        .map(delivery -> delivery.payload()))
                .containsExactly(
                        "connected to worker: 2",
                        "master#1",
                        "master#2",
                        "connected to worker: 2",
                        "master#5",
                        "master#6");
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_9_17", "V8", "STREAMS"})
    @DisplayName(
            "worker-death as simulated, and by real processes: the same paths, the same order, the same line, the same counts")
    void both_worlds(RedisDialect dialect) {
        assertSameInBothWorlds(Scenarios.WORKER_DEATH, dialect);
    }

    @Test
    @DisplayName("A worker that is forked again counts from 1, in both worlds, while the count of its master goes on")
    void a_new_process_begins_anew() {
        Step.Beat both = new Step.Beat(List.of(Scenario.MASTER, "W2"), 2, true, Broadcast.data(""));
        Step.Beat master = new Step.Beat(List.of(Scenario.MASTER), 2, true, Broadcast.data(""));
        Scenario scenario = new Scenario(
                "worker-death",
                "",
                MasterRole.SERVER,
                List.of("W1", "W2"),
                List.of(ClientRole.on("C1", "W1"), ClientRole.on("C2", "W2")),
                List.of(both, new Step.Kill("W2"), master, new Step.Fork("W2"), both),
                0,
                """
                           Master emit ----> Redis
                Client <-- Worker 1 <----------|
                Client <-- Worker 2 <----------|

                Client <-- Worker 1 <----------|
                Client <-- Worker 2 emit --> Redis

                           Master emit ----> Redis
                Client <-- Worker 1 <----------|
                """);

        Observation seen = assertSameInBothWorlds(scenario, RedisDialect.V8);

        assertThat(streams(seen))
                .containsEntry("W2 to C1", List.of("W2#1", "W2#2", "W2#1", "W2#2"))
                .containsEntry(
                        "master to C1",
                        List.of("master#1", "master#2", "master#3", "master#4", "master#5", "master#6"));
    }

    /** Returns what was seen of the real processes. */
    private static Observation assertSameInBothWorlds(Scenario scenario, RedisDialect dialect) {
        Observation simulated = CalmRun.of(
                        RunString.of(scenario, dialect.generation(), 1).in(dialect))
                .observation();
        assertAllChecksPass(simulated);

        Observation real = ClusterRun.run(scenario, dialect, FAST);

        assertAllChecksPass(real);
        assertThat(streams(real)).isEqualTo(streams(simulated));
        assertThat(real.flows()).containsExactlyInAnyOrderElementsOf(simulated.flows());
        assertThat(real.log().stream().map(line -> line.replaceAll("\\d+", "W3")))
                .containsExactlyElementsOf(simulated.log().stream()
                        .map(line -> line.replaceAll("W\\d", "W3"))
                        .toList());
        assertThat(withoutBytes(real.connecting())).isEqualTo(withoutBytes(simulated.connecting()));
        assertThat(withoutBytes(real.tally())).isEqualTo(withoutBytes(simulated.tally()));
        return real;
    }

    /** What each client got of each node, in its order. Greetings count as the worker's. */
    private static Map<String, List<String>> streams(Observation seen) {
        Map<String, List<String>> streams = new TreeMap<>();
        for (Delivery delivery : seen.deliveries()) {
            String sender = delivery.isGreeting()
                    ? delivery.worker()
                    : delivery.payload().replaceFirst("#.*", "");
            streams.computeIfAbsent(sender + " to " + delivery.client(), none -> new ArrayList<>())
                    .add(delivery.payload());
        }
        return streams;
    }

    /** Ids are of different lengths in the two worlds. */
    private static Tally withoutBytes(Tally tally) {
        return new Tally(
                tally.redisConnections(),
                tally.channels(),
                tally.publishes(),
                tally.redisDeliveries(),
                tally.ownEchoesDropped(),
                tally.stateMessages(),
                0);
    }

    @Test
    @DisplayName("Two servers of 0.9.16 that were started one by one play on a Redis that was there before")
    void two_servers() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            ClusterOptions options = FAST.withRedis(redis.url());

            Observation seen = ClusterRun.run(Scenarios.TWO_SERVERS, RedisDialect.V0_9_16, options);

            assertAllChecksPass(seen);
            assertThat(seen.tally().channels())
                    .as("8 that all share, and 5 for each client; in 0.9.17, 13 is all")
                    .isEqualTo(8 + 2 * 5);
        }
    }

    @Test
    @DisplayName("DEBUG lines say which process printed them: the parser says the same on each, so it scales correctly")
    void debug() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setProperty("DEBUG", "socket.io-parser,socket.io-redis");
        try {
            ClusterRun.run(Scenarios.MIRROR, Generation.ADAPTER, FAST);
        } finally {
            System.clearProperty("DEBUG");
            System.setErr(stderr);
        }

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        for (String node : List.of("master", "W1", "W2", "W3", "W4")) {
            assertThat(lines)
                    .anyMatch(line ->
                            line.matches(node + " \\| \\S+ socket.io-parser encoded .* as 2\\[\"data\",\"payload\"]"));
        }
        assertThat(lines).anyMatch(line -> line.matches("W1 \\| \\S+ socket.io-redis ignore same uid"));
        assertThat(lines).allMatch(line -> line.matches("(master|W[1-4]) \\| .*"));
    }

    @Test
    @DisplayName("A process that nobody meant to kill is named, and what was awaited from it")
    void unexpected_death() {
        try (RealStage stage = new RealStage(RedisDialect.V8, FAST)) {
            stage.boot(Scenarios.TWO_SERVERS);
            ProcessHandle.current()
                    .descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> stage.emit("W1", Broadcast.data("payload")))
                    .isInstanceOf(ClusterFailure.class)
                    .hasMessageMatching("(?s)Waited for W1 to have emitted; but W[12] has ended with exit code \\d+.*");
        }
    }

    @Test
    @DisplayName("A Redis that cannot be reached is named before anything is started")
    void no_redis() {
        assertThatThrownBy(() ->
                        ClusterRun.run(Scenarios.MIRROR, Generation.ADAPTER, FAST.withRedis("redis://127.0.0.1:1")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("Redis at redis://127.0.0.1:1 cannot be reached");
    }

    @Test
    @DisplayName("A Redis on which others listen is refused: what they say would be counted as ours")
    void redis_in_use() throws InterruptedException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RealNode other = RealNode.create("other")) {
            CountDownLatch subscribed = new CountDownLatch(1);
            other.loop()
                    .execute(() -> other.createRedisClient("sub", redis.url())
                            .subscribe("news", (channel, payload) -> {}, subscribed::countDown));
            assertThat(subscribed.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> ClusterRun.run(Scenarios.MIRROR, Generation.ADAPTER, FAST.withRedis(redis.url())))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Somebody is already subscribed to 1 channels")
                    .hasMessageContaining("--redis");
        }
    }

    /** All but the one on the length of a second, which is shorter here. */
    private static void assertAllChecksPass(Observation seen) {
        assertThat(CalmClaims.judge(seen).checks())
                .filteredOn(check -> !check.name().equals("Beats are a second apart"))
                .isNotEmpty()
                .allMatch(Check::passed);
    }
}

package io.github.fanoutlab.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.RandomSource;
import io.github.fanoutlab.testbed.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("After cut connections, dead workers and restarts of Redis, the cluster recovers")
class FaultyDaysTest {

    private static final long SECOND = 1_000_000;
    private static final int SEEDS = 40;
    private static final int FAULTS = 6;

    @ParameterizedTest
    @ValueSource(strings = {"adapter", "legacy"})
    @DisplayName("no emit ever arrives twice; after the faults, none is missing")
    void no_copy_too_many_ever_and_no_copy_too_few_once_the_faults_are_over(String generation) {
        for (long seed = 0; seed < SEEDS; seed++) {
            World world =
                    generation.equals("adapter") ? FourEmitters.adapterAtStart(seed) : FourEmitters.legacyAtStart(seed);
            planFaults(world, generation);
            world.runUntil(60 * SECOND);

            for (int client = 1; client <= 4; client++) {
                assertThat(latePayloads(world, "C" + client))
                        .as("seed %d, C%d", seed, client)
                        .containsOnlyKeys(payload(1), payload(2), payload(3), payload(4))
                        .allSatisfy((payload, count) -> assertThat(count).isBetween(19, 21));
            }
            assertThat(copiesOfOneEmit(world)).as("seed %d", seed).allMatch(copies -> copies == 1);
        }
    }

    private static void planFaults(World world, String generation) {
        RandomSource random = world.random("faults");
        for (int i = 0; i < FAULTS; i++) {
            long at = random.nextBetween(SECOND, 15 * SECOND);
            int worker = 1 + random.nextInt(4);
            int kind = random.nextInt(6);
            world.at(at, "script", () -> strike(world, generation, kind, worker));
        }
    }

    private static void strike(World world, String generation, int kind, int worker) {
        String node = "W" + worker;
        if (kind == 0 && world.redis().isRunning()) {
            world.redis().restart(SECOND / 3);
        } else if (world.isAlive(node)) {
            switch (kind) {
                case 1 -> world.faults().cut(node, "pub");
                case 2 -> world.faults().cut(node, "sub");
                case 3 -> world.faults().cut(node, "redis");
                case 4 -> world.faults().cut(node, "C" + worker);
                default -> killAndForkAgain(world, generation, worker);
            }
        }
    }

    private static void killAndForkAgain(World world, String generation, int worker) {
        world.faults().kill("W" + worker);
        world.at(world.nowMicros() + SECOND, "script", () -> {
            if (generation.equals("adapter")) {
                FourEmitters.bootAdapter(world, worker);
            } else {
                FourEmitters.bootLegacy(world, worker);
            }
        });
    }

    private static String payload(int worker) {
        return "[\"payload of " + worker + "\"]";
    }

    private static Map<String, Integer> latePayloads(World world, String client) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        world.trace().events(Kind.DELIVERY).stream()
                .filter(event -> event.lane().equals(client) && event.timeMicros() > 40 * SECOND)
                .forEach(event -> counts.merge(event.text(), 1, Integer::sum));
        return counts;
    }

    /** For each timer and client, how many copies of what was emitted in that turn the client got. */
    private static List<Integer> copiesOfOneEmit(World world) {
        Map<String, Integer> copies = new LinkedHashMap<>();
        for (TraceEvent delivery : world.trace().events(Kind.DELIVERY)) {
            TraceEvent tick = world.trace().nearestCause(delivery, event -> event.kind() == Kind.TIMER);
            if (tick != null && delivery.text().startsWith("[\"payload")) {
                copies.merge(tick.id() + " at " + delivery.lane(), 1, Integer::sum);
            }
        }
        return new ArrayList<>(copies.values());
    }
}

package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.redis.RedisConnection;
import io.github.fanoutlab.testbed.trace.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Stalls, pauses and connections that stay cut: what is delayed, and what is not lost")
class StallTest {

    private static final long SECOND = 1_000_000;

    private final World world = World.of(WorldOptions.seed(3).withRedisLatency(Latency.fixed(500)));
    private final SimNode w1 = world.node("W1");
    private final SimNode w2 = world.node("W2");
    private final List<String> heard = new ArrayList<>();
    private final List<Long> heardAt = new ArrayList<>();
    private final List<Long> ticks = new ArrayList<>();

    StallTest() {
        w1.createRedisClient("sub", World.REDIS_URL)
                .subscribe(
                        "news",
                        (from, payload) -> {
                            heard.add(new String(payload, StandardCharsets.UTF_8));
                            heardAt.add(world.nowMicros());
                        },
                        () -> {});
        RedisConnection pub = w2.createRedisClient("pub", World.REDIS_URL);
        world.at(
                SECOND,
                "W2",
                () -> w2.loop().every(100, () -> {
                    ticks.add(world.nowMicros());
                    pub.publish("news", Integer.toString(ticks.size()).getBytes(StandardCharsets.UTF_8));
                }));
    }

    @Test
    void what_is_sent_on_a_stalled_connection_arrives_at_its_end_all_of_it_in_order() {
        world.at(
                2 * SECOND,
                "script",
                () -> assertThat(world.faults().stall("W1", "sub", SECOND)).isEqualTo(1));
        world.runUntil(4 * SECOND + 50_000);
        assertThat(heard).containsExactlyElementsOf(numbers(ticks.size()));
        assertThat(heardAt).noneMatch(at -> at > 2 * SECOND + 1_000 && at < 3 * SECOND);
        assertThat(world.trace().events(Kind.LOST)).isEmpty();
    }

    @Test
    void a_paused_process_has_no_turn_gets_everything_when_it_goes_on_and_its_timer_fires_once() {
        world.at(2 * SECOND, "script", () -> world.faults().pause("W1", SECOND));
        world.at(2 * SECOND, "script", () -> world.faults().pause("W2", SECOND));
        world.runUntil(4 * SECOND + 50_000);
        assertThat(ticks).noneMatch(at -> at > 2 * SECOND && at < 3 * SECOND);
        assertThat(ticks).filteredOn(at -> at == 3 * SECOND).hasSize(1);
        assertThat(heard).containsExactlyElementsOf(numbers(ticks.size()));
        assertThat(world.trace()
                        .events(event -> event.lane().equals("W1")
                                && event.timeMicros() > 2 * SECOND
                                && event.timeMicros() < 3 * SECOND))
                .isEmpty();
    }

    @Test
    void a_paused_redis_executes_everything_when_it_goes_on() {
        world.at(2 * SECOND, "script", () -> world.redis().pause(SECOND));
        world.runUntil(4 * SECOND + 50_000);
        assertThat(heard).containsExactlyElementsOf(numbers(ticks.size()));
        assertThat(heardAt).noneMatch(at -> at > 2 * SECOND + 1_000 && at < 3 * SECOND);
    }

    @Test
    void a_process_that_dies_while_it_is_paused_loses_what_waited_for_it() {
        world.at(2 * SECOND, "script", () -> world.faults().pause("W1", SECOND));
        world.at(2 * SECOND + 500_000, "script", () -> world.faults().kill("W1"));
        world.runUntil(4 * SECOND);
        assertThat(heardAt).allMatch(at -> at <= 2 * SECOND);
        assertThat(world.trace().events(Kind.LOST)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void while_a_connection_stays_cut_nobody_gets_through_and_afterwards_all_is_as_before() {
        world.at(
                2 * SECOND,
                "script",
                () -> assertThat(world.faults().cut("W1", "sub", SECOND)).isEqualTo(1));
        world.runUntil(8 * SECOND);
        assertThat(heardAt).noneMatch(at -> at > 2 * SECOND + 1_000 && at < 3 * SECOND);
        assertThat(world.trace().events(Kind.CONNECTION_REFUSED))
                .isNotEmpty()
                .allMatch(event -> event.name().endsWith("is cut"));
        assertThat(heardAt.get(heardAt.size() - 1)).isGreaterThan(7 * SECOND);
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }
}

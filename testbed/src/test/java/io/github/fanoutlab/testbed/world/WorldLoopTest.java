package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node's loop on virtual time")
class WorldLoopTest {

    private final World world = World.of(WorldOptions.seed(1));
    private final SimNode node = world.node("W1");
    private final EventLoop loop = node.loop();
    private final List<String> seen = new ArrayList<>();

    private void see(String what) {
        seen.add(loop.nowMillis() + " " + what);
    }

    @Test
    void timers_fire_at_their_time_those_of_the_same_time_in_the_order_of_scheduling() {
        world.at(1_000_000, "W1", () -> {
            loop.schedule(20, () -> see("late"));
            loop.schedule(10, () -> see("one"));
            loop.schedule(10, () -> see("two"));
            loop.schedule(15, () -> see("cancelled")).cancel();
        });
        world.runUntil(2_000_000);

        assertThat(seen).containsExactly("1010 one", "1010 two", "1020 late");
        assertThat(world.nowMicros()).isEqualTo(2_000_000);
    }

    @Test
    void an_interval_goes_on_until_it_is_cancelled_also_from_within() {
        EventLoop.Timer[] timer = new EventLoop.Timer[1];
        world.at(
                0,
                "W1",
                () -> timer[0] = loop.every(1_000, () -> {
                    see("tick");
                    if (seen.size() == 3) {
                        timer[0].cancel();
                    }
                }));
        world.runUntil(10_000_000);

        assertThat(seen).containsExactly("1000 tick", "2000 tick", "3000 tick");
    }

    @Test
    void a_turn_ends_with_what_was_left_to_its_end_and_a_task_is_a_later_turn() {
        world.at(0, "W1", () -> {
            loop.execute(() -> see("later turn"));
            loop.atEndOfTurn(() -> {
                see("end of turn");
                loop.atEndOfTurn(() -> see("end of the end"));
            });
            loop.run(() -> see("now"));
        });
        world.runToQuiescence(1_000);

        assertThat(seen).containsExactly("0 now", "0 end of turn", "0 end of the end", "0 later turn");
    }

    @Test
    void what_is_run_from_outside_waits_for_a_turn() {
        loop.run(() -> see("in loop: " + loop.inLoop()));
        assertThat(seen).isEmpty();
        world.runToQuiescence(1_000);
        assertThat(seen).containsExactly("0 in loop: true");
    }

    @Test
    void a_clock_starts_with_its_node_and_the_one_on_the_wall_with_the_world() {
        world.runUntil(5_000_000);
        SimNode late = world.node("W2");
        world.runUntil(6_500_000);
        assertThat(late.loop().nowMillis()).isEqualTo(1_500);
        assertThat(loop.nowMillis()).isEqualTo(6_500);
        assertThat(late.loop().wallClockMillis()).isEqualTo(World.EPOCH_MILLIS + 6_500);
    }

    @Test
    void a_timer_is_caused_by_the_turn_that_scheduled_it() {
        world.at(0, "W1", "schedule it", () -> loop.schedule(5, () -> node.record(Kind.EMIT, "", "data", "payload")));
        world.runUntil(10_000);
        TraceEvent emit = world.trace().events(Kind.EMIT).get(0);
        assertThat(world.trace().causesOf(emit)).extracting(TraceEvent::kind).containsExactly(Kind.TIMER, Kind.ACTION);
        assertThat(world.trace().causesOf(emit).get(1).name()).isEqualTo("schedule it");
    }

    @Test
    void to_schedule_out_of_turn_or_in_the_turn_of_another_node_is_refused() {
        assertThatThrownBy(() -> loop.schedule(1, () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside of any turn");
        world.node("W2");
        world.at(0, "W2", () -> loop.every(1, () -> {}));
        assertThatThrownBy(() -> world.runUntil(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in the turn of W2");
    }

    @Test
    void what_escapes_from_a_turn_leaves_the_run_and_says_where_it_was() {
        world.at(3_000, "W1", "go", () -> {
            throw new IllegalArgumentException("oops");
        });
        assertThatThrownBy(() -> world.runUntil(1_000_000))
                .hasMessage("oops")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()[0])
                        .hasMessageContaining("seed 1, at 3000 µs")
                        .hasMessageContaining("W1 ACTION"));
    }

    @Test
    void quiescence_is_when_only_timers_are_left() {
        world.at(500, "W1", () -> loop.every(1_000, () -> see("tick")));
        assertThat(world.runToQuiescence(10_000_000)).isTrue();
        assertThat(world.nowMicros()).isEqualTo(500);

        world.at(2_000, "W1", () -> {});
        assertThat(world.runToQuiescence(1_000)).isFalse();
        assertThat(world.nowMicros()).isEqualTo(1_000);
    }

    @Test
    void log_lines_are_recorded_when_their_namespace_is_wanted_and_warnings_always() {
        World talking = World.of(WorldOptions.seed(1).withDebug(namespace -> namespace.equals("engine")));
        SimNode talker = talking.node("W1");
        talker.log().log("engine", () -> "handshaking");
        talker.log().log("socket.io", () -> {
            throw new AssertionError("not to be put together");
        });
        talker.log().warn("careful");
        assertThat(talking.trace().events(event -> event.kind() == Kind.LOG || event.kind() == Kind.WARNING))
                .extracting(TraceEvent::name, TraceEvent::text)
                .containsExactly(tuple("engine", "handshaking"), tuple("", "careful"));
    }

    @Test
    void ids_come_from_the_seed_and_differ_between_nodes_and_lives() {
        World same = World.of(WorldOptions.seed(1));
        byte[] first = node.ids().nextBytes(15);
        assertThat(same.node("W1").ids().nextBytes(15)).isEqualTo(first);
        assertThat(same.node("W2").ids().nextBytes(15)).isNotEqualTo(first);
        same.faults().kill("W1");
        assertThat(same.node("W1").ids().nextBytes(15)).isNotEqualTo(first);
        assertThat(World.of(WorldOptions.seed(2)).node("W1").ids().nextBytes(15))
                .isNotEqualTo(first);
    }

    @Test
    void a_name_that_is_no_host_name_is_refused() {
        assertThatThrownBy(() -> world.node("worker_1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("worker_1")
                .hasMessageContaining("letters, digits and hyphens");
    }
}

package io.github.fanoutlab.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.testbed.OtherJvm;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The seed decides the run")
class SameSeedSameRunTest {

    @Test
    void the_same_seed_twice_gives_the_same_trace_event_by_event() {
        Trace first = EventfulRun.of(42).trace();
        Trace second = EventfulRun.of(42).trace();
        assertThat(second.events().stream().map(TraceEvent::line))
                .containsExactlyElementsOf(
                        first.events().stream().map(TraceEvent::line).toList());
        assertThat(second.hash()).isEqualTo(first.hash());
    }

    @Test
    void every_kind_of_event_that_the_world_itself_makes_occurs_in_that_run() {
        TreeSet<Kind> kinds = new TreeSet<>(EventfulRun.of(42).trace().events().stream()
                .map(TraceEvent::kind)
                .toList());
        TreeSet<Kind> expected = new TreeSet<>(List.of(Kind.values()));
        expected.removeAll(List.of(Kind.EMIT, Kind.DELIVERY, Kind.ACKED, Kind.CONNECTED, Kind.DISCONNECTED, Kind.LOG));
        assertThat(kinds).isEqualTo(expected);
    }

    @Test
    void another_seed_gives_other_latencies() {
        assertThat(arrivals(1)).isNotEqualTo(arrivals(2));
        assertThat(LongStream.range(0, 20)
                        .mapToObj(seed -> EventfulRun.of(seed).trace().hash()))
                .doesNotHaveDuplicates();
    }

    private static List<Long> arrivals(long seed) {
        return EventfulRun.of(seed).trace().events(Kind.HTTP_REQUEST_RECEIVED).stream()
                .map(TraceEvent::timeMicros)
                .toList();
    }

    @Test
    void another_jvm_of_this_and_of_every_other_installed_version_makes_the_same_run() {
        List<String> here = hashes(42, 43);
        for (OtherJvm jvm : OtherJvm.all()) {
            assertThat(jvm.run(EventfulRun.class, "42", "43")).as("%s", jvm).isEqualTo(here);
        }
    }

    private static List<String> hashes(long... seeds) {
        return LongStream.of(seeds)
                .mapToObj(seed -> EventfulRun.of(seed).trace().hash())
                .toList();
    }

    @Test
    void every_effect_comes_after_its_cause() {
        Trace trace = EventfulRun.of(5).trace();
        for (TraceEvent event : trace.events()) {
            assertThat(event.cause()).isLessThan(event.id());
            if (event.cause() >= 0) {
                assertThat(event.timeMicros())
                        .isGreaterThanOrEqualTo(trace.causeOf(event).timeMicros());
            }
        }
    }

    @Test
    void one_more_draw_for_one_purpose_shifts_nothing_elsewhere() {
        World plain = World.of(WorldOptions.seed(9));
        World drawn = World.of(WorldOptions.seed(9));
        drawn.random("something else").nextLong();
        assertThat(drawn.random("latency").nextLong())
                .isEqualTo(plain.random("latency").nextLong());
    }
}

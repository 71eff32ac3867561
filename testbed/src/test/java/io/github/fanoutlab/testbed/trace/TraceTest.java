package io.github.fanoutlab.testbed.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.platform.redis.RedisCommand;
import io.github.fanoutlab.platform.redis.RedisReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A trace knows what caused what")
class TraceTest {

    private final Trace trace = new Trace();

    /** W1 emits, Redis mirrors it to W2 and W3, W2's client gets it; meanwhile W3 has a tick of its own. */
    private void mirror() {
        add(-1, "W1", Kind.ACTION, "");
        add(0, "W1", Kind.REDIS_SENT, "PUBLISH");
        add(-1, "W3", Kind.TIMER, "");
        add(1, "redis", Kind.REDIS_HANDLED, "PUBLISH");
        add(3, "W2", Kind.REDIS_PUSH, "message");
        add(3, "W3", Kind.REDIS_PUSH, "message");
        add(4, "W2", Kind.FRAME_SENT, "text");
        add(6, "C2", Kind.FRAME_RECEIVED, "text");
    }

    private long add(long cause, String lane, Kind kind, String name) {
        return trace.add(cause, trace.size() * 10L, lane, kind, "", "", name, null, 0);
    }

    private static List<Long> ids(List<TraceEvent> events) {
        return events.stream().map(TraceEvent::id).toList();
    }

    @Test
    void causes_lead_back_to_the_root() {
        mirror();
        assertThat(ids(trace.causesOf(trace.event(7)))).containsExactly(6L, 4L, 3L, 1L, 0L);
        assertThat(trace.causeOf(trace.event(0))).isNull();
        assertThat(trace.nearestCause(trace.event(7), event -> event.lane().equals("redis"))
                        .id())
                .isEqualTo(3);
        assertThat(trace.nearestCause(trace.event(7), event -> event.kind() == Kind.FAULT))
                .isNull();
    }

    @Test
    void effects_are_found_directly_and_through_others_also_while_the_run_goes_on() {
        mirror();
        assertThat(ids(trace.effectsOf(trace.event(3)))).containsExactly(4L, 5L);
        assertThat(ids(trace.allEffectsOf(trace.event(1)))).containsExactly(3L, 4L, 5L, 6L, 7L);
        add(3, "W4", Kind.REDIS_PUSH, "message");
        assertThat(ids(trace.effectsOf(trace.event(3)))).containsExactly(4L, 5L, 8L);
    }

    @Test
    void the_past_follows_causes_and_lanes() {
        mirror();
        assertThat(ids(trace.everythingBefore(trace.event(7)))).containsExactly(0L, 1L, 3L, 4L, 6L);
        assertThat(ids(trace.everythingBefore(trace.event(5)))).containsExactly(0L, 1L, 2L, 3L);
        assertThat(trace.happenedBefore(trace.event(2), trace.event(5))).isTrue();
        assertThat(trace.happenedBefore(trace.event(2), trace.event(7))).isFalse();
        assertThat(trace.happenedBefore(trace.event(7), trace.event(2))).isFalse();
    }

    @Test
    @DisplayName("the past is the transitive closure of cause and lane order, on random traces")
    void the_past_is_the_transitive_closure() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 150; i++) {
            add(random.nextInt(-1, Math.max(0, i)), "L" + random.nextInt(6), Kind.TIMER, "");
        }
        for (TraceEvent event : trace.events()) {
            TreeSet<Long> past = new TreeSet<>();
            collectPast(event, past);
            assertThat(ids(trace.everythingBefore(event))).containsExactlyElementsOf(past);
        }
    }

    private void collectPast(TraceEvent event, TreeSet<Long> past) {
        List<TraceEvent> before = new ArrayList<>();
        if (event.cause() >= 0) {
            before.add(trace.event(event.cause()));
        }
        trace.events(other -> other.lane().equals(event.lane()) && other.id() < event.id()).stream()
                .reduce((first, second) -> second)
                .ifPresent(before::add);
        before.stream().filter(other -> past.add(other.id())).forEach(other -> collectPast(other, past));
    }

    @Test
    void the_hash_is_that_of_the_lines_and_every_field_counts() {
        trace.add(-1, 5, "W1", Kind.EMIT, "C1", "c", "data", "a\nb", 7);
        assertThat(trace.event(0).line()).isEqualTo("0 <--1 @5 W1 EMIT peer=C1 on=c name=data number=7 : a\\nb");
        // printf '0 <--1 @5 W1 EMIT peer=C1 on=c name=data number=7 : a\\nb\n' | sha256sum
        assertThat(trace.hash()).isEqualTo("b2a8285b86c5e4e052327c35c5a8ff6ce8e3b23f7e1321afa0a92742d84f5f2a");

        TreeSet<String> hashes = new TreeSet<>(List.of(trace.hash()));
        hashes.add(hashOf(-1, 6, "W1", Kind.EMIT, "C1", "c", "data", "a\nb", 7));
        hashes.add(hashOf(-1, 5, "W2", Kind.EMIT, "C1", "c", "data", "a\nb", 7));
        hashes.add(hashOf(-1, 5, "W1", Kind.TIMER, "C1", "c", "data", "a\nb", 7));
        hashes.add(hashOf(-1, 5, "W1", Kind.EMIT, "C2", "c", "data", "a\nb", 7));
        hashes.add(hashOf(-1, 5, "W1", Kind.EMIT, "C1", "d", "data", "a\nb", 7));
        hashes.add(hashOf(-1, 5, "W1", Kind.EMIT, "C1", "c", "date", "a\nb", 7));
        hashes.add(hashOf(-1, 5, "W1", Kind.EMIT, "C1", "c", "data", "a b", 7));
        hashes.add(hashOf(-1, 5, "W1", Kind.EMIT, "C1", "c", "data", "a\nb", 8));
        assertThat(hashes).hasSize(9);
    }

    private static String hashOf(
            long cause,
            long time,
            String lane,
            Kind kind,
            String peer,
            String on,
            String name,
            Object payload,
            long n) {
        Trace other = new Trace();
        other.add(cause, time, lane, kind, peer, on, name, payload, n);
        return other.hash();
    }

    @Test
    void payloads_of_redis_tell_their_channel_message_and_size() {
        byte[] message = "hällo".getBytes(StandardCharsets.UTF_8);
        RedisReply push = new RedisReply.Multi(List.of(
                RedisReply.Bulk.of("pmessage"),
                RedisReply.Bulk.of("a*"),
                RedisReply.Bulk.of("abc"),
                new RedisReply.Bulk(message)));
        trace.add(-1, 0, "W1", Kind.REDIS_SENT, "redis", "", "PUBLISH", RedisCommand.of("PUBLISH", "abc", message), 0);
        trace.add(-1, 0, "W1", Kind.REDIS_PUSH, "redis", "", "pmessage", push, 0);
        trace.add(-1, 0, "W1", Kind.REDIS_SENT, "redis", "", "GET", RedisCommand.of("GET", "abc"), 0);
        for (int id = 0; id < 2; id++) {
            assertThat(trace.event(id).channel()).isEqualTo("abc");
            assertThat(trace.event(id).published()).isEqualTo(message);
            assertThat(trace.event(id).bytes()).isEqualTo(6);
        }
        assertThat(trace.event(0).text()).isEqualTo("PUBLISH abc h\\xc3\\xa4llo");
        assertThat(trace.event(2).channel()).isEmpty();
        assertThat(trace.event(2).published()).isNull();
        assertThat(trace.lanes()).containsExactly("W1");
    }
}

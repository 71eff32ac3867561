package io.github.fanoutlab.simulator.check.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What was missed is explained by what failed")
class BlameTest {

    private static FaultyVerdict passing(Generation generation, String scenario, String faults) {
        FaultyVerdict verdict =
                FaultyVerdict.of(FaultyRun.of(RunString.parse(scenario + ';' + generation.key() + ';' + faults)));
        assertThat(verdict.failures()).as(verdict.run().string().command()).isEmpty();
        return verdict;
    }

    private static TreeSet<Cause> causes(Generation generation, String scenario, String faults) {
        return new TreeSet<>(passing(generation, scenario, faults).misses().stream()
                .map(Miss::cause)
                .toList());
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName(
            "its worker was dead, and is forked again half a second before the next beat: the client is still away")
    void dead(Generation generation) {
        assertThat(causes(generation, "heartbeat", "kill:W2@1.5s+1s")).contains(Cause.NODE_DEAD);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the subscription was lost while the way to Redis was cut")
    void subscription_lost(Generation generation) {
        assertThat(causes(generation, "heartbeat", "cut:W2.sub@1.5s+1s")).containsExactly(Cause.SUBSCRIPTION_LOST);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the client was away")
    void away(Generation generation) {
        assertThat(causes(generation, "heartbeat", "leave:C2@1.5s+1s")).containsExactly(Cause.CLIENT_AWAY);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the emitting node waited for Redis with what it had to say, and died")
    void unsent(Generation generation) {
        assertThat(causes(generation, "heartbeat", "cut:master.redis@1.5s+3s;kill:master@3s"))
                .containsExactly(Cause.UNSENT);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("Redis had it, and the connection from Redis broke while it was stalled")
    void lost_from_redis(Generation generation) {
        assertThat(causes(generation, "heartbeat", "stall:W2.sub@1.5s+1s;cut:W2.sub@2.3s"))
                .containsExactly(Cause.LOST_FROM_REDIS);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("it was on a stalled connection to the client when that broke")
    void lost_to_client(Generation generation) {
        assertThat(causes(generation, "heartbeat", "stall:W2.C2@1.5s+1s;cut:W2.C2@2.3s"))
                .contains(Cause.LOST_TO_CLIENT);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("it was on a stalled connection to Redis when that broke")
    void lost_to_redis(Generation generation) {
        assertThat(causes(generation, "heartbeat", "stall:master.pub@1.5s+1s;cut:master.pub@2.3s"))
                .containsExactly(Cause.LOST_TO_REDIS);
    }

    @Test
    @DisplayName("0.9: a worker that was forked while Redis was away tells of a join later, to who listens by then")
    void join_told_too_early() {
        String faults = "seed=159;nodes=W2,W3;clients=C2;steps=3;kill:W2@1.3s+300ms;failover:redis@1.4s+400ms";
        assertThat(passing(Generation.LEGACY, "rooms", faults).extras())
                .extracting(Extra::cause)
                .containsExactly(Cause.MEMBER_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("stalls and pauses alone lose nothing at all")
    void nothing_lost(Generation generation) {
        String held = "stall:W2.redis@1.5s+1s;pause:W3@1.5s+1s;pause:redis@4.5s+1s;stall:W1.C1@6.5s+2s";
        assertThat(causes(generation, "heartbeat", held)).isEqualTo(new TreeSet<>(List.of()));
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the connection had died, and its worker did not know")
    void died_silently(Generation generation) {
        assertThat(causes(generation, "heartbeat", "silence:W2.C2@1.5s+1s")).contains(Cause.DIED_SILENTLY);
        assertThat(causes(generation, "heartbeat", "silence:W2.sub@1.5s+1s")).containsExactly(Cause.DIED_SILENTLY);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the worker did not read, and Redis kept no more for it")
    void output_buffer(Generation generation) {
        assertThat(causes(generation, "heartbeat", "overflow:W2.sub@1.5s+1s")).containsExactly(Cause.OUTPUT_BUFFER);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName(
            "its worker crashed with the machine: the client finds out by its heartbeat alone, and is back in time")
    void crashed(Generation generation) {
        assertThat(causes(generation, "heartbeat", "crash:W2@1.5s+1s")).contains(Cause.CLIENT_AWAY);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("lag, slow readers, a full Redis that nobody dials and a clock set back lose nothing at all")
    void only_late(Generation generation) {
        String late = "lag:W2.redis@1.5s+2s;slow:W3.C3@1.5s+1s;full:redis@1.5s+1s;clock:W4@1.5s+5s;lag:W1.C1@3s+3s";
        assertThat(causes(generation, "heartbeat", late)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the client came back in time, but was put into its room a moment too late")
    void not_in_room(Generation generation) {
        assertThat(causes(generation, "rooms", "seed=1;leave:N4@100ms+1810ms"))
                .containsExactlyInAnyOrder(Cause.CLIENT_AWAY, Cause.NOT_IN_ROOM);
        assertThat(passing(generation, "rooms", "seed=1;leave:C3@100ms+810ms").extras())
                .singleElement()
                .satisfies(extra -> assertThat(extra.cause()).isEqualTo(Cause.NOT_IN_ROOM));
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("its worker died with an emit on its way, came back, believed its own echo: the client gets it again")
    void former_life(Generation generation) {
        assertThat(passing(generation, "sixteen", "seed=101811;nodes=W4;beats=5;stall:W4.pub@5s+2.9s;kill:W4@7s+1us")
                        .extras())
                .singleElement()
                .satisfies(extra -> assertThat(extra.cause()).isEqualTo(Cause.FORMER_LIFE));
    }

    @Test
    @DisplayName("0.9 excepts sessions: a node that was deaf when one joined does not know it, now and for ever")
    void member_unknown() {
        String faults = "leave:C2@100ms+200ms;cut:W3.sub@50ms+700ms";
        assertThat(passing(Generation.LEGACY, "rooms", faults).extras())
                .hasSize(2)
                .allMatch(extra ->
                        extra.cause() == Cause.MEMBER_UNKNOWN && extra.client().equals("C2"));
        assertThat(passing(Generation.ADAPTER, "rooms", faults).extras()).isEmpty();
    }
}

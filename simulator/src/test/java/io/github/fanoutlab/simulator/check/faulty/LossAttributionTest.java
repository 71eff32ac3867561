package io.github.fanoutlab.simulator.check.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Losses are attributed to what failed")
class LossAttributionTest {

    private static Verdict<FaultyRun> passing(Generation generation, String scenario, String faults) {
        Verdict<FaultyRun> verdict =
                FaultyClaims.judge(FaultyRun.of(RunString.parse(scenario + ';' + generation.key() + ';' + faults)));
        assertThat(verdict.failures()).as(verdict.run().string().command()).isEmpty();
        return verdict;
    }

    private static TreeSet<Cause> causes(Generation generation, String scenario, String faults) {
        return new TreeSet<>(passing(generation, scenario, faults).misses().stream()
                .map(Deviation::cause)
                .toList());
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "its worker was dead, and is forked half a second before the next beat | kill:W2@1.5s+1s | also | NODE_DEAD",
                "its subscription was lost while the way to Redis was cut | cut:W2.sub@1.5s+1s | only | SUBSCRIPTION_LOST",
                "the client was away | leave:C2@1.5s+1s | only | CLIENT_AWAY",
                "the emitting node waited for Redis with what it had to say, and died"
                        + "| cut:master.redis@1.5s+3s;kill:master@3s | only | UNSENT",
                "Redis had it, and the connection from Redis broke while it was stalled"
                        + "| stall:W2.sub@1.5s+1s;cut:W2.sub@2.3s | only | LOST_FROM_REDIS",
                "it was on a stalled connection to the client when that broke"
                        + "| stall:W2.C2@1.5s+1s;cut:W2.C2@2.3s | also | LOST_TO_CLIENT",
                "it was on a stalled connection to Redis when that broke"
                        + "| stall:master.pub@1.5s+1s;cut:master.pub@2.3s | only | LOST_TO_REDIS",
                "the connection to the client had died, and its worker did not know"
                        + "| silence:W2.C2@1.5s+1s | also | DIED_SILENTLY",
                "the connection from Redis had died, and nobody knew | silence:W2.sub@1.5s+1s | only | DIED_SILENTLY",
                "the worker did not read, and Redis kept no more for it | overflow:W2.sub@1.5s+1s | only | OUTPUT_BUFFER",
                "its worker crashed with the machine: the client finds out by its heartbeat alone, and is back in time"
                        + "| crash:W2@1.5s+1s | also | CLIENT_AWAY"
            })
    void because(String reason, String faults, String howMany, Cause cause) {
        for (Generation generation : Generation.values()) {
            TreeSet<Cause> causes = causes(generation, "heartbeat", faults);
            assertThat(causes).as("%s, %s", generation, reason).contains(cause);
            assertThat(causes.size() == 1 || howMany.equals("also"))
                    .as("%s", causes)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "nothing is lost by {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "stalls and pauses | stall:W2.redis@1.5s+1s;pause:W3@1.5s+1s;pause:redis@4.5s+1s;stall:W1.C1@6.5s+2s",
                "lag, slow readers, a full Redis that nobody dials and a clock set back"
                        + "| lag:W2.redis@1.5s+2s;slow:W3.C3@1.5s+1s;full:redis@1.5s+1s;clock:W4@1.5s+5s;lag:W1.C1@3s+3s"
            })
    void nothing_lost(String what, String faults) {
        for (Generation generation : Generation.values()) {
            assertThat(causes(generation, "heartbeat", faults))
                    .as("%s, %s", generation, what)
                    .isEmpty();
        }
    }

    @Test
    @DisplayName(
            "0.9: a worker that was forked while Redis was away publishes a join later, to the nodes that are subscribed by then")
    void join_told_too_early() {
        String faults = "seed=159;nodes=W2,W3;clients=C2;steps=3;kill:W2@1.3s+300ms;failover:redis@1.4s+400ms";
        assertThat(passing(Generation.LEGACY, "rooms", faults).extras())
                .extracting(Deviation::cause)
                .containsExactly(Cause.MEMBER_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("the client came back in time, but joined its room a moment too late")
    void not_in_room(Generation generation) {
        assertThat(causes(generation, "rooms", "seed=1;leave:N4@100ms+1810ms"))
                .containsExactlyInAnyOrder(Cause.CLIENT_AWAY, Cause.NOT_IN_ROOM);
        assertThat(passing(generation, "rooms", "seed=1;leave:C3@100ms+810ms").extras())
                .singleElement()
                .satisfies(extra -> assertThat(extra.cause()).isEqualTo(Cause.NOT_IN_ROOM));
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName(
            "its worker died with an emit on its way, was restarted, and did not know its own echo: the client gets it again")
    void former_life(Generation generation) {
        assertThat(passing(generation, "sixteen", "seed=101811;nodes=W4;beats=5;stall:W4.pub@5s+2.9s;kill:W4@7s+1us")
                        .extras())
                .singleElement()
                .satisfies(extra -> assertThat(extra.cause()).isEqualTo(Cause.FORMER_LIFE));
    }

    @Test
    @DisplayName("0.9 excepts sessions: a node that was not subscribed when a client joined never learns of it")
    void member_unknown() {
        String faults = "leave:C2@100ms+200ms;cut:W3.sub@50ms+700ms";
        assertThat(passing(Generation.LEGACY, "rooms", faults).extras())
                .hasSize(2)
                .allMatch(extra ->
                        extra.cause() == Cause.MEMBER_UNKNOWN && extra.client().equals("C2"));
        assertThat(passing(Generation.ADAPTER, "rooms", faults).extras()).isEmpty();
    }
}

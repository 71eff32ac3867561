package io.github.fanoutlab.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.testbed.world.Balancing;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run string")
class RunStringTest {

    @Test
    @DisplayName("names scenario, generation with its version, seed, simulator, and the faults in time")
    void prints_everything() {
        RunString string = RunString.of(
                Scenarios.FOUR_EMITTERS,
                Generation.LEGACY,
                42,
                List.of(
                        new Fault(FaultKind.RESTART, "redis", 4_000_000, 300_000),
                        new Fault(FaultKind.KILL, "W2", 3_200_000, 0),
                        new Fault(FaultKind.CUT, "W1.sub", 2_000_000, 1_500_020)));
        assertThat(string)
                .hasToString("four-emitters;legacy=0.9.17;seed=42;sim=1;"
                        + "cut:W1.sub@2s+1.50002s;kill:W2@3.2s;restart:redis@4s+300ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "four-emitters;legacy=0.9.17;seed=42;sim=1;kill:W2@3.2s",
                "heartbeat;adapter=8;seed=-9223372036854775808;sim=7;kill:master@0s+1ms;pause:redis@20us+1s",
                "sixteen;adapter=8;seed=0;sim=1;cut:W3.C1@1s;stall:W4.pub@1s+20ms;leave:C1@9.999999s+3s",
                "rooms;legacy=0.9.17;seed=1;sim=1",
                "heartbeat;legacy=0.9.17;seed=1;sim=1;kill:W2@master#3+500ms;cut:W1.sub@W1#1",
                "rooms;legacy=0.9.16;seed=1;sim=1",
                "mirror;legacy=0.9.17;seed=1;sim=1;kill:W2@C2.handshaken;cut:W2.sub@C2.connected,50ms+1s",
                "mirror;legacy=0.9.17;seed=1;sim=1;leave:C1@C1.received#3+1s;pause:redis@W2.subscribed#2,1.5s+1s",
                "mirror;adapter=8;seed=1;sim=1;crash:W3@W3.started#2;kill:W1@C2.disconnected;kill:W1@W1#3,1us",
                "rooms;legacy=0.9.17;seed=1;sim=1;transport=xhr-polling",
                "rooms;legacy=0.9.16;seed=1;sim=1;transport=fallback;balancer=source",
                "rooms;adapter=8;seed=1;sim=1;transport=upgrade;balancer=cookie;nodes=W1,W2;cut:W2.C1@1s",
                "rooms;adapter=8;seed=1;sim=1;balancer=round-robin",
                "sixteen;adapter=8;seed=1;sim=1;nodes=W2,W3;beats=2;cut:W3.C1@1s",
                "heartbeat;adapter=8;seed=1;sim=1;nodes=master,W1,W3;clients=C3;kill:W1@1s",
                "worker-death;legacy=0.9.17;seed=1;sim=1;steps=1,4;beats=1",
                "mirror;legacy=0.9.17;seed=1;sim=1;steps=none;kill:W2@0s",
                "mirror;adapter=8;seed=1;sim=1;first:W2.sub@0s;first:redis.W1.pub@W1#1;first:C1.W1@W1#1,600us"
            })
    @DisplayName("is read as it was printed")
    void round_trip(String text) {
        assertThat(RunString.parse(text)).hasToString(text);
    }

    @Test
    @DisplayName("leaves out what is implied: the first time, at once")
    void first_time() {
        assertThat(RunString.parse("mirror;legacy;kill:W1@C1.connected#1,0s"))
                .hasToString("mirror;legacy=0.9.17;seed=42;sim=1;kill:W1@C1.connected");
    }

    @Test
    @DisplayName("may leave out the version, the seed and the simulator; 0.5s is 500ms")
    void short_forms() {
        assertThat(RunString.parse("mirror;legacy;kill:W1@0.5s"))
                .hasToString("mirror;legacy=0.9.17;seed=42;sim=1;kill:W1@500ms");
        assertThat(RunString.parse("mirror;adapter=8.3"))
                .as("as 0.1.0 wrote it")
                .hasToString("mirror;adapter=8;seed=42;sim=1");
    }

    @Test
    @DisplayName("may leave out the generation, to name several")
    void several_generations() {
        assertThat(RunString.parseAll("mirror;seed=7;kill:W1@1s", RedisDialect.COMPARED))
                .extracting(RunString::toString)
                .containsExactly(
                        "mirror;legacy=0.9.17;seed=7;sim=1;kill:W1@1s",
                        "mirror;adapter=8;seed=7;sim=1;kill:W1@1s",
                        "mirror;adapter=streams;seed=7;sim=1;kill:W1@1s");
        assertThat(RunString.parseAll("mirror", List.of(RedisDialect.V5)))
                .containsExactly(RunString.parse("mirror;adapter=5"));
        assertThat(RunString.parseAll("emitter", RedisDialect.COMPARED))
                .extracting(RunString::dialect)
                .as("streams have no emitter")
                .containsExactly(RedisDialect.V0_9_17, RedisDialect.V8);
        assertThat(RunString.parseAll("mirror;adapter=5", RedisDialect.COMPARED))
                .containsExactly(RunString.parse("mirror;adapter=5"));
        assertThatThrownBy(() -> RunString.parseAll("mirror;adaptor", RedisDialect.COMPARED))
                .hasMessageContaining("a generation");
    }

    @Test
    @DisplayName("may keep a part of the scenario: with a node go its emits, and its clients' connections to it")
    void parts() {
        RunString part = RunString.parse("sixteen;adapter;nodes=W2,W3;beats=2;cut:W3.C1@1s");
        assertThat(part.isWhole()).isFalse();
        assertThat(part.scenario().nodes()).containsExactly("W2", "W3");
        assertThat(part.scenario().clients()).containsExactly(ClientRole.on("C1", "W2", "W3"));
        assertThat(part.scenario().steps())
                .containsExactly(new Step.Beat(List.of("W2", "W3"), 2, true, Broadcast.data("")));
        assertThat(RunString.parse("sixteen;adapter;beats=10;nodes=master,W1,W2,W3,W4")
                        .isWhole())
                .isTrue();
    }

    @Test
    @DisplayName("is no longer than a person writes: what is, takes no memory")
    void length() {
        assertThatThrownBy(() -> RunString.parse("heartbeat" + ";".repeat(10_000)))
                .isInstanceOf(RunStringSyntaxException.class)
                .hasMessageContaining("found \"10009 characters\", expected at most 10000");
    }

    @Test
    @DisplayName(
            "may say how clients reach the workers; behind a balancer each has one connection, and faults may hit it at any worker")
    void access() {
        RunString string = RunString.parse("sixteen;adapter;transport=polling;balancer=source;cut:W3.C1@1s");
        assertThat(string.access()).isEqualTo(new Access(Transport.POLLING, Balancing.SOURCE));
        assertThat(string.played().clients()).containsExactly(ClientRole.on("C1", "balancer"));
        assertThat(string.exposed().clients()).containsExactly(ClientRole.on("C1", "W1", "W2", "W3", "W4"));
        assertThat(string.isAsDocumented()).isFalse();
        assertThat(RunString.parse("sixteen;adapter;transport=websocket;balancer=none"))
                .isEqualTo(RunString.parse("sixteen;adapter"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "five-emitters;legacy            |  1 | a scenario: heartbeat, mirror",
                "mirror                          |  7 | a generation: legacy=0.9.17 or adapter=8",
                "mirror;third                    |  8 | a generation",
                "mirror;legacy=0.9.15            | 15 | 0.9.17 or 0.9.16",
                "mirror;adapter=8.2             | 16 | 8 or 5 or 0.1",
                "mirror;legacy;seed=x            | 20 | a whole number",
                "mirror;legacy;seed=99999999999999999999 | 20 | a whole number",
                "mirror;legacy;sim=              | 19 | the version of the simulator",
                "mirror;legacy;transport=poll    | 25 | a transport of legacy: websocket, xhr-polling",
                "mirror;adapter;transport=poll   | 26 | a transport of adapter: websocket, polling, upgrade",
                "mirror;adapter;balancer=random  | 25 | a balancer: none, round-robin, source, cookie",
                "mirror;legacy;nodes=W1,W9       | 24 | some of master,W1,W2,W3,W4",
                "mirror;legacy;clients=          | 23 | some of C1,C2,C3,C4",
                "two-servers;legacy;steps=1,3    | 28 | some of 1,2",
                "heartbeat;legacy;beats=0        | 24 | a number of beats",
                "mirror;legacy;kill:W1@1s;nodes=W2 | 20 | here: W2",
                "mirror;legacy;burn:W1@1s        | 15 | seed=, sim=, transport=, balancer=, nodes=, clients=, steps=, beats= or a fault: kill, cut",
                "mirror;legacy;kill              | 19 | ~:~ and a node",
                "mirror;legacy;kill:W9@1s        | 20 | here: master, W1, W2, W3, W4",
                "mirror;legacy;cut:W1.C2@1s      | 19 | W1.sub, W2.redis",
                "mirror;legacy;kill:W1           | 22 | ~@~ and a time",
                "mirror;legacy;kill:W1@          | 23 | a time, as in 3.2s",
                "mirror;legacy;kill:W1@-1s       | 23 | a time",
                "mirror;legacy;kill:W1@1.5us     | 23 | a time",
                "mirror;legacy;kill:W1@W9#1      | 23 | an emit, as in W1#3, or a step",
                "mirror;legacy;kill:W1@W2#0      | 23 | an emit",
                "mirror;legacy;kill:W1@C1.flies  | 23 | or a step, as in C1.connected",
                "mirror;legacy;kill:W1@C9.connected | 23 | or a step",
                "mirror;legacy;kill:W1@W1.connected | 23 | or a step",
                "mirror;legacy;kill:W1@C1.connected,x | 36 | how long after that",
                "mirror;legacy;clients=C1;kill:W1@C2.connected | 34 | or a step",
                "mirror;legacy;kill:W1@1s+       | 26 | a time",
                "mirror;legacy;pause:W1@1s       | 26 | ~+~ and how long it lasts",
                "mirror;legacy;restart:W1@1s     | 23 | redis, as in",
                "mirror;legacy;first:W1@1s       | 21 | a receiver and its connection, as in first:W1.sub@2s; here: master.redis, redis.master",
                "mirror;legacy;first:W1.sub@1s+1s | 30 | nothing: it takes no time",
            })
    @DisplayName("that is wrong: the message says at which column, and what was expected there")
    void syntax_errors(String text, int column, String expected) {
        assertThatThrownBy(() -> RunString.parse(text))
                .isInstanceOf(RunStringSyntaxException.class)
                .hasMessageContaining("at column " + column + ":")
                .hasMessageContaining(expected.replace('~', '"'))
                .hasMessageEndingWith("\n  " + text + "\n" + " ".repeat(column + 1) + "^");
    }
}

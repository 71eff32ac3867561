package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.scenario.Delivery;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The documented scenarios, with the real servers, in the simulator")
class DocumentedScenariosTest {

    private static final long SEED = 42;

    static Stream<Arguments> everyScenarioInBothGenerations() {
        return Scenarios.DOCUMENTED.stream()
                .flatMap(scenario ->
                        Stream.of(Generation.values()).map(generation -> Arguments.of(scenario.name(), generation)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyScenarioInBothGenerations")
    @DisplayName("every claim about every scenario holds, whatever the seed")
    void every_check_passes(String name, Generation generation) {
        Scenario scenario = Scenarios.named(name).orElseThrow();
        for (long seed = SEED; seed < SEED + 5; seed++) {
            CalmRun run = CalmRun.of(scenario, generation, seed);
            List<Check> failures = CalmClaims.judge(run.observation()).failures();
            assertThat(failures).as(run.string().command()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("heartbeat: a master that never listens emits; each client of four workers gets 1 a second")
    void heartbeat_gives_one_a_second_to_each(Generation generation) {
        Observation seen = observe(Scenarios.HEARTBEAT, generation);
        for (String client : List.of("C1", "C2", "C3", "C4")) {
            assertThat(perSecond(seen, client)).isEqualTo(1);
        }
        assertThat(seen.deliveries())
                .filteredOn(Delivery::isGreeting)
                .extracting(Delivery::payload)
                .containsExactlyInAnyOrder(
                        "connected to worker: 1",
                        "connected to worker: 2",
                        "connected to worker: 3",
                        "connected to worker: 4");
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("four-emitters: all four workers emit; a client of one worker gets 4 a second")
    void four_emitters_give_four_a_second(Generation generation) {
        assertThat(perSecond(observe(Scenarios.FOUR_EMITTERS, generation), "C1"))
                .isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("sixteen: all four workers emit; a client of all four gets 16 a second")
    void a_client_of_all_four_gets_sixteen_a_second(Generation generation) {
        assertThat(perSecond(observe(Scenarios.SIXTEEN, generation), "C1")).isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("four-emitters: 4 PUBLISH a second cost 20 deliveries to nodes, 4 of them own echoes")
    void four_emitters_cost_twenty_redis_deliveries_a_second(Generation generation) {
        Observation seen = observe(Scenarios.FOUR_EMITTERS, generation);
        int beats = seen.scenario().beats();
        assertThat(seen.tally().publishes()).isEqualTo(4L * beats);
        assertThat(seen.tally().redisDeliveries()).isEqualTo(20L * beats);
        assertThat(seen.tally().ownEchoesDropped()).isEqualTo(4L * beats);
    }

    @Test
    @DisplayName("1 + 4 processes: 15 Redis connections in 0.9, 10 with the adapter, 9 with an emitter as master")
    void redis_connections() {
        assertThat(connections(Scenarios.HEARTBEAT, Generation.LEGACY)).isEqualTo(15);
        assertThat(connections(Scenarios.HEARTBEAT, Generation.ADAPTER)).isEqualTo(10);
        assertThat(connections(Scenarios.EMITTER, Generation.ADAPTER)).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("emitter: as heartbeat, with one message from Redis fewer for each emit")
    void an_emitter_saves_one_delivery_an_emit(Generation generation) {
        Observation server = observe(Scenarios.HEARTBEAT, generation);
        Observation emitter = observe(Scenarios.EMITTER, generation);
        assertThat(emitter.events()).hasSameSizeAs(server.events());
        assertThat(server.tally().redisDeliveries() - emitter.tally().redisDeliveries())
                .isEqualTo(server.tally().publishes());
    }

    @Test
    @DisplayName("channels: 13 shared ones in 0.9; 1 pattern, 2 shared ones and 1 for each process with the adapter")
    void channels() {
        assertThat(observe(Scenarios.HEARTBEAT, Generation.LEGACY).tally().channels())
                .isEqualTo(13);
        assertThat(observe(Scenarios.HEARTBEAT, Generation.ADAPTER).tally().channels())
                .isEqualTo(1 + 2 + 5);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("worker-death: the master logs it, and its own count goes on")
    void a_worker_dies(Generation generation) {
        Observation seen = observe(Scenarios.WORKER_DEATH, generation);
        assertThat(seen.log()).containsExactly("worker W3 died");
        assertThat(seen.events())
                .filteredOn(delivery -> delivery.client().equals("C3"))
                .extracting(Delivery::payload)
                .containsExactly("master#1", "master#2", "master#3", "master#7", "master#8", "master#9");
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @DisplayName("own echoes: the servers count as many as the causal graph shows")
    void own_echoes_counted_twice_agree(Generation generation) {
        CalmRun run = CalmRun.of(Scenarios.SIXTEEN, generation, SEED);
        assertThat(run.observation().tally().ownEchoesDropped()
                        + run.observation().connecting().ownEchoesDropped())
                .isEqualTo(run.trace().count(event -> isOwnEcho(run.trace(), event)));
    }

    private static boolean isOwnEcho(Trace trace, TraceEvent event) {
        boolean message = event.is(Kind.REDIS_PUSH, "message") || event.is(Kind.REDIS_PUSH, "pmessage");
        if (!message) {
            return false;
        }
        TraceEvent publish = trace.nearestCause(event, cause -> cause.is(Kind.REDIS_SENT, "PUBLISH"));
        return publish != null && publish.lane().equals(event.lane());
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyScenarioInBothGenerations")
    @DisplayName("the same seed twice gives the same trace; another seed another one")
    void one_seed_one_trace(String name, Generation generation) {
        Scenario scenario = Scenarios.named(name).orElseThrow();
        String once = CalmRun.of(scenario, generation, SEED).observation().traceHash();
        assertThat(CalmRun.of(scenario, generation, SEED).observation().traceHash())
                .isEqualTo(once);
        assertThat(CalmRun.of(scenario, generation, SEED + 1).observation().traceHash())
                .isNotEqualTo(once);
    }

    private static Observation observe(Scenario scenario, Generation generation) {
        return CalmRun.of(scenario, generation, SEED).observation();
    }

    private static long connections(Scenario scenario, Generation generation) {
        return observe(scenario, generation).tally().redisConnections();
    }

    private static double perSecond(Observation seen, String client) {
        long events = seen.events().stream()
                .filter(delivery -> delivery.client().equals(client))
                .count();
        return (double) events / seen.scenario().beats();
    }
}

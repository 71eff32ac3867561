package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.calm.PlannedRun;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("A run as JSON")
class CalmRunJsonTest {

    private static JsonNode json(Scenario scenario, Generation generation) {
        return CalmRunJson.of(
                CalmClaims.judge(PlannedRun.of(scenario, generation).observation()), 42);
    }

    @Test
    @DisplayName("says 4 per second for four emitters and 16 for sixteen, as numbers")
    void documented_rates() {
        assertThat(json(Scenarios.FOUR_EMITTERS, Generation.ADAPTER).at("/counts/perSecondPerClient"))
                .hasToString("{\"C1\":4}");
        assertThat(json(Scenarios.SIXTEEN, Generation.LEGACY).at("/counts/perSecondPerClient"))
                .hasToString("{\"C1\":16}");
    }

    @Test
    @DisplayName("has scenario, generation, seed, trace hash, every count and every check")
    void everything() {
        JsonNode json = json(Scenarios.SIXTEEN, Generation.LEGACY);

        assertThat(json.propertyNames())
                .containsExactly("scenario", "generation", "seed", "traceHash", "counts", "checks");
        assertThat(json.get("seed").longValue()).isEqualTo(42);
        assertThat(json.get("counts")).hasToString("""
                {"deliveries":160,"redisConnections":15,"channels":13,"publishes":40,"redisDeliveries":200,\
                "ownEchoesDropped":40,"stateMessagesWhileConnecting":24,"stateMessages":0,"publishedBytes":4000,\
                "greetings":4,"deliveriesPerClient":{"C1":160},"perSecondPerClient":{"C1":16}}""");
        assertThat(json.at("/checks/0")).hasToString("""
                {"name":"The run draws the documented diagram, arrow by arrow","passed":true,\
                "expected":"every arrow happened, and nothing else was delivered",\
                "actual":"every arrow happened, and nothing else was delivered"}""");
    }

    @Test
    @DisplayName("has a fraction where a client missed something, and no rates where no one emits each second")
    void other_rates() {
        Verdict<Observation> spoiled = CalmClaims.judge(PlannedRun.of(Scenarios.FOUR_EMITTERS, Generation.ADAPTER)
                .deliveries(deliveries -> deliveries.subList(0, deliveries.size() - 1))
                .observation());

        assertThat(CalmRunJson.of(spoiled, 1).at("/counts/perSecondPerClient")).hasToString("{\"C1\":3.9}");
        assertThat(json(Scenarios.MIRROR, Generation.ADAPTER).get("counts").has("perSecondPerClient"))
                .isFalse();
    }
}

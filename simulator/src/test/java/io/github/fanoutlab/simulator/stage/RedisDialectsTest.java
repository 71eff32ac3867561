package io.github.fanoutlab.simulator.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.scenario.Tally;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The documented scenarios, in every dialect on Redis")
class RedisDialectsTest {

    private static final long SEED = 42;
    private static final int SEEDS = 5;

    static Stream<Arguments> everyScenarioInEveryDialect() {
        return Scenarios.DOCUMENTED.stream()
                .flatMap(scenario -> Stream.of(RedisDialect.values())
                        .filter(dialect -> dialect != RedisDialect.MINE && dialect.plays(scenario))
                        .map(dialect -> Arguments.of(scenario.name(), dialect)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyScenarioInEveryDialect")
    @DisplayName("every check of every scenario passes, whatever the seed")
    void every_check_passes(String name, RedisDialect dialect) {
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            CalmRun run = play(Scenarios.named(name).orElseThrow(), dialect, seed);
            assertThat(CalmClaims.judge(run.observation()).failures())
                    .as(run.string().command())
                    .isEmpty();
            assertThat(RunString.parse(run.string().toString()).dialect()).isEqualTo(dialect);
        }
    }

    static Stream<Arguments> everyScenarioInEveryDialectOf09() {
        return everyScenarioInEveryDialect()
                .filter(played -> ((RedisDialect) played.get()[1]).generation() == Generation.LEGACY);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyScenarioInEveryDialectOf09")
    @DisplayName(
            "0.9: three connections to Redis for each process; 13 channels, or 8 and 5 for each client that is connected")
    void connections_and_channels(String name, RedisDialect dialect) {
        Scenario scenario = Scenarios.named(name).orElseThrow();
        int clients = scenario.clients().stream()
                .mapToInt(client -> client.workers().size())
                .sum();

        Tally tally = play(scenario, dialect, SEED).observation().tally();

        assertThat(tally.channels()).isEqualTo(dialect == RedisDialect.V0_9_16 ? 8 + 5L * clients : 13);
        assertThat(tally.redisConnections())
                .isEqualTo(play(scenario, RedisDialect.V0_9_17, SEED)
                        .observation()
                        .tally()
                        .redisConnections());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MINE")
    @DisplayName("with faults: whatever fails, every claim holds")
    void with_faults(RedisDialect dialect) {
        Campaign campaign = new Campaign();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (Scenario scenario :
                    Scenarios.DOCUMENTED.stream().filter(dialect::plays).toList()) {
                Verdict<FaultyRun> verdict = campaign.play(
                        RunString.of(scenario, dialect.generation(), seed).in(dialect));
                assertThat(verdict.failures())
                        .as(verdict.run().string().command())
                        .isEmpty();
            }
        }
    }

    private static CalmRun play(Scenario scenario, RedisDialect dialect, long seed) {
        return CalmRun.of(RunString.of(scenario, dialect.generation(), seed).in(dialect));
    }
}

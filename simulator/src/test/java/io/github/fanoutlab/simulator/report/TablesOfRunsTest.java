package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.expectation.Expectation;
import io.github.fanoutlab.simulator.check.expectation.ExpectedEmit;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The space-time tables of the documented scenarios")
class TablesOfRunsTest {

    static Stream<Arguments> everyScenarioInBothGenerations() {
        return Scenarios.DOCUMENTED.stream()
                .flatMap(scenario -> Stream.of(Generation.values()).map(gen -> Arguments.of(scenario.name(), gen)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyScenarioInBothGenerations")
    @DisplayName(
            "show each delivery, published message and dropped echo that is due, within 80 columns, or 90 with many lanes")
    void tables_show_what_is_due(String name, Generation generation) {
        Scenario scenario = Scenarios.named(name).orElseThrow();
        CalmRun run = CalmRun.of(scenario, generation, 7);
        SpaceTime drawn = SpaceTime.of(run);
        List<String> tables = drawn.emits().stream()
                .map(emit -> SpaceTimeTable.ofEmit(drawn, emit.number(), Glyphs.UNICODE))
                .toList();
        Expectation expected = Expectation.of(scenario);
        List<ExpectedEmit> due = expected.emits();
        long unread = generation == Generation.LEGACY ? 0 : expected.ownEchoesToUnknownRooms();

        assertThat(tables).hasSameSizeAs(due);
        assertThat(tables)
                .allSatisfy(table -> assertThat(table.lines())
                        .allMatch(line -> line.length() <= (drawn.lanes().size() < 13 ? 80 : 90)));
        assertThat(count(tables, "  delivered"))
                .isEqualTo(sum(due, emit -> emit.deliveries().size()));
        assertThat(count(tables, "  own echo( on sub)?, dropped")).isEqualTo(expected.ownEchoes() - unread);
        assertThat(count(tables, "  PUBLISH( on pub)?, "))
                .isEqualTo(sum(due, emit -> emit.flow().published() ? 1 : 0));
        assertThat(count(tables, "  received|  own echo"))
                .isEqualTo(sum(due, emit -> emit.flow().published() ? emit.subscribers() : 0));
        assertThat(count(tables, "lost")).isZero();
    }

    private static long count(List<String> tables, String regex) {
        Pattern words = Pattern.compile(regex);
        return tables.stream()
                .flatMap(String::lines)
                .filter(line -> words.matcher(line).find())
                .count();
    }

    private static long sum(List<ExpectedEmit> due, ToLongFunction<ExpectedEmit> count) {
        return due.stream().mapToLong(count).sum();
    }
}

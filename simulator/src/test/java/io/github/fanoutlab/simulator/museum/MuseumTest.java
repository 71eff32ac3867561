package io.github.fanoutlab.simulator.museum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The museum")
class MuseumTest {

    static Stream<Arguments> versions() {
        return Museum.exhibits().stream()
                .flatMap(exhibit -> exhibit.versions().stream()
                        .map(version -> Arguments.of(exhibit.name(), version.label(), version)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("versions")
    @DisplayName("shows what each label says")
    void as_labelled(String exhibit, String label, ExhibitVersion version) {
        ExhibitRun run = version.play().get();

        assertThat(run.breaks()).as("%s on %s: %s", exhibit, label, run.seen()).isEqualTo(version.breaks());
    }

    @Test
    @DisplayName(
            "has at least twelve exhibits, each with a version that breaks and one that holds, what is true today, and lines that cure")
    void complete() {
        List<Exhibit> exhibits = Museum.exhibits();

        assertThat(exhibits).hasSizeGreaterThanOrEqualTo(12);
        assertThat(exhibits).extracting(Exhibit::name).doesNotHaveDuplicates();
        assertThat(exhibits)
                .allSatisfy(exhibit -> assertThat(exhibit.versions())
                        .as(exhibit.name())
                        .anyMatch(ExhibitVersion::breaks)
                        .anyMatch(version -> !version.breaks()));
        assertThat(exhibits)
                .flatMap(exhibit -> exhibit.text().issues())
                .allSatisfy(issue -> assertThat(issue).matches("[\\w.-]+/[\\w.-]+#\\d+"));
        assertThat(exhibits).allSatisfy(exhibit -> {
            assertThat(exhibit.text().today()).as(exhibit.name()).matches("(Yes|No)[.,] .+");
            assertThat(exhibit.text().cures()).as(exhibit.name()).isNotEmpty();
        });
    }
}

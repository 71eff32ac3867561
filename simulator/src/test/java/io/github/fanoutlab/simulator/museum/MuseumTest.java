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

    static Stream<Arguments> showings() {
        return Museum.exhibits().stream()
                .flatMap(exhibit -> exhibit.showings().stream()
                        .map(showing -> Arguments.of(exhibit.name(), showing.version(), showing)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("showings")
    @DisplayName("shows what each label says")
    void as_labelled(String exhibit, String version, Showing showing) {
        Sighting sighting = showing.play().get();

        assertThat(sighting.breaks())
                .as("%s on %s: %s", exhibit, version, sighting.seen())
                .isEqualTo(showing.breaks());
    }

    @Test
    @DisplayName("has at least twelve exhibits, each with a version that breaks and one that holds")
    void complete() {
        List<Exhibit> exhibits = Museum.exhibits();

        assertThat(exhibits).hasSizeGreaterThanOrEqualTo(12);
        assertThat(exhibits).extracting(Exhibit::name).doesNotHaveDuplicates();
        assertThat(exhibits)
                .allSatisfy(exhibit -> assertThat(exhibit.showings())
                        .as(exhibit.name())
                        .anyMatch(Showing::breaks)
                        .anyMatch(showing -> !showing.breaks()));
        assertThat(exhibits)
                .flatMap(exhibit -> exhibit.placard().issues())
                .allSatisfy(issue -> assertThat(issue).matches("[\\w.-]+/[\\w.-]+#\\d+"));
    }
}

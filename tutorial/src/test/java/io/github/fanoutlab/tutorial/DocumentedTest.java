package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Runs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The runs of the chapters show the numbers of the source document")
class DocumentedTest {

    private static final Runs RUNS = new Runs(Book.repository());

    @ParameterizedTest(name = "{0}: {1} a second for each client, {2} PUBLISH, {3} from Redis, {4} own echoes")
    @DisplayName("in both generations")
    @CsvSource({
        "heartbeat, 1, 1, 5, 1",
        "emitter, 1, 1, 4, 0",
        "four-emitters, 4, 4, 20, 4",
        "local-timers, 1, 0, 0, 0",
        "sixteen, 16, 4, 20, 4",
        "sixteen-minus-one, 9, 3, 12, 3",
        "emitter-to-all, 4, 1, 4, 0",
        "local-to-all, 4, 0, 0, 0",
    })
    void perSecond(String run, long events, long publishes, long fromRedis, long echoes) {
        assertThat(RUNS.both(run)).allSatisfy(seen -> {
            assertThat(Fact.EVENTS_EACH.perSecondOf(seen)).isEqualTo(events);
            assertThat(Fact.PUBLISHES.perSecondOf(seen)).isEqualTo(publishes);
            assertThat(Fact.REDIS_DELIVERIES.perSecondOf(seen)).isEqualTo(fromRedis);
            assertThat(Fact.OWN_ECHOES.perSecondOf(seen)).isEqualTo(echoes);
        });
    }
}

package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.tutorial.run.Fact;
import java.util.List;

/** Checks the runs of both generations against the numbers of the source document. */
record Documented(List<Observation> runs) {

    /** @param words what the fact is, for a reader who changed something and sees what is different now */
    Documented perSecond(Fact fact, long documented, String words) {
        for (Observation run : runs) {
            assertThat(fact.perSecondOf(run))
                    .as("%s a second, %s", words, run.generation().title())
                    .isEqualTo(documented);
        }
        return this;
    }

    Documented inAll(Fact fact, String words, Long legacy, Long adapter) {
        assertThat(runs).extracting(fact::of).as("%s, 0.9 and 1.0+", words).containsExactly(legacy, adapter);
        return this;
    }
}

package io.github.fanoutlab.tutorial.lesson;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.tutorial.run.Fact;
import io.github.fanoutlab.tutorial.run.Runs;

/**
 * A number that the reader predicts before a run tells it.
 *
 * @param key the line in the reader's predictions: {@code ch04}, {@code ch04.change}
 * @param setting what is played, in words that do not tell the answer
 * @param question what is asked, with the reasons that people have for wrong numbers in this very run
 * @param run as pages name it: {@code sixteen}, {@code sixteen!echo}
 * @param generation whose run is asked
 * @param fact what is counted, in each second
 */
public record Prediction(String key, String setting, Question question, String run, Generation generation, Fact fact) {

    /** What the run shows. */
    public long answer(Runs runs) {
        return fact.perSecondOf(runs.of(run, generation));
    }
}

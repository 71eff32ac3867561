package io.github.fanoutlab.tutorial.lesson;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.tutorial.run.AskedNumber;
import io.github.fanoutlab.tutorial.run.Runs;

/**
 * A number that the reader predicts before a run tells it.
 *
 * @param key the line in the reader's predictions: {@code ch04}, {@code ch04.change}
 * @param setting what is played, in words that do not tell the answer
 * @param question what is asked, with the reasons that people have for wrong numbers in this very run
 * @param number what is counted in which run
 */
public record Prediction(String key, String setting, Question question, AskedNumber number) {

    /** What is played, as pages name it: {@code sixteen}, {@code sixteen!echo}, a run string, or an experiment. */
    public String run() {
        return number.run();
    }

    /** Whose run is asked, if it is a calm one. */
    public Generation generation() {
        return number.generation();
    }

    /** What the run shows. */
    public long answer(Runs runs) {
        return number.in(runs);
    }
}

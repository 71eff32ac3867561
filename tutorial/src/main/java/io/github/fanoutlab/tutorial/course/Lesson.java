package io.github.fanoutlab.tutorial.course;

import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import java.util.List;

/**
 * A chapter as {@code ./fanout learn} leads through it.
 *
 * @param number as in the book
 * @param title without the answer
 * @param predictions the chapter's question, then those of "Change one thing" and "Break one thing"
 * @param emit which emit of the first run is shown in time
 * @param page the chapter, relative to the repository
 * @param exercise what the reader writes
 */
public record Lesson(int number, String title, List<Prediction> predictions, int emit, String page, Exercise exercise) {

    /** Number and title. */
    public String heading() {
        return number + ". " + title;
    }
}

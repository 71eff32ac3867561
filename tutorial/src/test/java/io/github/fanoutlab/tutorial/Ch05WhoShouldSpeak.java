package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.course.Story;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import io.github.fanoutlab.tutorial.run.Variants;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Chapter 5, in the terminal: {@code mvn -q test -Dtest=Ch05WhoShouldSpeak}. It is told by what is played, so to make the chapter's change
 * by hand, change {@code PLAYED}, and put it back afterwards.
 */
@DisplayName("Chapter 5")
class Ch05WhoShouldSpeak {

    /** What is played. The chapter changes it to {@link Variants#EMITTER_AND_WORKER}, and breaks it with {@link Variants#MASTER_LOCAL}. */
    private static final Scenario PLAYED = Variants.LOCAL_TO_ALL;

    @Test
    @DisplayName("is told by what is played")
    void story() {
        Path root = Book.repository();
        Story story = new Story(root, new Predictions(root.resolve("workbook")));
        System.out.println("\n" + story.of(Lessons.numbered(5).orElseThrow(), PLAYED));
    }
}

package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.course.Story;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 2, in the terminal: {@code mvn -q test -Dtest=Ch02ThreeClients}. */
@DisplayName("Chapter 2")
class Ch02ThreeClients {

    /** What is played. The chapter changes the program, and this stays as it is. */
    private static final Scenario PLAYED = Scenarios.HEARTBEAT;

    @Test
    @DisplayName("is told by what is played")
    void story() {
        Path root = Book.repository();
        Story story = new Story(root, new Predictions(root.resolve("workbook")));
        System.out.println("\n" + story.of(Lessons.numbered(2).orElseThrow(), PLAYED));
    }
}

package io.github.fanoutlab.tutorial;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.course.Story;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 18, in the terminal: {@code mvn -q test -Dtest=Ch18APromise}. */
@DisplayName("Chapter 18")
class Ch18APromise {

    @Test
    @DisplayName("is told by what is played")
    void story() {
        Path root = Book.repository();
        Story story = new Story(root, new Predictions(root.resolve("workbook")));
        System.out.println("\n" + story.of(Lessons.numbered(18).orElseThrow()));
    }
}

package io.github.fanoutlab.tutorial.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.lesson.Predictions;
import io.github.fanoutlab.tutorial.run.Mutant;
import io.github.fanoutlab.tutorial.run.Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The story of a chapter")
class StoryTest {

    private static final Lesson FOUR = Lessons.numbered(4).orElseThrow();

    @TempDir
    Path folder;

    private Predictions predictions;
    private Story story;

    @BeforeEach
    void begin() {
        predictions = new Predictions(folder);
        story = new Story(Book.repository(), predictions);
    }

    @Test
    @DisplayName("keeps the answer back until there is a prediction")
    void asksFirst() {
        assertThat(story.of(FOUR, Scenarios.SIXTEEN))
                .contains("What do you expect?", "learn predict 4 NUMBER")
                .doesNotContain("Client <--", "16");
    }

    @Test
    @DisplayName("judges by what is played: 12 has one reason with four workers, and another with one of them dead")
    void byWhatIsPlayed() {
        predictions.note("ch04", 12);
        predictions.note("ch04.change", 12);

        assertThat(flat(story.of(FOUR, Scenarios.SIXTEEN)))
                .contains("You predicted 12, but the run says 16. Here is why: twelve copies come through Redis");
        assertThat(flat(story.of(FOUR, Variants.SIXTEEN_MINUS_ONE)))
                .contains("You predicted 12, but the run says 9. Here is why: you lose worker 4 twice");
    }

    @Test
    @DisplayName("judges nothing when the chapter does not ask about what is played")
    void somethingElse() {
        predictions.note("ch04", 12);

        assertThat(story.of(FOUR, Variants.LOCAL_TO_ALL))
                .contains("The chapter asks nothing about this run.")
                .doesNotContain("You predicted");
    }

    @Test
    @DisplayName("knows that the reader has planted what a chapter breaks, and gives no reason that is false then")
    void planted() throws IOException {
        for (Mutant mutant : Mutant.ALL) {
            Path copy = folder.resolve(mutant.file());
            Files.createDirectories(copy.getParent());
            Files.copy(Book.repository().resolve(mutant.file()), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Mutant.planted(folder)).isEmpty();
        Path programs = folder.resolve(Mutant.ONE_DEAF.file());
        String source = Files.readString(programs);
        int line = source.lastIndexOf(Mutant.ONE_DEAF.line()); // that of the workers
        Files.writeString(
                programs,
                source.substring(0, line)
                        + Mutant.ONE_DEAF.instead()
                        + source.substring(line + Mutant.ONE_DEAF.line().length()));

        assertThat(Mutant.planted(folder)).contains(Mutant.ONE_DEAF);
        predictions.note("ch04", 12);
        assertThat(flat(new Story(folder, predictions).of(FOUR, Scenarios.SIXTEEN)))
                .contains("the line io.adapter(…) is gone from worker 4 alone", "What do you expect?");
    }

    @Test
    @DisplayName("draws no run about which a later chapter asks, until that is predicted, too")
    void tellsNothingAhead() {
        Lesson six = Lessons.numbered(6).orElseThrow();
        Prediction publishes = six.predictions().get(2);
        predictions.note(publishes.key(), 1);

        assertThat(flat(story.answerTo(publishes, six)))
                .contains("and that is right.", "chapter 7 asks about this run, too.")
                .doesNotContain("Redis ");

        predictions.note("ch07", 20);
        assertThat(story.answerTo(publishes, six)).contains("Worker 1 emit --> Redis");
    }

    static List<Lesson> lessons() {
        return Lessons.ALL;
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName(
            "of every question has at least two foreseen mistakes, and neither they nor the setting tell the answer")
    void questions(Lesson lesson) {
        for (Prediction prediction : lesson.predictions()) {
            long actual = story.answer(prediction);
            predictions.note(prediction.key(), actual);
            assertThat(story.answerTo(prediction, lesson)).contains("You predicted " + actual + ", and that is right.");

            assertThat(prediction.question().compare(actual, actual))
                    .as("the reason")
                    .matches("You predicted \\d+, and that is right\\. [A-Z].*\\.");

            List<Long> foreseen = new ArrayList<>();
            for (long number = 0; number <= 200; number++) {
                if (number != actual
                        && prediction.question().compare(number, actual).contains("Here is why: ")) {
                    foreseen.add(number);
                }
            }
            assertThat(foreseen).as(prediction.key()).hasSizeGreaterThanOrEqualTo(2);
            String asked = prediction.setting() + " " + prediction.question().asks() + " " + lesson.title();
            assertThat(asked).as(prediction.key()).doesNotContainPattern("(?<![\\w.])" + actual + "(?![\\w.])");
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("stands on its page behind the question: nothing above \"Run it first\" tells the answer")
    void pages(Lesson lesson) throws IOException {
        String page = Files.readString(Book.repository().resolve(lesson.page()));
        String heading = page.lines().findFirst().orElseThrow();
        assertThat(heading).isEqualTo("# " + lesson.heading());
        String above = page.substring(heading.length(), page.indexOf("## Run it first"))
                .replaceAll("\\[[^]]*]\\([^)]*\\)|(?i)chapter \\d+", "");
        long actual = story.answer(lesson.predictions().get(0));
        assertThat(above + lesson.page().replaceAll(".*/\\d+|\\.md", ""))
                .doesNotContainPattern("(?<![\\w.])" + actual + "(?![\\w.])")
                .doesNotContain("<!--");
        assertThat(page)
                .contains("./fanout learn predict " + lesson.number() + " NUMBER")
                .contains("**Everything below this line tells the answer.**")
                .contains("./fanout learn check " + lesson.number());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("has hints that do not contain a line of the solution")
    void hints(Lesson lesson) throws IOException {
        Path tutorial = Book.repository().resolve("tutorial");
        List<String> starter = Files.readAllLines(tutorial.resolve(
                "src/main/resources/workbook/" + lesson.exercise().file()));
        List<String> solution = Files.readAllLines(tutorial.resolve(
                "src/test/resources/workbook/solutions/" + lesson.exercise().file()));
        solution.removeAll(starter);

        assertThat(solution)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(lesson.exercise().hints())
                        .noneMatch(hint -> line.strip().length() > 3 && hint.contains(line.strip())));
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }
}

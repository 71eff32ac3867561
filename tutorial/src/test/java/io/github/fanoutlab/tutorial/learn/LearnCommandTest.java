package io.github.fanoutlab.tutorial.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import io.github.fanoutlab.tutorial.run.Mutant;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("learn without a terminal")
class LearnCommandTest {

    @TempDir
    Path folder;

    private StringWriter out;

    private int learn(String... args) {
        out = new StringWriter();
        return new CommandLine(new LearnCommand(Book.repository(), folder.resolve("my workbook")))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(args);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"learn --help", "--help"})
    @DisplayName("is a command of ./fanout, and the help fits a screen")
    void help(String words) {
        StringWriter text = new StringWriter();
        assertThat(Fanout.execute(new PrintWriter(text), new PrintWriter(text), words.split(" ")))
                .isZero();
        assertThat(text.toString()).contains("learn").doesNotContain("16");
        assertThat(text.toString().lines()).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 80);
    }

    @Test
    @DisplayName("predict asks, then compares, then asks the next question; the answer stands nowhere before")
    void predict() {
        assertThat(learn("predict", "4")).isZero();
        assertThat(out.toString())
                .contains("How many events does the client get in a second?")
                .doesNotContain("16");
        assertThat(learn("predict", "4", "12", "--json")).isZero();
        assertThat(json().get("actual").intValue()).isEqualTo(16);
        assertThat(json().get("right").booleanValue()).isFalse();
        assertThat(json().get("message").stringValue()).startsWith("You predicted 12, but the run says 16.");
        assertThat(learn("predict", "4")).isZero();
        assertThat(out.toString()).contains("worker 4 is killed").doesNotContain("9");
        assertThat(learn("predict", "4", "9")).isZero();
        assertThat(learn("predict", "4", "10")).isZero();
        assertThat(out.toString())
                .contains("./fanout learn check 4")
                .containsOnlyOnce("You predicted 10, and that is right.");
        assertThat(learn("predict", "4")).isZero();
        assertThat(out.toString()).contains("All questions of chapter 4 are answered.");
    }

    @Test
    @DisplayName(
            "check makes the file, exits with 1 until it is solved and then with 0; reset brings it back and keeps the old one")
    void check() throws IOException {
        predictAll(1);
        assertThat(learn("check", "1")).isEqualTo(1);
        Path file = folder.resolve("my workbook/Ex01.java");
        String starter = Files.readString(file);
        String solution = starter;
        for (int number : new int[] {8, 1, 1, 6, 4}) {
            solution = solution.replaceFirst("null,", number + ",");
        }
        Files.writeString(file, solution);
        assertThat(learn("check", "1", "--json")).isZero();
        assertThat(json().get("passed").booleanValue()).isTrue();
        learn("status", "--json");
        assertThat(json().at("/chapters/0/passed").booleanValue()).isTrue();

        assertThat(learn("reset", "1")).isZero();
        assertThat(file).content().isEqualTo(starter);
        assertThat(folder.resolve("my workbook/Ex01.old")).content().isEqualTo(solution);
        learn("status", "--json");
        assertThat(json().at("/chapters/0/passed").booleanValue()).isFalse();

        assertThat(learn("reset", "1")).isZero();
        assertThat(out.toString()).doesNotContain("What you had");
        assertThat(folder.resolve("my workbook/Ex01.old")).content().isEqualTo(solution);
        Files.writeString(file, starter + "// another try");
        assertThat(learn("reset", "1")).isZero();
        assertThat(out.toString()).contains("Your version is in " + folder.resolve("my workbook/Ex01.old.2"));
        assertThat(folder.resolve("my workbook/Ex01.old")).content().isEqualTo(solution);
        assertThat(folder.resolve("my workbook/Ex01.old.2")).content().isEqualTo(starter + "// another try");
    }

    @Test
    @DisplayName("check asks the questions that are open before it grades")
    void checkAsksFirst() {
        assertThat(learn("check", "8")).isEqualTo(1);
        assertThat(out.toString())
                .contains("How many events does the client get in a second?", "./fanout learn predict 8 NUMBER")
                .doesNotContain("Not yet.");
        assertThat(learn("check", "8", "--json")).isEqualTo(1);
        assertThat(json().get("passed").booleanValue()).isFalse();
        assertThat(json().get("key").stringValue()).isEqualTo("ch08");

        predictAll(8);
        assertThat(learn("check", "8")).isEqualTo(1);
        assertThat(out.toString()).contains("Not yet.");
    }

    @Test
    @DisplayName("check offers the page of its own run, and none when the file does not compile")
    void stalePage() throws IOException {
        predictAll(8);
        assertThat(learn("check", "8")).isEqualTo(1);
        assertThat(out.toString()).contains("The run as a page: ");

        Path file = folder.resolve("my workbook/ch08/MyAdapter.java");
        Files.writeString(file, Files.readString(file) + "}");
        assertThat(learn("check", "8")).isEqualTo(1);
        assertThat(out.toString()).contains("It does not compile.").doesNotContain("The run as a page: ");
    }

    private void predictAll(int chapter) {
        Workbook workbook = new Workbook(folder.resolve("my workbook"));
        Lessons.numbered(chapter)
                .orElseThrow()
                .predictions()
                .forEach(prediction -> workbook.predictions().note(prediction.key(), 1));
    }

    @Test
    @DisplayName("check says so when the command that it shows plays another adapter, which was saved later")
    void savedLater() throws IOException {
        predictAll(8);
        learn("check", "8");
        assertThat(out.toString())
                .contains("./fanout replay 'mirror;adapter=mine;")
                .doesNotContain("saved last");

        Path later = folder.resolve("my workbook/ch09/MyAdapter.java");
        Files.createDirectories(later.getParent());
        Files.setLastModifiedTime(
                Files.writeString(later, ""), FileTime.from(Instant.now().plusSeconds(60)));
        learn("check", "8");
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("This command plays the adapter that was saved last, which is " + later + ".");
    }

    @Test
    @DisplayName("hint goes on to the next one, up to the third; status knows where the reader is")
    void hints() {
        for (int hint : new int[] {1, 2, 3, 3}) {
            assertThat(learn("hint", "3", "--json")).isZero();
            assertThat(json().get("hint").intValue()).isEqualTo(hint);
        }
        assertThat(learn("hint", "3")).isZero();
        assertThat(out.toString())
                .contains(
                        "That was the last hint. Our solution:\ntutorial/src/test/resources/workbook/solutions/Ex03.java. Once")
                .satisfies(told -> assertThat(Book.repository().resolve(told.split("\\s+|\\. ")[7]))
                        .exists());
        learn("predict", "3");
        learn("check", "3");
        learn();
        assertThat(out.toString()).contains("You are in chapter 1. Next: ./fanout learn predict 1");
    }

    @Test
    @DisplayName("with a number goes to that chapter")
    void goesTo() {
        assertThat(learn("3")).isZero();
        assertThat(out.toString()).contains("You are in chapter 3. Next: ./fanout learn predict 3");
    }

    @Test
    @DisplayName("status points to the first thing that is open, from where the reader is on; and then to none")
    void next() {
        Workbook workbook = new Workbook(folder.resolve("my workbook"));
        workbook.turnTo(Lessons.ALL.get(3));
        for (Lesson lesson : Lessons.ALL.subList(1, Lessons.ALL.size())) {
            lesson.predictions().forEach(prediction -> workbook.predictions().note(prediction.key(), 1));
            workbook.notePassed(lesson);
        }
        learn();
        assertThat(out.toString()).contains("Chapter 4 is done. Next: ./fanout learn predict 1");

        Lesson first = Lessons.ALL.get(0);
        first.predictions().forEach(prediction -> workbook.predictions().note(prediction.key(), 1));
        learn();
        assertThat(out.toString()).contains("Next: ./fanout learn check 1");

        workbook.notePassed(first);
        learn();
        assertThat(out.toString())
                .contains("You are in chapter 4. You have done every chapter.")
                .doesNotContain("Next:");
    }

    @Test
    @DisplayName("status names what is open before the chapter that it points to")
    void openBefore() {
        Workbook workbook = new Workbook(folder.resolve("my workbook"));
        for (Lesson lesson : Lessons.ALL.subList(0, 15)) {
            lesson.predictions().forEach(prediction -> workbook.predictions().note(prediction.key(), 1));
            if (lesson.number() != 2 && lesson.number() != 11) {
                workbook.notePassed(lesson);
            }
        }
        learn("12");
        assertThat(out.toString())
                .contains("Chapter 12 is done. Next: ./fanout learn predict 16")
                .contains("Open before that: 2, 11");
        learn("1");
        assertThat(out.toString())
                .contains("Chapter 1 is done. Next: ./fanout learn check 2")
                .doesNotContain("Open before that");
    }

    @Test
    @DisplayName("asks for the sources as they were while a break of a chapter is planted in them")
    void planted() throws IOException {
        for (Mutant mutant : Mutant.ALL) {
            Path copy = folder.resolve(mutant.file());
            Files.createDirectories(copy.getParent());
            String source = Files.readString(Book.repository().resolve(mutant.file()));
            Files.writeString(copy, mutant == Mutant.ECHO ? source.replace(mutant.line(), mutant.instead()) : source);
        }
        StringWriter err = new StringWriter();
        int code = new CommandLine(new LearnCommand(folder, folder.resolve("workbook")))
                .setErr(new PrintWriter(err, true))
                .execute("predict", "4", "16");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("git checkout " + Mutant.ECHO.file());
    }

    @Test
    @DisplayName("refuses a chapter that does not exist, and a number that belongs nowhere, with exit code 2")
    void usage() {
        assertThat(learn("check", "77")).isEqualTo(2);
        assertThat(out.toString()).contains("there is no chapter 77; the chapters are 1 to 18");
        assertThat(learn("check", "1", "5")).isEqualTo(2);
        assertThat(learn("study", "1")).isEqualTo(2);
        assertThat(out.toString()).contains("there is no 'learn study'; expected status, predict");
        assertThat(learn("predict", "1", "-1")).isEqualTo(2);
        assertThat(learn("77")).isEqualTo(2);
        assertThat(learn("3", "4")).isEqualTo(2);
    }
}

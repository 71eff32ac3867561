package io.github.fanoutlab.tutorial.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A prediction")
class PredictionsTest {

    private static final Question QUESTION = Question.asking("How many copies?")
            .whoeverSays(16, "that is for a client connected to all four.")
            .whoeverSays(1, "that is for one emitter.");

    @TempDir
    Path root;

    @Test
    @DisplayName("that is right gets confirmed")
    void right() throws IOException {
        assertThat(answerTo("ch03 = 4")).isEqualTo("You predicted 4, and that is right.");
    }

    @Test
    @DisplayName("that is wrong gets the reason that people probably had")
    void wrong() throws IOException {
        assertThat(answerTo("ch03=16"))
                .isEqualTo("You predicted 16, but the run says 4. Here is why: "
                        + "that is for a client connected to all four.");
        assertThat(answerTo("ch03=1")).endsWith("Here is why: that is for one emitter.");
    }

    @Test
    @DisplayName("that nobody foresaw gets a hint")
    void unforeseen() throws IOException {
        assertThat(answerTo("ch03 = 3"))
                .startsWith("You predicted 3, but the run says 4.")
                .contains("It is more:");
        assertThat(answerTo("ch03 = 400")).contains("It is less:");
    }

    @Test
    @DisplayName("that is missing gets a request for one, whatever the reason")
    void missing() throws IOException {
        String asked =
                "No prediction yet: write one in tutorial/predictions.properties, in the line ch03, and run this again.";

        assertThat(Predictions.in(root).compare("ch03", QUESTION, 4))
                .as("no file")
                .isEqualTo(asked);
        assertThat(Predictions.none().compare("ch03", QUESTION, 4)).isEqualTo(asked);
        assertThat(answerTo("#ch03 =")).as("commented").isEqualTo(asked);
        assertThat(answerTo("ch03 =  ")).as("blank").isEqualTo(asked);
        assertThat(answerTo("ch03 = \\u00zz")).as("malformed file").isEqualTo(asked);
    }

    @Test
    @DisplayName("in words gets an answer and no error")
    void words() throws IOException {
        assertThat(answerTo("ch03 = four of them"))
                .isEqualTo("You predicted \"four of them\". Write digits, they are easier to compare. The run says 4.");
    }

    @Test
    @DisplayName("has a file, and the file can be read")
    void file() {
        assertThat(Book.repository().resolve(Predictions.FILE)).content().contains("ch01", "ch03", "ch04");
        assertThat(Predictions.in(Book.repository()).compare("none", QUESTION, 4))
                .startsWith("No prediction yet");
    }

    private String answerTo(String line) throws IOException {
        Path file = root.resolve(Predictions.FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# ä comment\n" + line + "\n");
        return Predictions.in(root).compare("ch03", QUESTION, 4);
    }
}

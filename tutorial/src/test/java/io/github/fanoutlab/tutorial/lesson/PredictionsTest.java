package io.github.fanoutlab.tutorial.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A prediction")
class PredictionsTest {

    private static final Question QUESTION = Question.asking("How many copies?")
            .whoeverSays(16, "that is for a client connected to all four.")
            .whoeverSays(1, "that is for one emitter.");

    @TempDir
    Path workbook;

    @Test
    @DisplayName("that is right gets confirmed")
    void right() {
        assertThat(QUESTION.compare(4, 4)).isEqualTo("You predicted 4, and that is right.");
    }

    @Test
    @DisplayName("that is wrong gets the reason that people probably had")
    void wrong() {
        assertThat(QUESTION.compare(16, 4))
                .isEqualTo("You predicted 16, but the run says 4. Here is why: "
                        + "that is for a client connected to all four.");
        assertThat(QUESTION.compare(1, 4)).endsWith("Here is why: that is for one emitter.");
    }

    @Test
    @DisplayName("that nobody foresaw gets the reason of the right one")
    void unforeseen() {
        assertThat(QUESTION.because("Four workers emit.").compare(3, 4))
                .isEqualTo("You predicted 3, but the run says 4. Four workers emit.");
    }

    @Test
    @DisplayName("is noted in a line of its own, beside what the reader wrote by hand")
    void noted() throws IOException {
        Predictions predictions = new Predictions(workbook);
        assertThat(predictions.of("ch03")).isEmpty();
        predictions.note("ch03", 4);
        Files.writeString(
                workbook.resolve("predictions.properties"),
                Files.readString(workbook.resolve("predictions.properties")) + "# mine\nch04=12\n");
        predictions.note("ch04.change", 9);
        predictions.note("ch04", 16);

        assertThat(predictions.of("ch03")).hasValue(4);
        assertThat(predictions.of("ch04")).hasValue(16);
        assertThat(predictions.of("ch04.change")).hasValue(9);
        assertThat(workbook.resolve("predictions.properties"))
                .content()
                .contains("# mine")
                .doesNotContain("ch04=12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ch03 = 4", "ch03 =  ", "ch03 = four", "ch03 = \\u00zz"})
    @DisplayName("that is no number counts as none, and is no error")
    void none(String line) throws IOException {
        Files.writeString(workbook.resolve("predictions.properties"), line + "\n");

        assertThat(new Predictions(workbook).of("ch03")).isEmpty();
    }
}

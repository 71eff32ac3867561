package io.github.fanoutlab.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A text on the terminal")
class WrappedTextTest {

    @Test
    @DisplayName("that is short is one line")
    void one_line() {
        assertThat(WrappedText.of("  Why  ", "it is so")).isEqualTo("  Why  it is so\n");
    }

    @Test
    @DisplayName(
            "that is long becomes lines of at most 100 columns, indented as the first word is, and no word is lost")
    void many_lines() {
        String words = "word ".repeat(60).strip();
        String text = WrappedText.of("  Why  ", words);
        assertThat(text.lines()).hasSize(4).allMatch(line -> line.length() <= 100);
        assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("       word"));
        assertThat(text.replaceFirst("Why", "").replaceAll("\\s+", " ").strip()).isEqualTo(words);
    }

    @Test
    @DisplayName("does not break a word that is longer than a line")
    void long_word() {
        assertThat(WrappedText.of("  See  ", "x".repeat(120))).isEqualTo("  See  " + "x".repeat(120) + "\n");
    }
}

package io.github.fanoutlab.tutorial.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A walkthrough")
class WalkthroughTest {

    @Test
    @DisplayName("breaks its paragraphs at eighty columns and keeps its pictures as they are")
    void layout() {
        Walkthrough walkthrough = Walkthrough.titled("1. One heartbeat", "Does anything   arrive?")
                .picture("The cluster:", "a --> b\n\n  c  \n")
                .paragraph("word ".repeat(30));

        assertThat(walkthrough).hasToString("""
                1. One heartbeat
                ================

                Does anything arrive?

                The cluster:
                  a --> b

                    c

                word word word word word word word word word word word word word word word word
                word word word word word word word word word word word word word word
                """);
    }
}

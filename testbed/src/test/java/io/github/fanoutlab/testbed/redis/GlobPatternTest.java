package io.github.fanoutlab.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @DisplayName("Patterns match as Redis matches them")
    @CsvSource(quoteCharacter = '"', textBlock = """
            # pattern          text               matches
            socket.io#/#*,     socket.io#/#,      true
            socket.io#/#*,     socket.io#/#room#, true
            socket.io#/#*,     socket.io#/chat#,  false
            *a*b,              xxaxbxb,           true
            *a*b,              xxaxbxc,           false
            h?llo,             hello,             true
            h?llo,             hllo,              false
            h[ae]llo,          hallo,             true
            h[^e]llo,          hello,             false
            h[a-c]llo,         hbllo,             true
            h[c-a]llo,         hbllo,             true
            h[a\\-c]llo,       hbllo,             false
            \\*,               *,                 true
            \\*,               x,                 false
            a[b,               ab,                true
            a[],               ab,                false
            a[^],              ab,                true
            a\\,               a\\,               true
            *,                 "",                false
            "",                "",                true
            [a-\u00ff],        b,                 false
            """)
    void matches(String pattern, String text, boolean expected) {
        assertThat(new GlobPattern(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    @DisplayName("A pattern of many stars is matched quickly, as in Redis since 6.2.11 (CVE-2022-36021)")
    void stars_are_cheap() {
        assertThat(new GlobPattern("*a".repeat(200) + "b").matches("a".repeat(5_000)))
                .isFalse();
    }
}

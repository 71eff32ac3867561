package io.github.fanoutlab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are those of Node 20's {@code querystring} and {@code http}. */
@DisplayName("An HTTP request")
class HttpRequestTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "a+b%20c, a b c",
        "Jos%C3%A9, José",
        "Jos%E9, Jos\ufffd",
        "100%, 100%",
        "%zz%41, %zzA",
        "%4, %4",
        "%4g%, %4g%",
        "%-1, %-1",
        "a|b^`{}, a|b^`{}",
        "é%C3%A9, éé"
    })
    @DisplayName("has a query that is decoded as far as it can be")
    void decodes(String sent, String read) {
        assertThat(HttpRequest.get("/x?v=" + sent).query()).isEqualTo(Map.of("v", read));
    }

    @Test
    @DisplayName("has no fragment in its path and query")
    void ignores_fragments() {
        assertThat(HttpRequest.get("/x?a=b#c?d&e=f").query()).isEqualTo(Map.of("a", "b"));
        assertThat(HttpRequest.get("/x#y?a=b").path()).isEqualTo("/x");
        assertThat(HttpRequest.get("/x#y?a=b").query()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} and {0}: {2} are {3}")
    @CsvSource({
        "Cookie, session=abc, theme=dark, session=abc; theme=dark",
        "Host, a, b, a",
        "X-Forwarded-For, a, b, 'a, b'"
    })
    @DisplayName("merges two headers of one name")
    void merges(String name, String first, String next, String merged) {
        assertThat(HttpRequest.merged(name, first, next)).isEqualTo(merged);
    }
}

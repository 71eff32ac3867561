package io.github.fanoutlab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Which encoding a client prefers, whatever its Accept-Encoding says")
class AcceptEncodingTest {

    private static String preferred(String header) {
        HttpRequest request = new HttpRequest("GET", "/", Map.of("Accept-Encoding", header), new byte[0], "127.0.0.1");
        return request.preferredEncoding("br", "gzip").orElse("none");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            gzip, br              -> gzip
            gzip ; q=.5 , br;q=1. -> br
            gzip;q=0, *           -> br
            *;q=0                 -> none
            ;                     -> none
            ;q=1,gzip;            -> gzip
            gzip;;;q=0            -> none
            gzip;q=x              -> none
            """)
    void the_best_quality_wins(String header, String encoding) {
        assertThat(preferred(header)).isEqualTo(encoding);
    }

    @Test
    void a_header_of_blanks_or_digits_takes_no_time() {
        long start = System.nanoTime();
        preferred("gzip" + " ".repeat(500_000) + "x");
        preferred("gzip;q=" + "1".repeat(500_000) + "x");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}

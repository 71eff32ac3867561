package io.github.fanoutlab.legacy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.fanoutlab.platform.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request's path is read as 0.9.19 reads it, however long it is")
class RequestPathTest {

    /** That of lib/manager.js. */
    private static final Pattern OF_NODE = Pattern.compile("^/([^/]+)/?([^/]+)?/?([^/]+)?/?$");

    private static final String LETTERS = "/1a";
    private static final int LONGEST = 8;

    @Test
    void every_short_path() {
        read("", LONGEST);
    }

    private static void read(String path, int more) {
        Matcher node = OF_NODE.matcher(path);
        List<String> expected =
                node.matches() ? Arrays.asList(node.group(2), node.group(3)) : Arrays.asList(null, null);
        RequestPath ours = RequestPath.of(HttpRequest.get("/socket.io" + path), "/socket.io");
        assertThat(Arrays.asList(ours.transport(), ours.id())).as(path).isEqualTo(expected);
        boolean named = node.matches() && node.group(1).matches("1+");
        assertThat(Double.toString(ours.protocol()))
                .as(path)
                .isEqualTo(Double.toString(named ? Double.parseDouble(node.group(1)) : Double.NaN));
        for (int i = 0; more > 0 && i < LETTERS.length(); i++) {
            read(path + LETTERS.charAt(i), more - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "+", ".", "a/", ".v1", "/", "1.", "+a"})
    void a_path_of_16_000_characters(String piece) {
        for (String end : List.of("", "/", "//a//", "x", ".js", "?", "%")) {
            String target = "/socket.io/" + piece.repeat(16_000 / piece.length()) + end;
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertThatNoException()
                            .isThrownBy(() -> RequestPath.of(HttpRequest.get(target), "/socket.io")
                                    .isStatic()));
        }
    }
}

package io.github.fanoutlab.platform.real.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StderrLogTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @ParameterizedTest(name = "DEBUG=\"{0}\" and {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    *                              | engine:socket     | true
                    socket.io*                     | socket.io-parser  | true
                    socket.io*                     | engine            | false
                    socket.io                      | socket.io-parser  | false
                    engine:*                       | engine:ws         | true
                    engine, socket.io-redis        | socket.io-redis   | true
                    *,-socket.io-parser            | socket.io-parser  | false
                    *,-socket.io-parser            | socket.io:server  | true
                    -socket.io-parser              | socket.io:server  | false
                    ''                             | socket.io:server  | false
                    socket+io                      | socket.io         | false
                    *io*-*ser**                    | socket.io-parser  | true
                    *e*r*e*                        | socket.io:server  | true
                    ************************r{x    | socket.io:server  | false
                    """)
    void patterns(String debug, String namespace, boolean enabled) {
        assertThat(DebugPatterns.parse(debug).match(namespace)).isEqualTo(enabled);
    }

    @Test
    @DisplayName("A line has date, namespace and message; the message of a disabled namespace is not even made")
    void prints_lines() {
        StderrLog log = log("socket.io*");
        log.log("socket.io:server", () -> "initializing namespace /");
        log.log("engine", () -> {
            throw new AssertionError("the message of a disabled namespace must not be made");
        });
        assertThat(text())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z socket\\.io:server initializing namespace /\n");
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    socket.io:server | 0        | ^[33;1msocket.io:server ^[0m{} ^[33m+0ms^[0m
                    socket.io-parser | 999      | ^[32;1msocket.io-parser ^[0m{} ^[32m+999ms^[0m
                    socket.io-redis  | 1500     | ^[31;1msocket.io-redis ^[0m{} ^[31m+2s^[0m
                    engine:ws        | 90000    | ^[33;1mengine:ws ^[0m{} ^[33m+2m^[0m
                    engine           | 3600000  | ^[35;1mengine ^[0m{} ^[35m+1h^[0m
                    engine:socket    | 86400000 | ^[34;1mengine:socket ^[0m{} ^[34m+1d^[0m
                    """)
    @DisplayName(
            "On a terminal, a line has the color that debug 4.3 gives its namespace, and the time since its last line")
    void colored_lines(String namespace, long sinceLastMillis, String line) {
        assertThat(DebugFormat.COLORED.line(namespace, "{}", Instant.EPOCH, sinceLastMillis))
                .isEqualTo("  " + line.replace("^", "\u001b"));
    }

    @Test
    @DisplayName("A warning is printed whatever is enabled, with the name of the node")
    void prints_warnings() {
        log("").warn("redis: connection pub is away");
        assertThat(text()).isEqualTo("[W1] redis: connection pub is away\n");
    }

    private StderrLog log(String debug) {
        return new StderrLog(
                "W1",
                DebugPatterns.parse(debug),
                DebugFormat.DATED,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}

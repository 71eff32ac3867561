package io.github.fanoutlab.platform.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
                    """)
    void patterns(String debug, String namespace, boolean enabled) {
        assertThat(DebugPatterns.parse(debug).match(namespace)).isEqualTo(enabled);
    }

    @Test
    @DisplayName("A line has its namespace, the message, and the time since the namespace's last line")
    void prints_lines() {
        StderrLog log = log("socket.io*");
        log.log("socket.io:server", () -> "initializing namespace /");
        log.log("engine", () -> {
            throw new AssertionError("a message that nobody reads must not be put together");
        });
        assertThat(text()).isEqualTo("  socket.io:server initializing namespace / +0ms\n");
    }

    @Test
    @DisplayName("A warning is printed without being asked for, with the name of the node")
    void prints_warnings() {
        log("").warn("redis: connection pub is away");
        assertThat(text()).isEqualTo("[W1] redis: connection pub is away\n");
    }

    private StderrLog log(String debug) {
        return new StderrLog("W1", DebugPatterns.parse(debug), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}

package io.github.fanoutlab.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A command's standard output, in a process of its own")
@EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is Linux's")
class StandardOutputTest {

    private static final int PATIENCE_SECONDS = 120;

    @Test
    @DisplayName("check | head -n 1: when head has its line, check ends without a word, though it had seeds for hours")
    void reader_is_gone() throws Exception {
        Process shell = shell("(\"$@\"; echo \"exit code $?\" >&2) | head -n 1", "check", "all", "--seeds", "9999999");
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("Fanout Lab: check, seeds 1 to 9999999,")
                .hasLineCount(1);
        assertThat(errors(shell)).isEqualTo("exit code 141\n");
    }

    @ParameterizedTest
    @DisplayName("on a full disk: the reason, and exit code 70")
    @ValueSource(strings = {"--help", "run mirror --json", "client http://127.0.0.1:1"})
    void full_disk(String command) throws Exception {
        Process shell = shell("\"$@\" >/dev/full", command.split(" "));
        assertThat(errors(shell)).startsWith("fanout: standard output cannot be written: No space left on device\n");
        assertThat(shell.exitValue()).isEqualTo(Fanout.DEFECT);
    }

    private static String errors(Process shell) throws Exception {
        String errors = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return errors;
    }

    /** Runs {@code script}, whose {@code "$@"} is {@code fanout} with these words. */
    private static Process shell(String script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "timeout",
                String.valueOf(PATIENCE_SECONDS),
                "sh",
                "-c",
                script,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dmsgpack.universal-buffer=true",
                Fanout.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }
}

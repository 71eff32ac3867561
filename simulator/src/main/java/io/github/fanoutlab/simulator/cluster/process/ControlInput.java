package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.cluster.control.ControlLines;
import io.github.fanoutlab.simulator.cluster.control.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The standard input of a {@link ChildJvm}: its options in the first line, then requests. When it ends, or when the program
 * throws, the process ends: a child must not live on when nobody can reach it.
 */
public final class ControlInput {

    /** The exit code after an unexpected failure. */
    private static final int BROKEN = 1;

    private final BufferedReader lines;

    private ControlInput() {
        lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    }

    /** Runs {@code program} and ends the process when it returns. */
    public static void follow(Consumer<ControlInput> program) {
        try {
            program.accept(new ControlInput());
            System.exit(0);
        } catch (CannotStart problem) {
            System.exit(problem.tell());
        } catch (Throwable problem) {
            problem.printStackTrace();
            System.exit(BROKEN);
        }
    }

    /** The options of the process. */
    public <T extends Record> T options(Class<T> type) {
        String line = readLine();
        if (line == null) {
            throw new IllegalArgumentException("expected options in the first line of standard input, but it is empty");
        }
        return ControlLines.decode(line, type);
    }

    /** Hands every request to {@code handler}; returns at the end of the input. A line that is no request is reported and skipped. */
    public void forEach(Consumer<Request> handler) {
        for (String line = readLine(); line != null; line = readLine()) {
            try {
                handler.accept(ControlLines.decode(line, Request.class));
            } catch (IllegalArgumentException malformed) {
                System.err.println(malformed.getMessage());
            }
        }
    }

    /** The next line; null when the launcher has closed the pipe or is gone. */
    private String readLine() {
        try {
            return lines.readLine();
        } catch (IOException broken) {
            return null;
        }
    }
}

package io.github.fanoutlab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of a bench, told and heard line by line. It ends when its standard input does, and so at the latest with this process.
 * Used by one thread.
 */
final class Child implements AutoCloseable {

    private static final int KEPT_LINES = 30;
    private static final String ENDED = "(it has ended)";

    private final String title;
    private final Process process;
    private final PrintWriter stdin;
    private final long startNanos;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Child(String title, Process process, long startNanos) {
        this.title = title;
        this.process = process;
        this.startNanos = startNanos;
        this.stdin = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
        Thread reader = new Thread(this::read, "reader of " + title);
        reader.setDaemon(true);
        reader.start();
    }

    static Child start(String title, Path directory, List<String> command) {
        try {
            long now = System.nanoTime();
            return new Child(
                    title,
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start(),
                    now);
        } catch (IOException e) {
            throw new UncheckedIOException(title + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException broken) {
            // The process has ended.
        }
        lines.add(ENDED);
    }

    long pid() {
        return process.pid();
    }

    /** When it was started, by {@link System#nanoTime}. */
    long startNanos() {
        return startNanos;
    }

    void tell(String line) {
        stdin.println(line);
    }

    /**
     * What follows {@code word} in the next line that begins with it; the lines before it are skipped.
     *
     * @throws IllegalStateException with the lines that came instead
     */
    String await(String word, Duration patience) {
        ArrayDeque<String> skipped = new ArrayDeque<>();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null || line.equals(ENDED)) {
                    throw new IllegalStateException(title + (line == null ? " was silent" : " ended") + " before \""
                            + word + "\"; its last lines:\n  " + String.join("\n  ", skipped));
                }
                if (line.equals(word) || line.startsWith(word + " ")) {
                    return line.substring(word.length()).strip();
                }
                skipped.add(line);
                if (skipped.size() > KEPT_LINES) {
                    skipped.remove();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + title, e);
        }
    }

    /** Kills it, and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

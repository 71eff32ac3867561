package io.github.fanoutlab.tutorial.learn;

import io.github.fanoutlab.simulator.cluster.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has what the reader wrote compiled and graded by an {@link AttemptProcess}, which is started when it is first needed and again
 * when an attempt has ended it. Used by one thread.
 */
final class Attempts implements AutoCloseable {

    /** What compiling may take, in a JVM that has just been started, on a busy machine. */
    private static final long COMPILING_SECONDS = 60;

    /** What a grader takes is a second or two, of a processor that others may use as well. */
    private static final long RUNNING_SECONDS = 10;

    /** Whoever waits and computes nothing is ended by this. */
    private static final long MAX_SECONDS = 60;

    private static final long SOON_MILLIS = 1_000;

    /** What {@link #lines} has at its end: the process is gone. */
    private static final String GONE = "";

    private final long soonMillis;
    private final long runningSeconds;
    private Process process;
    private BlockingQueue<String> lines;

    Attempts() {
        this(SOON_MILLIS, RUNNING_SECONDS);
    }

    /**
     * @param soonMillis what runs longer is said to run
     * @param runningSeconds what computes for that long is ended
     */
    Attempts(long soonMillis, long runningSeconds) {
        this.soonMillis = soonMillis;
        this.runningSeconds = runningSeconds;
    }

    /** Starts the process, so that the first attempt does not wait for it. */
    void warm() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dmsgpack.universal-buffer=true"));
            command.addAll(ChildJvm.archiveOptions());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), AttemptProcess.class.getName()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the JVM for your code cannot be started", e);
        }
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(process, read), "attempts");
        reader.setDaemon(true);
        reader.start();
        lines = read;
    }

    private static void read(Process process, BlockingQueue<String> lines) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            out.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The process is gone, which is what the next line says.
        }
        lines.add(GONE);
    }

    /** Compiles and grades {@code file} as the exercise of {@code chapter}. */
    Verdict of(int chapter, Path file) {
        return of(chapter, file, () -> {});
    }

    /** Compiles and grades {@code file} as the exercise of {@code chapter}; {@code slow} is told if it still runs after a while. */
    Verdict of(int chapter, Path file, Runnable slow) {
        warm();
        try {
            OutputStream requests = process.getOutputStream();
            requests.write((chapter + " " + file.toAbsolutePath() + "\n").getBytes(StandardCharsets.UTF_8));
            requests.flush();
            String line = lines.poll(COMPILING_SECONDS, TimeUnit.SECONDS);
            if (AttemptProcess.RUNNING.equals(line)) {
                Duration begun = computed();
                line = lines.poll(soonMillis, TimeUnit.MILLISECONDS);
                if (line == null) {
                    slow.run();
                }
                for (long second = 1; line == null && second < MAX_SECONDS; second++) {
                    line = lines.poll(1, TimeUnit.SECONDS);
                    if (line == null && computed().minus(begun).toSeconds() >= runningSeconds - 1) {
                        break;
                    }
                }
            }
            return verdict(line);
        } catch (IOException e) {
            close();
            return Verdict.stopped("The JVM for your code has ended. Save again to start another.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return Verdict.stopped("Interrupted.");
        }
    }

    /** For how long the process has computed; where nobody can tell, time itself. */
    private Duration computed() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ofNanos(System.nanoTime()));
    }

    private Verdict verdict(String line) {
        if (line == null) {
            close();
            return Verdict.stopped("Your code was still running after " + runningSeconds
                    + " seconds. Is there an endless loop? In the simulator nothing has to wait.");
        }
        if (line.equals(GONE)) {
            close();
            return Verdict.stopped("Your code has ended the whole program. Does it call System.exit?");
        }
        JsonNode answer = JsonMapper.shared().readTree(line);
        Verdict verdict = new Verdict(
                Verdict.Kind.valueOf(answer.get("kind").stringValue()),
                answer.get("message").stringValue(),
                answer.get("picture").stringValue(),
                answer.get("printed").stringValue());
        if (verdict.kind() == Verdict.Kind.STOPPED) {
            close();
        }
        return verdict;
    }

    /** Ends the process, if there is one. The next attempt starts another. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process = null;
        }
    }
}

package io.github.fanoutlab.simulator.cluster.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program of ours in a JVM of its own, controlled by lines on its standard input, and read from its standard output.
 *
 * <p>It ends when its standard input ends, and that ends with this process, however this process ends: no child outlives its
 * parent. May be used from any thread; what it prints is passed on by threads of its own.
 */
public final class ChildJvm implements AutoCloseable {

    /**
     * For one server and a handful of clients: starts fast, stays small, and does without {@code sun.misc.Unsafe}. Why each is there is
     * in adapter/README.md.
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx128m",
            "-Xms24m",
            "-Xmn12m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Dmsgpack.universal-buffer=true");

    private static final long END_WAIT_MILLIS = 3_000;

    private final Process process;
    private final PrintWriter stdin;
    private final Thread errors;
    private final Thread lines;

    /** Gets what a child prints. */
    public interface Listener {

        /** A line of its standard output. */
        void onLine(String line);

        /** A line of its standard error. */
        void onErrorLine(String line);

        /** Its process has ended, and every line was passed on before. */
        void onExit(int exitCode);
    }

    private ChildJvm(String name, Process process, Listener listener) {
        this.process = process;
        this.stdin = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
        this.errors = daemon(name + " stderr", () -> forward(process.errorReader(), listener::onErrorLine));
        this.lines = daemon(name + " stdout", () -> {
            forward(process.inputReader(), listener::onLine);
            listener.onExit(awaitExit());
        });
    }

    /**
     * Starts one.
     *
     * @param name what people see who list the processes of their machine
     * @param main the class whose {@code main} it runs
     * @param options the first line that it reads
     * @throws UncheckedIOException if no process can be started
     */
    public static ChildJvm start(String name, Class<?> main, String options, Listener listener) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(archiveOptions());
        String debug = System.getProperty("DEBUG");
        if (debug != null) {
            command.add("-DDEBUG=" + debug);
        }
        command.addAll(List.of(main.getName(), name));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", ClassPath.ofThisProcess());
        try {
            ChildJvm child = new ChildJvm(name, builder.start(), listener);
            child.send(options);
            child.errors.start();
            child.lines.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("no process can be started for " + name + ": " + e.getMessage(), e);
        }
    }

    /** A line of the standard error of the process called {@code name}, as a parent passes it on: {@code W2 | engine intercepting}. */
    public static String errorLine(String name, String line) {
        return name + " | " + line;
    }

    /**
     * What lets a JVM with the class path of this one start as fast: the archive of classes that this one was given by {@code
     * ./fanout}. Empty if it was started in another way.
     */
    public static List<String> archiveOptions() {
        String archive = System.getProperty("fanout.archive");
        return archive == null
                ? List.of()
                : List.of("-XX:SharedArchiveFile=" + archive, "-Dfanout.archive=" + archive, "-Xlog:disable");
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Writes one line to its standard input. Does nothing if the process has ended. */
    public void send(String line) {
        stdin.println(line);
    }

    /** Ends its standard input, so that it soon ends itself. */
    void endInput() {
        stdin.close();
    }

    /** Ends its standard input, so that it ends itself; kills it if it has not ended after three seconds. Waits for its end. */
    @Override
    public void close() {
        endInput();
        try {
            if (!process.waitFor(END_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            lines.join(END_WAIT_MILLIS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private int awaitExit() {
        try {
            errors.join();
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for the end of a process", e);
        }
    }

    private static void forward(BufferedReader reader, Consumer<String> sink) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                sink.accept(line);
            }
        } catch (IOException e) {
            // The pipe broke because its process ended, which is the end of the lines, too.
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

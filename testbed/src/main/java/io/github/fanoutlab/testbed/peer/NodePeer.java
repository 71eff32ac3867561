package io.github.fanoutlab.testbed.peer;

import io.github.fanoutlab.testbed.Repository;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Node.js process as a peer in a test: a script under {@code peers/} that reads and writes lines.
 *
 * <p>Where Node.js or its packages cannot be had, the test is skipped and the reason printed; with {@code CI} set in the
 * environment it fails instead. From any thread.
 */
public final class NodePeer implements AutoCloseable {

    /** How long a test waits for a line before it gives up. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final String title;
    private final BufferedWriter stdin;
    private final List<String> lines = new ArrayList<>();
    private int read;
    private boolean ended;

    private NodePeer(Process process, String title) {
        this.process = process;
        this.title = title;
        this.stdin = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
        Thread reader = new Thread(this::readLines, "reader of " + title);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts {@code node peers/FOLDER/SCRIPT args…}; first installs its packages if they are missing. Standard error is read together
     * with standard output.
     */
    public static NodePeer start(String folder, String script, String... args) {
        Path directory = requirePackages(folder);
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            return new NodePeer(process, "node " + folder + "/" + script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another process that is read and told in the same way; {@code title} names it in failures. */
    public static NodePeer of(Process process, String title) {
        return new NodePeer(process, title);
    }

    /** Waits for the next line that begins with {@code prefix}, and skips the lines before it. */
    public String await(String prefix) {
        return await(line -> line.startsWith(prefix), "a line that begins with \"" + prefix + "\"");
    }

    /** Waits for the next line that {@code wanted} accepts, and skips the lines before it; {@code description} says which that is. */
    public synchronized String await(Predicate<String> wanted, String description) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            while (read < lines.size()) {
                String line = lines.get(read++);
                if (wanted.test(line)) {
                    return line;
                }
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || leftMillis <= 0) {
                throw new AssertionError(title + (ended ? " ended" : " was silent") + " before " + description
                        + "; its lines so far:\n  " + String.join("\n  ", lines));
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + description, e);
            }
        }
    }

    /** Writes one line to the peer's standard input. */
    public void tell(String line) {
        try {
            stdin.write(line);
            stdin.newLine();
            stdin.flush();
        } catch (IOException e) {
            throw new AssertionError(
                    title + " reads no more lines; its own so far:\n  " + String.join("\n  ", lines()), e);
        }
    }

    /** The value of a JavaScript expression as JSON, from a peer that evaluates lines; skips the lines before it. */
    public String ask(String expression) {
        tell(expression);
        return await(line -> line.startsWith("result ") || line.startsWith("error "), "a result of " + expression)
                .replaceFirst("^result ", "");
    }

    /** Every line so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void readLines() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(reading failed: " + e.getMessage() + ")");
        }
        end();
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The folder {@code peers/FOLDER} with its npm packages installed; the test is skipped if that cannot be. */
    @SuppressWarnings("try") // the lock is there to be held
    public static Path requirePackages(String folder) {
        Path directory = peers().resolve(folder);
        if (!runs(directory, "node", "--version")) {
            skip("no Node.js on the PATH: the check against real Node.js peers (" + folder + ") was skipped");
        }
        try (RandomAccessFile file =
                        new RandomAccessFile(directory.resolve(".install.lock").toFile(), "rw");
                FileLock lock = file.getChannel().lock()) {
            if (!isInstalled(directory)
                    && !runs(directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
                skip("npm could not install the packages of peers/" + folder
                        + " (no registry?): the check against real Node.js peers was skipped");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private static boolean isInstalled(Path directory) throws IOException {
        Path installed = directory.resolve("node_modules/.package-lock.json");
        return Files.exists(installed)
                && Files.getLastModifiedTime(installed)
                                .compareTo(Files.getLastModifiedTime(directory.resolve("package-lock.json")))
                        >= 0;
    }

    private static boolean runs(Path directory, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void skip(String reason) {
        if (System.getenv("CI") != null) {
            throw new AssertionError(reason.replace("was skipped", "must not be skipped with CI set"));
        }
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }

    private static Path peers() {
        return Repository.root().resolve("peers");
    }
}

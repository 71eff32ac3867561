package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.cli.AddedCommand;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.tutorial.book.Book;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code prepare}: everything that a workshop needs is here, and works without a network. */
@Command(
        name = "prepare",
        header = "Fetch and check everything that a workshop needs.",
        description = {
            "Run it the day before, while you have a network. It fetches what is missing, compiles, plays a run,"
                    + " starts a Redis and looks for free ports. Afterwards nothing needs a network. Exit code 1 if"
                    + " something is wrong."
        })
public final class PrepareCommand implements AddedCommand {

    private static final int AMISS = 1;

    /** Of the book, of the workshop, and of the phones when they join several workers. */
    private static final List<Integer> PORTS = List.of(4000, 4100, 4101);

    private static final boolean WINDOWS = File.separatorChar == '\\';

    /** A check: what is told when it holds, or an exception that says what does not. */
    private interface Check {
        String holds() throws Exception;
    }

    @Spec
    private CommandSpec spec;

    private boolean amiss;

    @Override
    public Integer call() {
        check("Java", () -> Runtime.version().toString() + ", in " + System.getProperty("java.home"));
        check("libraries", PrepareCommand::libraries);
        check(
                "a run",
                () -> CalmRun.of(Scenarios.HEARTBEAT, Generation.ADAPTER, 42)
                                .observation()
                                .events()
                                .size() + " events delivered in the simulator");
        check("Redis", PrepareCommand::redis);
        PORTS.forEach(port -> check("port " + port, () -> free(port)));
        check("tests, fetching", () -> maven("-q", "-B", "test", "-Dtest=Ch01Heartbeat"));
        check("tests, offline", () -> maven("-o", "-q", "-B", "test", "-Dtest=Ch01Heartbeat"));
        out().println(amiss ? "\nSomething is wrong; see above." : "\nReady. Nothing needs a network from now on.");
        out().flush();
        return amiss ? AMISS : 0;
    }

    private void check(String what, Check check) {
        String told;
        try {
            told = "ok      " + check.holds();
        } catch (Exception problem) {
            amiss = true;
            told = "FAILED  " + problem.getMessage();
        }
        out().printf("%-16s %s%n", what, told);
        out().flush();
    }

    private static String libraries() {
        List<File> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .filter(File::isFile)
                .toList();
        long bytes = jars.stream().mapToLong(File::length).sum();
        return jars.size() + " files, " + bytes / 1_000_000 + " MB";
    }

    private static String redis() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            return "started at " + redis.url();
        }
    }

    private static String free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
            return "free";
        } catch (IOException taken) {
            throw new IOException("taken: end the program that listens there, or name another port with --port", taken);
        }
    }

    private static String maven(String... args) throws IOException, InterruptedException {
        Path root = Book.repository();
        Process process = new ProcessBuilder(Stream.concat(Stream.of(WINDOWS ? "mvn.cmd" : "mvn"), Stream.of(args))
                        .toList())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("mvn " + String.join(" ", args) + " failed:\n" + words.strip());
        }
        return "mvn " + String.join(" ", args);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

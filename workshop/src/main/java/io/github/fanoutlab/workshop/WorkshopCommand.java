package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.cli.AddedCommand;
import io.github.fanoutlab.simulator.cli.RedisOption;
import io.github.fanoutlab.simulator.cluster.process.CannotStart;
import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code workshop}: the page for the wall. */
@Command(
        name = "workshop",
        header = "Watch runs on a page: kill, cut, go back, ask why.",
        description = {
            "Serves a page until Ctrl-C, on this machine alone unless --host says otherwise. It shows both"
                    + " generations side by side. Click a process, a client or Redis to choose what happens to it."
                    + " The page's address names the run that is shown, so you can share it, or play it again with:"
                    + " fanout replay 'STRING'"
        })
public final class WorkshopCommand implements AddedCommand {

    private static final int DEFAULT_WORKERS = 3;
    private static final int MAX_WORKERS = 9;

    @Parameters(
            arity = "0..1",
            paramLabel = "STRING",
            defaultValue = "heartbeat",
            description = "The run to begin with. Default: ${DEFAULT-VALUE}.")
    private String string;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4100",
            description = "The port to serve at; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on. Your address in the network, or 0.0.0.0 for all, lets phones join the"
                            + " room. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Mixin
    private RedisOption redis;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Let phones join N processes over one Redis, and kill any of them. Without --redis, it starts"
                    + " its own Redis. Default with --redis: 3.")
    private Integer workers;

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description =
                    "Write the page into this folder instead, with runs that were played beforehand. It opens from a file, without"
                            + " Java.")
    private Path export;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, but is " + port);
        }
        if (export != null) {
            return export();
        }
        if (workers != null && (workers < 1 || workers > MAX_WORKERS)) {
            throw new ParameterException(
                    spec.commandLine(), "--workers must be 1 to " + MAX_WORKERS + ", but is " + workers);
        }
        try (EmbeddedRedis own = workers != null && redis.url() == null ? EmbeddedRedis.start() : null;
                WorkshopServer server = WorkshopServer.start(host, port, room(own))) {
            PrintWriter out = spec.commandLine().getOut();
            String presenter = server.token().isEmpty() ? "" : "?presenter=" + server.token();
            out.println("The workshop: " + server.url(presenter + "#" + string) + "   (Ctrl-C ends it)");
            if (!presenter.isEmpty()) {
                out.println("This address is the presenter's. Participants open " + server.joinUrl());
            }
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (UncheckedIOException taken) {
            throw new ParameterException(
                    spec.commandLine(), taken.getMessage() + ". Name another port: --port 0", taken);
        } catch (CannotStart problem) {
            spec.commandLine().getErr().println(problem.getMessage());
            return CannotStart.EXIT_CODE;
        }
    }

    /** Phones join at the next port; null for a room on the page's own server. */
    private WorkshopServer.RoomOptions room(EmbeddedRedis own) {
        if (own == null && redis.url() == null) {
            return null;
        }
        String url = own == null ? redis.url() : own.url();
        CannotStart.unlessReachable(url);
        return new WorkshopServer.RoomOptions(
                url, workers == null ? DEFAULT_WORKERS : workers, port == 0 ? 0 : port + 1);
    }

    private int export() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            int runs = Export.write(Book.repository(), export);
            out.println("The workshop, with " + runs + " runs: "
                    + export.resolve(PageFiles.INDEX).toAbsolutePath());
            return 0;
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the workshop cannot be written into " + export + ": " + e + ". Name another folder",
                    e);
        }
    }
}

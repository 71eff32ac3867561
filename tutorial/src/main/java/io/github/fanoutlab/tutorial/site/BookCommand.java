package io.github.fanoutlab.tutorial.site;

import com.sun.net.httpserver.HttpServer;
import io.github.fanoutlab.simulator.cli.AddedCommand;
import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code book}: the course as a site. */
@Command(
        name = "book",
        header = "Read the course: pages in your browser, or written to a folder.",
        description = {
            "Serves the course in your browser, on this machine alone, until Ctrl-C. With --out it writes the same pages into a"
                    + " folder instead; they open from a file or from any web server, without a network."
        })
public final class BookCommand implements AddedCommand {

    @Option(names = "--out", paramLabel = "DIR", description = "Write the pages into this folder.")
    private Path out;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4000",
            description = "The port to serve at; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, but is " + port);
        }
        Map<String, byte[]> files = Site.of(Book.repository()).files();
        if (out != null) {
            write(files);
            return 0;
        }
        HttpServer server = bound();
        serve(server, files);
        say("The book: " + URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                + "   (Ctrl-C ends it)");
        new CountDownLatch(1).await();
        return 0;
    }

    private void write(Map<String, byte[]> files) {
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = out.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the book cannot be written into " + out + ": " + e + ". Name another folder",
                    e);
        }
        say("The book: " + out.resolve(Site.INDEX).toAbsolutePath());
    }

    private HttpServer bound() throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "port " + port + " is taken (" + e.getMessage() + "). Name another: --port 0",
                    e);
        }
    }

    /** Starts {@code server} with {@code files}; it answers on a thread of its own until it is stopped. */
    static void serve(HttpServer server, Map<String, byte[]> files) {
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring(1);
            String name = path.isEmpty() ? Site.INDEX : path;
            byte[] body = files.get(name);
            int status = body == null ? 404 : 200;
            byte[] answer = body == null ? ("The book has no page " + path + "\n").getBytes() : body;
            exchange.getResponseHeaders().set("Content-Type", body == null ? "text/plain; charset=utf-8" : type(name));
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "text/html; charset=utf-8";
        };
    }

    private void say(String line) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println(line);
        terminal.flush();
    }
}

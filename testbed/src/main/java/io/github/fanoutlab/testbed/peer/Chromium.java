package io.github.fanoutlab.testbed.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real browser, without a window. */
public final class Chromium {

    private static final int PATIENCE_SECONDS = 60;

    private final String command;

    private Chromium(String command) {
        this.command = command;
    }

    /** The Chromium on the PATH. Without one, the test is skipped, and it is printed that {@code what} was. */
    public static Chromium require(String what) {
        String found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        if (found == null) {
            System.out.println("SKIPPED: no Chromium on the PATH: " + what + " in a real browser was skipped");
        }
        assumeTrue(found != null, "no Chromium on the PATH");
        return new Chromium(found);
    }

    /** The page at {@code url} as its script has left it after two seconds of virtual time; {@code folder} is for files of the browser. */
    public String dump(Path folder, String url) throws IOException, InterruptedException {
        Path dump = folder.resolve("dump.html");
        Path profile = Files.createTempDirectory("chromium");
        Process process = new ProcessBuilder(
                        command,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--user-data-dir=" + profile,
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        url)
                .redirectOutput(dump.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("Chromium is done within %d s", PATIENCE_SECONDS)
                    .isTrue();
        } finally {
            end(process, profile);
        }
        return Files.readString(dump);
    }

    /** The text of the page at {@code url} as soon as it contains all of {@code wanted}, in real time, over the DevTools protocol. */
    public String awaitText(Path folder, String url, List<String> wanted) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("chromium");
        Process process = new ProcessBuilder(
                        command,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        url)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            String text = "";
            while (!wanted.stream().allMatch(text::contains) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                text = text(profile, url);
            }
            assertThat(text).contains(wanted);
            return text;
        } finally {
            end(process, profile);
        }
    }

    /** Ends the browser. Processes of its own may outlive it for a moment, and write into the profile that is to be deleted. */
    private static void end(Process process, Path profile) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isDeleted(profile) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean isDeleted(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return true;
        } catch (IOException | UncheckedIOException stillWritten) {
            return false;
        }
    }

    /** The text of the page now; empty while the browser or the page is not there. */
    private static String text(Path profile, String url) throws IOException, InterruptedException {
        Path port = profile.resolve("DevToolsActivePort");
        List<String> lines = Files.exists(port) ? Files.readAllLines(port) : List.of();
        if (lines.isEmpty()) {
            return "";
        }
        HttpClient http = HttpClient.newHttpClient();
        URI list = URI.create("http://127.0.0.1:" + lines.get(0) + "/json/list");
        String pages;
        try {
            pages = http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (ConnectException early) {
            return "";
        }
        for (JsonNode page : JsonMapper.shared().readTree(pages)) {
            if (page.path("url").asString("").equals(url)) {
                return evaluate(
                        http, URI.create(page.get("webSocketDebuggerUrl").stringValue()));
            }
        }
        return "";
    }

    private static String evaluate(HttpClient http, URI page) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(page, new WebSocket.Listener() {
                    private final StringBuilder received = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                        received.append(part);
                        if (last) {
                            answer.complete(received.toString());
                        }
                        from.request(1);
                        return null;
                    }
                })
                .join();
        socket.sendText(
                "{\"id\":1,\"method\":\"Runtime.evaluate\",\"params\":{\"expression\":\"document.body.innerText\"}}",
                true);
        String text = JsonMapper.shared()
                .readTree(answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
                .at("/result/result/value")
                .asString("");
        socket.abort();
        return text;
    }
}

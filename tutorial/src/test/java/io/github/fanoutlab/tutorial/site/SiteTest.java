package io.github.fanoutlab.tutorial.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.testbed.peer.Chromium;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.course.Lesson;
import io.github.fanoutlab.tutorial.course.Lessons;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The book as a site")
class SiteTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Map<String, byte[]> FILES = Site.of(Book.repository()).files();

    private static String page(String place) {
        return new String(FILES.get(place), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("has the contents, each chapter in its order, and every source that a page leads to")
    void pages() {
        List<String> chapters = Lessons.ALL.stream()
                .map(Lesson::page)
                .map(page -> page.replaceFirst("\\.md$", ".html"))
                .toList();
        assertThat(FILES).containsKey(Site.INDEX).containsKeys(chapters.toArray(String[]::new));
        assertThat(page(Site.INDEX)).containsSubsequence(chapters);
        assertThat(FILES.keySet()).anyMatch(place -> place.endsWith("AdapterPrograms.java.html"));
    }

    @Test
    @DisplayName("has no link that leads nowhere, neither to a page nor to a place in it")
    void links() {
        List<String> dead = new ArrayList<>();
        for (String place :
                FILES.keySet().stream().filter(name -> name.endsWith(".html")).toList()) {
            Matcher links = LINK.matcher(page(place));
            while (links.find()) {
                URI link = URI.create(links.group(1));
                if (link.isAbsolute()) {
                    continue;
                }
                String there = link.getPath().isEmpty()
                        ? place
                        : Path.of("/" + place)
                                .resolveSibling(link.getPath())
                                .normalize()
                                .toString()
                                .substring(1);
                boolean leads = FILES.containsKey(there)
                        && (link.getFragment() == null || page(there).contains("id=\"" + link.getFragment() + "\""));
                if (!leads) {
                    dead.add(place + " -> " + link);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    @DisplayName("fetches nothing from anywhere: styles, scripts and search are its own files")
    void noNetwork() {
        FILES.keySet().stream()
                .filter(name -> name.endsWith(".html"))
                .forEach(place -> assertThat(
                                page(place).replaceAll("<a [^>]*>", "").replaceAll("(?s)<main.*</main>", ""))
                        .as(place)
                        .doesNotContain("http:", "https:", "//"));
    }

    @Test
    @DisplayName("folds away what tells an answer: the rest of the page, or of the section when it is not the first")
    void answersAreFolded() {
        Markdown page = Markdown.of("page.md", """
                # One question

                **Everything below this line tells the answer.**

                It is 4.

                ## Change

                What now? **Everything below this line tells the answer.**

                It is 5.

                ## Exercise

                Six.
                """, path -> Optional.empty());
        String fold = "<details class=\"answer\"><summary>I have predicted. Show the answer.</summary>";
        assertThat(page.html())
                .isEqualTo("<h1 id=\"one-question\">One question</h1>\n"
                        + "<p><strong>Everything below this line tells the answer.</strong></p>\n" + fold + "\n"
                        + "<p>It is 4.</p>\n<h2 id=\"change\">Change</h2>\n"
                        + "<p>What now? <strong>Everything below this line tells the answer.</strong></p>\n" + fold
                        + "\n"
                        + "<p>It is 5.</p>\n</details>\n<h2 id=\"exercise\">Exercise</h2>\n<p>Six.</p>\n</details>\n");
    }

    @Test
    @DisplayName("finds words in what a page folds itself, and no markup")
    void foldedByThePage() {
        Markdown page = Markdown.of("page.md", """
                # Exercise

                <details class="answer"><summary>Mine has passed.</summary>

                Six.

                </details>
                """, path -> Optional.empty());
        assertThat(page.sections()).containsExactly(new Markdown.Section("exercise", "Exercise", "Six. "));
        assertThat(page.html())
                .contains("<details class=\"answer\"><summary>Mine has passed.</summary>\n<p>Six.</p>\n</details>");
    }

    @Test
    @DisplayName("shows no directive of the build, and keeps markup in a source as text")
    void quotesSources() {
        assertThat(page("tutorial/chapters/01-one-heartbeat.html")).doesNotContain("<!--");
        assertThat(FILES.keySet().stream().filter(place -> place.endsWith(".java.html")))
                .isNotEmpty()
                .allSatisfy(place -> assertThat(page(place)).doesNotContain("<E>", "<String>"));
    }

    @Test
    @DisplayName("is written into a folder by --out, and what cannot be written is said")
    void out(@TempDir Path folder) throws IOException {
        StringWriter out = new StringWriter();
        assertThat(Fanout.execute(new PrintWriter(out), new PrintWriter(out), "book", "--out", folder + "/site"))
                .as(out.toString())
                .isZero();
        assertThat(folder.resolve("site/index.html")).isRegularFile();
        assertThat(out.toString()).contains("The book: ", "index.html");

        Path file = Files.createFile(folder.resolve("file"));
        StringWriter err = new StringWriter();
        assertThat(Fanout.execute(new PrintWriter(out), new PrintWriter(err), "book", "--out", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the book cannot be written into " + file);
    }

    @Test
    @DisplayName("is served on this machine alone, with a clear answer for a page that is not there")
    void served() throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        BookCommand.serve(server, FILES);
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            HttpClient http = HttpClient.newHttpClient();
            HttpResponse<String> index =
                    http.send(HttpRequest.newBuilder(URI.create(base)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(index.statusCode()).isEqualTo(200);
            assertThat(index.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(index.body()).contains("<h1 id=\"the-course\">The course</h1>");
            HttpResponse<String> missing = http.send(
                    HttpRequest.newBuilder(URI.create(base + "../etc/passwd")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.body()).isEqualTo("The book has no page ../etc/passwd\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    @DisplayName("finds a word in a chapter, in a real browser, from files alone")
    void searched(@TempDir Path folder) throws IOException, InterruptedException {
        String page = search(folder, "own echoes");
        assertThat(found(page)).anyMatch(at -> at.endsWith("01-one-heartbeat.html#what-it-took"));
        assertThat(page).contains("class=\"hljs-");
    }

    @Test
    @DisplayName("puts titles of sections first, and shows at most two sections of a page")
    void ranked(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> unknown = found(search(folder, "session id unknown"));
        assertThat(unknown.get(0)).endsWith("12-session-id-unknown.html#12-session-id-unknown");
        assertThat(unknown.subList(0, 6))
                .anyMatch(at -> at.endsWith("c-field-guide.html#clients-connect-after-many-attempts-or-never"));
        List<String> twice = found(search(folder, "twice"));
        assertThat(twice.subList(0, 3))
                .anyMatch(at -> at.endsWith("08-why-twice.html#8-why-twice"))
                .anyMatch(at -> at.endsWith("c-field-guide.html#a-client-shows-the-last-message-twice"));
        assertThat(Stream.of(unknown, twice))
                .allSatisfy(list -> assertThat(list.stream()
                                .collect(Collectors.groupingBy(at -> at.replaceFirst("#.*", ""), Collectors.counting()))
                                .values())
                        .allMatch(sections -> sections <= 2));
    }

    @Test
    @DisplayName("finds the beginning of a word, and a plural as its singular")
    void wordBeginnings(@TempDir Path folder) throws IOException, InterruptedException {
        String page = search(folder, "duplicates");
        assertThat(found(page)).anyMatch(at -> at.contains("08-why-twice.html") || at.contains("c-field-guide.html"));
        assertThat(page).containsPattern("(?i)<mark>duplicate</mark>");
        assertThat(found(search(folder, "eartbeat"))).isEmpty();
        assertThat(found(search(folder, "resubscribe")))
                .as("in autoResubscribe")
                .isNotEmpty();
    }

    /** A page of the book as a browser shows it when {@code words} have been searched for. */
    private static String search(Path folder, String words) throws IOException, InterruptedException {
        Chromium browser = Chromium.require("the search in the book");
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            Path path = folder.resolve("site").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return browser.dump(
                folder,
                folder.resolve("site/tutorial/chapters/02-three-clients.html").toUri() + "?q="
                        + words.replace(' ', '+'));
    }

    /** Where the results lead, the best first. */
    private static List<String> found(String page) {
        Matcher list = Pattern.compile("(?s)<ol id=\"found\"[^>]*>(.*?)</ol>").matcher(page);
        assertThat(list.find()).as("the page has a list of results").isTrue();
        return LINK.matcher(list.group(1)).results().map(link -> link.group(1)).toList();
    }
}

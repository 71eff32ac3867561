package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The looks of the workshop page, on a wall, a laptop and a phone, in light and in dark:")
@Tag("browser")
class WorkshopLooksTest {

    private static final List<int[]> SIZES =
            List.of(new int[] {1920, 1080}, new int[] {1280, 720}, new int[] {390, 844});

    /** The size in pixels of each letter that is to be seen, whatever scales it. */
    private static final String SMALLEST_LETTERS = """
            const top = document.querySelector('dialog[open]') ?? document.body;
            const texts = [...top.querySelectorAll('*')].filter(element => element.checkVisibility() && (top.localName === 'dialog' || !element.closest('dialog'))
              && [...element.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim()) && !element.closest('select, script, .unseen, .dot'));
            const sizes = texts.map(element => parseFloat(getComputedStyle(element).fontSize) * (element.getScreenCTM?.().a ?? 1)).filter(size => size > 0);
            return Math.min(...sizes);""";

    /** An adapter that does not compile, whatever else is in the workbook. */
    private static final Path UNFINISHED = Book.repository().resolve("workbook/zz-looks/MyAdapter.java");

    private static WorkshopServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.require("the looks of the workshop page");
        Files.createDirectories(UNFINISHED.getParent());
        Files.writeString(UNFINISHED, "class MyAdapter {");
        server = WorkshopServer.start(0);
    }

    @AfterAll
    static void stop() throws IOException {
        Files.deleteIfExists(UNFINISHED);
        Files.deleteIfExists(UNFINISHED.getParent());
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Words that stand out of the run that they are in, where nobody sees them. */
    private static final String CUT_OFF = """
            return [...document.querySelectorAll('.run h2, .run p, .run dt, .run dd, .run button')]
              .filter(words => words.getBoundingClientRect().right > words.closest('.run').getBoundingClientRect().right + 1)
              .map(words => words.textContent).join(', ')""";

    /** What a person does until it is to be seen. */
    private interface Doing {
        void by(Browser browser);
    }

    private static Arguments point(String name, String string, Doing doing) {
        return Arguments.of(name, string, doing);
    }

    static Stream<Arguments> points() {
        return Stream.of(
                point("1-stage", "heartbeat;kill:W2@3.2s+2s", person -> {
                    person.click("#waive");
                    browser.seek("0.415");
                }),
                point("2-hands-on", "heartbeat", person -> {
                    person.click("#waive");
                    browser.seek("0.4");
                    person.click("[data-generation=adapter] [data-lane=W2]");
                }),
                point("3-whose-turn", "four-emitters", person -> {
                    person.click("#waive");
                    browser.seek("0");
                    person.click("#turn");
                    person.click("#next-choice");
                    person.click("#next-choice");
                }),
                point("4-why", "mirror;adapter", person -> {
                    person.click("#waive");
                    browser.seek("1");
                    person.press("e");
                    person.find("#path tr.echo button");
                    person.run("document.querySelector('#path tr.echo button').focus()"); // the page scrolls still
                    person.enter();
                    person.find("#why pre");
                }),
                point("5-predict", "four-emitters", person -> person.find("#predict")),
                point("5-predicted", "four-emitters", person -> {
                    person.type("#prediction", "1");
                    person.enter();
                    browser.seek("1");
                    person.find("#verdict");
                }),
                point("6-room", "four-emitters", person -> {
                    person.click("#open-room");
                    person.find("#room .code svg");
                    person.click("#waive");
                    browser.seek("0");
                }),
                point("7-script", "mirror", person -> {
                    person.choose("#script", "0");
                    person.find("#card .ask");
                }),
                point("8-own-adapter", "mirror", person -> {
                    person.click("#waive");
                    person.choose("#generation", "adapter=mine");
                    person.find("#error");
                }),
                point("9-museum", "mirror", person -> {
                    person.click("#visit");
                    person.find("#museum a");
                }),
                point("9-exhibit", "museum:emit-lost-while-polling", person -> browser.seek("0.5")),
                point("9-exhibit-begins", "museum:handshake-race", person -> person.awaitText(".stage", "not started")),
                point("keys", "heartbeat", person -> {
                    person.click("#waive");
                    person.press("?");
                    person.find("#keys dl");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    @DisplayName(
            "nothing is cut off or too small, and an accessibility checker finds nothing; pictures are in target/screenshots")
    void looks(String name, String string, Doing doing) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/screenshots"));
        browser.size(1920, 1080);
        browser.open("about:blank");
        browser.open("http://127.0.0.1:" + server.port() + "/#" + string);
        browser.find(".run");
        doing.by(browser);
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            for (int[] size : SIZES) {
                browser.size(size[0], size[1]);
                Path picture = folder.resolve(name + "-" + size[0] + "-" + scheme + ".png");
                Files.write(picture, browser.picture());
                String where = size[0] + " px wide, " + scheme;
                assertThat((Long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
                        .as(where)
                        .isLessThanOrEqualTo(0);
                assertThat((String) browser.run(CUT_OFF)).as(where).isEmpty();
                assertThat(((Number) browser.run(SMALLEST_LETTERS)).doubleValue())
                        .as("the smallest letters, " + where)
                        .isGreaterThanOrEqualTo(12);
                assertThat(browser.problems()).as(where).isEmpty();
            }
        }
        if (name.equals("1-stage") && Boolean.getBoolean("book.update")) { // what README.md opens with
            Files.copy(
                    folder.resolve("1-stage-1920-light.png"),
                    Book.repository().resolve("docs/workshop.png"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

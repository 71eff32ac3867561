package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;

@DisplayName("The workshop page, in a real browser,")
class WorkshopPageTest {

    private static WorkshopServer server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.require("the workshop page");
        server = WorkshopServer.start(0);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void widely() {
        browser.size(1920, 1080);
    }

    private static void open(String string) {
        browser.open("about:blank");
        browser.open("http://127.0.0.1:" + server.port() + "/#" + string);
        browser.find("[data-generation=adapter], [data-generation=legacy]");
    }

    private static void seek(String share) {
        browser.run("const scrub = document.getElementById('scrub'); scrub.value = scrub.max * " + share
                + "; scrub.dispatchEvent(new Event('input'))");
    }

    @Test
    @DisplayName("asks before it plays, plays both generations on one clock, and compares the prediction with both")
    void predicts() {
        open("four-emitters");
        assertThat(browser.text("#asked")).isEqualTo("How many events does client C1 get in a second?");
        assertThat(browser.run("return document.querySelectorAll('.run').length"))
                .isEqualTo(2L);
        browser.press(" ");
        assertThat(browser.text("#clock")).isEqualTo("0.000 s");
        browser.type("#prediction", "1");
        browser.enter();
        browser.awaitTrue("document.getElementById('clock').textContent !== '0.000 s'");
        seek("1");
        browser.awaitText("#result", "You predicted 1. It is 4, in both generations.");
    }

    @Test
    @DisplayName(
            "kills the worker that is clicked, at the playhead, and the address names the run that ./fanout replay plays")
    void kills() {
        open("heartbeat");
        browser.click("#waive");
        seek("0.5");
        browser.click("[data-generation=adapter] [data-lane=W2]");
        assertThat(browser.text("#menu-title")).startsWith("Worker 2, at ");
        browser.enter();
        browser.awaitTrue("location.hash.includes('kill:W2@')");
        browser.awaitText("#faults", "kill W2 at");
        browser.awaitTrue("document.querySelector('[data-generation=adapter]').dataset.string.includes('kill:W2@')");
        assertPlaysAsShown("adapter");
        seek("1");
        browser.awaitText("#result", "the client's worker was dead");
    }

    @Test
    @DisplayName("lists what is on its way, lets another message arrive first, and ./fanout replay plays that run")
    void whoseTurnItIs() {
        open("mirror");
        browser.click("#waive");
        seek("0");
        browser.press("t");
        browser.find("[data-generation=legacy] .turns button");
        browser.press("ccc");
        String natural = browser.text("[data-generation=legacy] .turns p .from");
        browser.run("document.querySelector('[data-generation=legacy] .turns li:last-child button').focus()");
        String chosen = (String) browser.run("return document.activeElement.querySelector('.from').textContent");
        assertThat(chosen).isNotEqualTo(natural);
        browser.enter();
        browser.awaitText("#faults", chosen + " first, ");
        browser.awaitText("[data-generation=legacy] .now", chosen.replace(" → ", " to "));
        assertPlaysAsShown("legacy");
        browser.run("history.back()");
        browser.awaitTrue("document.querySelectorAll('#faults li').length === 0");
    }

    @Test
    @DisplayName("finds an order in which two clients see two emits differently, and shows it made small")
    void findsAnOrder() {
        open("sixteen");
        browser.click("#waive");
        browser.click("#turn");
        browser.click("#find [data-wish=order]");
        browser.awaitText("#find output", "got them the other way round");
        browser.awaitTrue("location.hash.includes(';nodes=')");
        browser.awaitTrue("document.querySelector('[data-generation=legacy]').dataset.string.includes('nodes=')");
        assertPlaysAsShown("legacy");
        browser.click("#find [data-wish=miss]");
        browser.awaitText("#find output", " missed ");
        seek("1");
        browser.awaitText("#result", "missed:");
    }

    @Test
    @DisplayName("says so when no order does what is wished for, and stops looking when it is told to")
    void findsNone() {
        open("heartbeat");
        browser.click("#waive");
        browser.press("t");
        browser.click("#find [data-wish=order]");
        browser.awaitText("#find output", "No order does that: explore has played every order");
        open("rooms");
        browser.click("#waive");
        browser.press("t");
        browser.click("#find [data-wish=order]");
        browser.awaitText("#find output", "runs tried");
        browser.click("#find .stop");
        browser.awaitText("#find output", "Stopped.");
    }

    /** The trace that the page shows is that of ./fanout replay. */
    private static void assertPlaysAsShown(String generation) {
        WebElement card = browser.find("[data-generation=" + generation + "]");
        assertThat(card.getDomAttribute("data-trace-hash"))
                .isEqualTo(FaultyRun.of(RunString.parse(card.getDomAttribute("data-string")))
                        .trace()
                        .hash());
    }

    @Test
    @DisplayName("takes a fault out again with a click, and undoes that with the browser's own back")
    void undoes() {
        open("heartbeat;kill:W2@3.2s;cut:W1.sub@2s+1s");
        browser.click("#faults li:nth-child(1) button");
        browser.awaitTrue("location.hash === '#heartbeat;cut:W1.sub@2s+1s'");
        browser.awaitTrue("document.querySelectorAll('#faults li').length === 1");
        browser.run("history.back()");
        browser.awaitTrue("document.querySelectorAll('#faults li').length === 2");
    }

    @Test
    @DisplayName("leads from what was missed to the emit, which it then tells alone, in words")
    void explains() {
        open("heartbeat;kill:W2@3.2s+2s");
        browser.click("#waive");
        seek("1");
        browser.awaitText("#result", "master#4 to Client C2: the client's worker was dead");
        browser.click("#result li button");
        browser.awaitText("#path", "emit 4 of 10, Master emits data \"master#0004\"");
        assertThat(browser.text("#path tr.echo")).endsWith("Redis → Master own echo on sub, dropped");
    }

    @Test
    @DisplayName("says why a message came to nothing, with the lines of the server that did it")
    void saysWhy() {
        open("mirror;adapter");
        browser.click("#waive");
        browser.press("e");
        browser.click("#path tr.echo button");
        assertThat(browser.text("#why p")).endsWith("Worker 1 finds its own id in it, and drops it.");
        assertThat(browser.text("#why figcaption")).endsWith("BroadcastReceiver.java");
        assertThat(browser.text("#why pre")).contains("log(() -> \"ignore same uid\");");
    }

    @Test
    @DisplayName("shows an exhibit of the museum, the version that broke beside those that did not")
    void museum() {
        open("mirror");
        browser.click("#visit");
        browser.click("#museum a[href='#museum:emit-lost-while-polling']");
        browser.awaitText("#question", "An emit of another node never arrives");
        browser.awaitText("#exhibit", "What helps: 0.9.17 has one channel for all clients");
        browser.awaitText("#exhibit", "With Socket.IO 4: No. A node keeps what it has for a client");
        browser.click("#exhibit summary");
        browser.awaitText("#exhibit figure", "Server, Node: the Redis adapter peers/v4/worker.js");
        browser.awaitText("#exhibit figure pre", "createAdapter(pub, sub)");
        assertThat(problems()).isEmpty();
        seek("1");
        browser.awaitText("#result .fails", "0.9.16: ");
        browser.awaitText("#result .right", "0.9.17: ");
    }

    @Test
    @DisplayName("leads through a script card by card: the question for all, and what helps the presenter folded away")
    void scripts() {
        open("mirror");
        browser.choose("#script", "0");
        browser.awaitText("#card-title", "What we look at (minute 0 to 4)");
        browser.awaitTrue("location.hash === '#heartbeat'");
        browser.run("document.activeElement.blur()");
        browser.press("nn");
        browser.awaitText("#card .ask", "How many copies a second");
        assertThat(browser.run("return document.querySelector('#card details').open"))
                .isEqualTo(false);
        browser.awaitTrue("location.hash === '#emitter'");
    }

    @Test
    @DisplayName("lets a room predict on phones, and shows what it predicts when the presenter reveals it")
    void room() {
        open("four-emitters");
        browser.click("#open-room");
        browser.awaitText("#room .count", "0 of 0 people have predicted");
        browser.find("#room .code svg");
        String wall = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open("http://127.0.0.1:" + server.port() + "/join");
        browser.awaitText("#question", "How many events does client C1 get in a second?");
        assertThat(problems()).isEmpty();
        browser.type("#prediction", "16");
        browser.enter();
        browser.awaitText("#state", "You predicted 16. Look at the wall.");
        browser.driver().close();
        browser.driver().switchTo().window(wall);
        browser.awaitText("#room .count", "1 of");
        browser.click("#room .reveal");
        browser.awaitText("#room .distribution", "16");
        assertThat(problems()).isEmpty();
    }

    @Test
    @DisplayName("keeps the last good run when the address names none, and says where it is wrong")
    void malformed() {
        open("mirror");
        browser.run("location.hash = 'mirror;kill:W9@1s'");
        browser.awaitText("#error", "found \"W9\"");
        assertThat(browser.text("[data-generation=legacy] h2")).isEqualTo("0.9 RedisStore");
        browser.run("location.hash = 'mirror'");
        browser.awaitTrue("document.getElementById('error').hidden");
    }

    @Test
    @DisplayName("is wholly used by keyboard: play, step, an emit alone, and what happens to a client")
    void keyboard() {
        open("rooms");
        browser.click("#waive");
        browser.press(" ");
        browser.awaitText("#play", "Play");
        String before = browser.text("#clock");
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.text("#clock")).isNotEqualTo(before);
        browser.press("e");
        browser.awaitText("#path", "emit 1 of 5");
        browser.run("document.querySelector('[data-generation=legacy] [data-lane=C1]').focus()");
        browser.enter();
        assertThat(browser.text("#menu-title")).startsWith("Client C1, at ");
        browser.press(Keys.ESCAPE);
        browser.awaitTrue("document.activeElement.dataset.lane === 'C1'");
    }

    @Test
    @DisplayName("fits a wall, a laptop and a phone, in light and in dark; the pictures are in target/screenshots")
    void fits() throws IOException {
        Path folder = Files.createDirectories(Path.of("target/screenshots"));
        for (int[] size : List.of(new int[] {1920, 1080}, new int[] {1280, 720}, new int[] {500, 844})) {
            browser.size(size[0], size[1]);
            for (String scheme : List.of("light", "dark")) {
                scheme(scheme);
                open("heartbeat;kill:W2@3.2s+2s");
                browser.click("#waive");
                seek("0.52");
                assertThat((Long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
                        .as("%d px wide", size[0])
                        .isLessThanOrEqualTo(0);
                Files.write(folder.resolve(size[0] + "-" + scheme + ".png"), browser.picture());
            }
        }
        if (Boolean.getBoolean("book.update")) { // what README.md opens with
            Files.copy(
                    folder.resolve("1920-light.png"),
                    Book.repository().resolve("docs/workshop.png"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void scheme(String scheme) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @Test
    @DisplayName("gives an accessibility checker nothing to complain of, in light and in dark, with its menu open, too")
    void accessible() {
        for (String scheme : List.of("light", "dark")) {
            scheme(scheme);
            open("heartbeat;kill:W2@3.2s");
            browser.click("#waive");
            browser.press("e");
            seek("1");
            assertThat(problems()).as(scheme).isEmpty();
            browser.click("[data-generation=legacy] [data-lane=redis]");
            assertThat(problems()).as(scheme + ", menu").isEmpty();
        }
    }

    private static List<String> problems() {
        Results results = new AxeBuilder().analyze(browser.driver());
        return results.getViolations().stream().map(Rule::toString).toList();
    }
}

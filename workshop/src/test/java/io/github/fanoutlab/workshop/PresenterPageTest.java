package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

@DisplayName("A presenter with a script, a room and a projector of 1280 by 720")
@Tag("browser")
class PresenterPageTest {

    private static final List<Script> SCRIPTS = Script.all(Book.repository());

    private static Browser browser;
    private WorkshopServer server;

    @BeforeAll
    static void start() {
        browser = Browser.require("the page in a presenter's hands");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Each has a room of its own. */
    @BeforeEach
    void open() {
        server = WorkshopServer.start(0);
        browser.size(1280, 720);
        open("mirror");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void open(String string) {
        browser.open("about:blank");
        browser.open("http://127.0.0.1:" + server.port() + "/#" + string);
        browser.find(".run");
    }

    private static void awaitCard(Script.Card card) {
        browser.awaitText("#card-title", card.title());
        browser.awaitTrue("decodeURIComponent(location.hash.slice(1)) === '" + card.show() + "'");
        if (!card.show().isEmpty()) {
            browser.awaitTrue(
                    "document.querySelector('#runs').checkVisibility() && document.querySelector('.run')?.dataset.string"
                            + ".startsWith('" + card.show().split(";")[0] + "')");
        }
    }

    /** Turns to the first card that shows {@code string}. */
    private static Script.Card turnTo(int script, String string) {
        List<Script.Card> cards = SCRIPTS.get(script).cards();
        int at = IntStream.range(0, cards.size())
                .filter(card -> cards.get(card).show().equals(string))
                .findFirst()
                .orElseThrow();
        browser.choose("#script", String.valueOf(script));
        browser.press("n".repeat(at));
        awaitCard(cards.get(at));
        return cards.get(at);
    }

    /** Whether the whole stage and the line below it stand above the bar. */
    private static final String DRAWING_IS_SEEN = """
            [...document.querySelectorAll('.run .now')].every(each => each.getBoundingClientRect().bottom
              <= document.getElementById('transport').getBoundingClientRect().top + 1)
            && document.querySelector('.stage').getBoundingClientRect().height > 240""";

    @Test
    @DisplayName("sees a worker die, since the run begins before that, and hears who missed what")
    void workerDies() {
        turnTo(1, "worker-death");
        assertThat(browser.find(".stage").getText()).contains("C1: 0", "C3: 0");
        browser.type("#prediction", "6");
        browser.enter();
        browser.awaitTrue("document.getElementById('clock').textContent !== '0.000 s'");
        browser.seek("1");
        browser.awaitText("#verdict", "You predicted 6. It is 6, in both.");
        browser.awaitText("#verdict", "3 events missed.");
        browser.awaitText("#result", "master#4 to Client C3: the client's worker was dead");
    }

    @Test
    @DisplayName("plays both generations over polling, and through another balancer")
    void polling() {
        open("heartbeat;adapter;transport=polling;balancer=round-robin");
        browser.choose("#generation", "");
        browser.awaitTrue("document.querySelectorAll('.run').length === 2");
        browser.choose("#faults select", "balancer=cookie");
        browser.awaitTrue("document.querySelector('[data-generation=legacy]').dataset.string"
                + ".endsWith(';transport=xhr-polling;balancer=cookie')");
        assertThat(browser.run("return document.getElementById('error').hidden"))
                .isEqualTo(true);
    }

    @Test
    @DisplayName("hears the verdict as soon as the scenario has emitted for the last time, though clients still try")
    void verdictInTime() {
        open("heartbeat;adapter;transport=polling;balancer=round-robin");
        browser.click("#waive");
        browser.press(" ");
        for (int emit = 0; emit < 10; emit++) {
            browser.pressShift(Keys.ARROW_RIGHT);
        }
        browser.awaitText("#clock", "10.000");
        for (int event = 0; event < 50 && !told(); event++) {
            browser.press(Keys.ARROW_RIGHT);
        }
        browser.awaitText("#verdict", "40 events missed.");
        browser.awaitText("#result li", "master#1 to Client C1: a worker did not know the session");
        assertThat(browser.text("#clock")).startsWith("10.");
    }

    private static boolean told() {
        return browser.run("return document.getElementById('verdict').checkVisibility()")
                .equals(true);
    }

    @Test
    @DisplayName("turns the cards by key at once after the script is chosen, and no further than there are any")
    void turns() {
        List<Script.Card> cards = SCRIPTS.get(0).cards();
        browser.choose("#script", "0");
        awaitCard(cards.get(0));
        browser.press("n");
        awaitCard(cards.get(1));
        assertThat(browser.run("return document.getElementById('script').value"))
                .isEqualTo("0");
        browser.press("n".repeat(cards.size() - 2));
        awaitCard(cards.get(cards.size() - 1));
        browser.click("#waive");
        browser.seek("0.5");
        String clock = browser.text("#clock");
        browser.run("document.activeElement.blur()");
        browser.press("n");
        assertThat(browser.text("#clock")).isEqualTo(clock);
        assertThat(browser.text("#card-title"))
                .contains(cards.get(cards.size() - 1).title());
    }

    @Test
    @DisplayName(
            "finds the card, its question and the room again after a reload, and goes back by the browser's own back")
    void backAndReload() {
        List<Script.Card> cards = SCRIPTS.get(0).cards();
        browser.choose("#script", "0");
        browser.press("nn");
        awaitCard(cards.get(2));
        browser.click("#open-room");
        browser.awaitText("#room .count", "0 of 0 people");
        browser.driver().navigate().refresh();
        awaitCard(cards.get(2));
        browser.awaitText("#asked", cards.get(2).parts().get("Predict"));
        browser.awaitText("#room .count", "0 of 0 people");
        browser.run("history.back()");
        awaitCard(cards.get(1));
        browser.run("history.back()");
        awaitCard(cards.get(0));
        browser.run("history.forward()");
        awaitCard(cards.get(1));
        browser.awaitText("#asked", cards.get(1).parts().get("Predict"));
    }

    @Test
    @DisplayName("is not kept by the question: the keys of the page act there, and Escape leaves it")
    void keysWhereOnePredicts() {
        List<Script.Card> cards = SCRIPTS.get(0).cards();
        browser.choose("#script", "0");
        browser.press("n");
        browser.awaitText("#asked", cards.get(1).parts().get("Predict"));
        browser.press(" e1");
        assertThat(browser.run("return document.activeElement.id + document.activeElement.value"))
                .isEqualTo("prediction1");
        browser.press("n");
        awaitCard(cards.get(2));
        browser.press(" ");
        browser.awaitTrue("document.activeElement.id === 'prediction'");
        browser.press(Keys.ESCAPE);
        browser.awaitTrue("document.activeElement === document.body");
    }

    @Test
    @DisplayName("has the drawing on the wall when the run plays, with the room in one line, and by w nothing else")
    void roomFolds() {
        turnTo(0, "four-emitters");
        browser.click("#open-room");
        browser.find("#room .code");
        browser.click("#waive");
        browser.awaitText("#room.folded .count", "0 of 0 people have predicted");
        browser.awaitTrue("document.getElementById('room').offsetHeight < 60");
        browser.awaitTrue(DRAWING_IS_SEEN);
        browser.press("w");
        browser.awaitTrue("!['room', 'card', 'find'].some(each => document.getElementById(each).checkVisibility())");
        browser.press("n");
        browser.awaitTrue("document.getElementById('predict').checkVisibility()");
        browser.find("#card");
        browser.find("#room .code");
    }

    @Test
    @DisplayName(
            "asks a room the same again without its phones having to, takes nothing while it plays, and lets them wait")
    void phones() {
        Script.Card card = turnTo(0, "four-emitters");
        browser.click("#open-room");
        browser.find("#room .code");
        String wall = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open("http://127.0.0.1:" + server.port() + "/join");
        String phone = browser.driver().getWindowHandle();
        browser.awaitText("#question", card.parts().get("Predict"));
        browser.type("#prediction", "16");
        browser.enter();
        browser.awaitText("#state", "You predicted 16. Look at the wall.");

        browser.driver().switchTo().window(wall);
        browser.awaitText("#room .count", "1 of 1 person has predicted");
        browser.press("n");
        browser.awaitText("#room .count", "0 of 1 person has predicted");
        browser.press("p");
        browser.awaitText("#room .count", "1 of 1 person has predicted");
        browser.click("#room .reveal");
        browser.awaitText("#room .distribution", "16");
        browser.press("n");
        browser.awaitText("#room .count", "0 of 1 person has predicted");
        browser.click("#waive");
        browser.driver().switchTo().window(phone);
        browser.awaitText("#state", "Too late for this question. Look at the wall.");

        browser.driver().switchTo().window(wall);
        browser.choose("#script", "2");
        awaitCard(SCRIPTS.get(2).cards().get(0));
        browser.driver().switchTo().window(phone);
        browser.awaitText("#question", "Wait for the next question.");
        assertThat(browser.run("return document.getElementById('form').hidden")).isEqualTo(true);
        assertThat(browser.problems()).isEmpty();
        browser.driver().close();
        browser.driver().switchTo().window(wall);
    }

    @Test
    @DisplayName("opens the room when the run has played, and nobody predicts with the answer on the wall")
    void roomAfterwards() {
        browser.click("#waive");
        browser.awaitText("#play", "Pause");
        browser.click("#open-room");
        browser.find("#room .code");
        browser.awaitText("#room .count", "0 of 0 people have predicted");
        browser.open("http://127.0.0.1:" + server.port() + "/join");
        browser.awaitText("#state", "Too late for this question. Look at the wall.");
    }

    @Test
    @DisplayName("has nothing behind a card without a run: neither run nor question nor an error of before")
    void nothingBehind() {
        browser.run("location.hash = 'mirror;kill:W9@1s'");
        browser.find("#error");
        browser.choose("#script", "2");
        awaitCard(SCRIPTS.get(2).cards().get(0));
        browser.awaitTrue("!['runs', 'transport', 'predict', 'error', 'verdict', 'result', 'faults']"
                + ".some(each => document.getElementById(each).checkVisibility())");
        browser.driver().navigate().refresh();
        awaitCard(SCRIPTS.get(2).cards().get(0));
        browser.awaitTrue("!document.getElementById('runs').checkVisibility()");
        assertThat(browser.driver().getTitle()).isEqualTo("Fanout Lab");
    }

    @Test
    @DisplayName("lets the last row read and scan what a card without a run says, and counts who is there")
    void gathers() {
        browser.choose("#script", "2");
        awaitCard(SCRIPTS.get(2).cards().get(0));
        browser.click("#open-room");
        browser.awaitText("#room .count", "0 people are here");
        browser.awaitTrue("!document.querySelector('#room .reveal').checkVisibility()"
                + " && document.querySelector('#room .code svg').getBoundingClientRect().width > innerWidth / 4"
                + " && parseFloat(getComputedStyle(document.querySelector('#card .ask')).fontSize) > 32");
    }

    @Test
    @DisplayName("draws one emit of each card, not before its prediction, and follows the emits when the run plays")
    void oneEmitOfEachCard() {
        turnTo(0, "emitter");
        browser.click("#waive");
        browser.seek("1");
        browser.press("ep");
        browser.find("#predict");
        browser.awaitTrue("!['#path', '.now', '.diagram-box']"
                + ".some(each => document.querySelector(each).checkVisibility({visibilityProperty: true}))");
        browser.press(Keys.ARROW_RIGHT);
        browser.awaitTrue("document.activeElement.id === 'prediction'");
        assertThat(browser.text("#clock")).isEqualTo("0.000 s");
        browser.type("#prediction", "1");
        browser.enter();
        browser.awaitText("#path", "emit 1 of 10");
        browser.awaitTrue("document.querySelector('.now').textContent.includes('delivered')");
        browser.seek("1");
        browser.press(" ");
        browser.awaitText("#path", "emit 1 of 10");
    }

    @Test
    @DisplayName("steps through the emit that is drawn at the end, as the verdict says, and the verdict stays")
    void stepsThroughIt() {
        turnTo(1, "mirror");
        browser.type("#prediction", "2");
        browser.enter();
        browser.seek("1");
        browser.awaitText("#verdict", "It is 1, in both. To see why, press e and step through one emit.");
        browser.press("e");
        assertThat(browser.run("return document.querySelectorAll('.diagram .later').length"))
                .isEqualTo(0L);
        browser.press(Keys.ARROW_RIGHT);
        browser.awaitTrue("document.querySelectorAll('.diagram .later').length > 0");
        browser.find("#verdict");
    }

    @Test
    @DisplayName("plays and pauses by Space whatever was clicked before")
    void space() {
        open("heartbeat");
        browser.click("#waive");
        browser.click("#wall");
        browser.press(" ");
        browser.awaitText("#play", "Play");
        browser.press("w");
        browser.click("#visit");
        browser.find("#museum a");
        browser.press(Keys.ESCAPE);
        browser.press(" ");
        browser.awaitText("#play", "Pause");
        assertThat(browser.run("return document.querySelector('.wall, dialog[open]')"))
                .isNull();
    }

    @Test
    @DisplayName("hears at the end what is right, without a prediction of their own, and who in the room had it")
    void roomWasRight() throws Exception {
        Script.Card card = turnTo(0, "four-emitters");
        browser.click("#open-room");
        browser.find("#room .code");
        Phone phone = Phone.once("http://127.0.0.1:" + server.port() + "/join", Map.of(), "question", "taken");
        try {
            int number = phone.await("text", card.parts().get("Predict")).getInt("number");
            assertThat(phone.predict(number, 4)).isEqualTo(true);
            browser.awaitText("#room .count", "1 of 1 person has predicted");
            browser.click("#room .reveal");
            browser.awaitText("#room .distribution", "1 person");
            browser.click("#waive");
            browser.seek("1");
            browser.awaitText("#verdict", card.parts().get("Predict") + " It is 4, in both.");
            browser.awaitText("#room .distribution .right", "4");
            assertThat(browser.problems()).isEmpty();
        } finally {
            phone.close();
        }
    }

    @ParameterizedTest(name = "{0} by {1}, {2}")
    @CsvSource({
        "1280,720,heartbeat",
        "1920,1080,heartbeat",
        "1280,720,heartbeat;adapter;transport=polling;balancer=round-robin",
        "1920,1080,heartbeat;adapter;transport=polling;balancer=round-robin"
    })
    @DisplayName("has the whole drawing of one emit on the wall")
    void emitOnTheWall(int width, int height, String string) {
        browser.size(width, height);
        open(string);
        browser.click("#waive");
        browser.seek("1");
        browser.press("ew");
        browser.awaitTrue("""
                [...document.querySelectorAll('.diagram-box')].every(box => !box.matches('.wide') && box.scrollWidth <= box.clientWidth
                  && box.getBoundingClientRect().right <= box.closest('.run').getBoundingClientRect().right
                  && box.getBoundingClientRect().bottom <= document.getElementById('transport').getBoundingClientRect().top + 1)""");
    }

    @Test
    @DisplayName("never sees one run under the name of another that was refused")
    void refused() {
        open("mirror;adapter");
        browser.click("#waive");
        browser.run(
                "const mine = new Option('none', 'legacy=0.9.15'); const menu = document.getElementById('generation');"
                        + "menu.append(mine); menu.value = mine.value; menu.dispatchEvent(new Event('change'))");
        browser.awaitText("#error", "0.9.15");
        browser.awaitTrue("document.getElementById('generation').value === 'adapter'");
        browser.awaitText("#play", "Play");
    }

    @Test
    @DisplayName("clicks \"own echo\" in the drawing, or presses Enter there, and reads the lines that drop it")
    void ownEcho() {
        open("mirror;adapter");
        browser.click("#waive");
        browser.seek("1");
        browser.press("e");
        browser.find(".diagram text.fate.echo");
        browser.run(
                "document.querySelector('.diagram text.fate.echo').scrollIntoView({block: 'center', behavior: 'instant'})");
        browser.click(".diagram text.fate.echo");
        browser.awaitText("#why figcaption", "BroadcastReceiver.java");
        browser.press(Keys.ESCAPE);
        browser.run("document.querySelector('.diagram text.fate.echo').focus()");
        browser.enter();
        browser.awaitText("#why figcaption", "BroadcastReceiver.java");
    }

    @Test
    @DisplayName(
            "plays an exhibit from its beginning, before what goes wrong, and counts no emits where there are none")
    void exhibit() {
        open("museum:subscription-lost-in-redis-outage");
        assertThat(browser.run("return document.getElementById('scrub').value")).isEqualTo("0");
        assertThat(browser.text(".counters")).contains("delivered").doesNotContain("emits");
        browser.seek("1");
        browser.press(" ");
        browser.awaitTrue("document.getElementById('scrub').value < document.getElementById('scrub').max / 4");
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"1280,720", "1920,1080"})
    @DisplayName(
            "has on the wall, of each card, the question and the whole drawing over the bar, and with the verdict, too")
    void wholeDrawing(int width, int height) {
        browser.size(width, height);
        for (int script = 0; script < SCRIPTS.size(); script++) {
            open("mirror");
            browser.choose("#script", String.valueOf(script));
            for (Script.Card card : SCRIPTS.get(script).cards()) {
                awaitCard(card);
                if (!card.show().isEmpty() && !card.show().startsWith("museum:")) {
                    browser.awaitTrue(DRAWING_IS_SEEN);
                }
                if (card.parts().containsKey("Predict")) {
                    browser.type("#prediction", "7");
                    browser.enter();
                    browser.seek("1");
                    browser.find("#verdict");
                    browser.awaitTrue(DRAWING_IS_SEEN);
                }
                browser.press("n");
            }
        }
    }

    @Test
    @DisplayName("is read from the last row: letters grow with the wall")
    void letters() {
        String sizes =
                "return [...document.querySelectorAll('#asked, .now')].map(each => parseFloat(getComputedStyle(each).fontSize))";
        assertThat((List<?>) browser.run(sizes))
                .allSatisfy(size -> assertThat(((Number) size).doubleValue()).isBetween(18.0, 20.0));
        browser.size(1920, 1080);
        assertThat((List<?>) browser.run(sizes))
                .allSatisfy(size -> assertThat(((Number) size).doubleValue()).isGreaterThan(26.0));
    }

    @Test
    @DisplayName("reads the keys from their heading on, and the names over a drawn emit in one row")
    void keysAndNames() {
        browser.press("?");
        browser.awaitTrue(
                "document.activeElement.id === 'keys-title' && document.getElementById('keys').scrollTop === 0");
        browser.press(Keys.ESCAPE);
        for (int[] size : List.of(new int[] {1280, 720}, new int[] {1920, 1080})) {
            browser.size(size[0], size[1]);
            open("heartbeat");
            browser.click("#waive");
            browser.press("e");
            browser.awaitTrue("""
                    [...document.querySelectorAll('.heads')].every(heads => {
                      const names = [...heads.querySelectorAll('li:not(.thread)')].map(each => each.getBoundingClientRect());
                      return names.every(({height, top}) => height > 0 && top === names[0].top)
                        && names.every(({left}, i) => i === 0 || left > names[i - 1].right);
                    })""");
        }
    }
}

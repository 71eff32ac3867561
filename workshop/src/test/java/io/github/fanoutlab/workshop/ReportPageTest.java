package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.github.fanoutlab.simulator.cli.Fanout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

@DisplayName("A report that --html wrote, in a real browser,")
@Tag("browser")
class ReportPageTest {

    /** The size in pixels of each letter that is to be seen, whatever scales it. */
    private static final String SMALLEST_LETTERS = """
            const seen = element => element.checkVisibility() && element.closest('dialog') === null;
            const sizes = [...document.querySelectorAll('body *')].filter(seen).filter(element => [...element.childNodes]
                .some(child => child.nodeType === Node.TEXT_NODE && child.data.trim()) && !element.closest('select, script, .unseen, .dot'))
              .map(element => [parseFloat(getComputedStyle(element).fontSize) * (element.getScreenCTM?.().a ?? 1), element.textContent]);
            return Math.min(...sizes.map(([size]) => size));""";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path report;

    @BeforeAll
    static void write() {
        browser = Browser.require("the report in a browser");
        report = folder.resolve("report.html");
        StringWriter said = new StringWriter();
        Fanout.execute(
                new PrintWriter(said),
                new PrintWriter(said),
                "run",
                "heartbeat",
                "--generation=both",
                "--fault=kill:W2@master#3+500ms",
                "--html=" + report);
        assertThat(report).as(said.toString()).exists();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.size(1400, 1000);
        browser.open(report.toUri().toString());
        browser.find("#runs article:nth-child(2) .stage");
    }

    @Test
    @DisplayName("has letters of at least 18 pixels in a window of 1400, whatever part is shown")
    void readable() {
        for (String key : List.of("", "d", "d", "d", "w", "d", "e")) {
            browser.press(key);
            assertThat(((Number) browser.run(SMALLEST_LETTERS)).doubleValue())
                    .as("the smallest letter after key '%s'", key)
                    .isGreaterThan(17.9);
        }
    }

    @Test
    @DisplayName(
            "leads from what differs to its place: the emit, large, with the gap where the delivery is missing, and why")
    void leadsThere() {
        double before = ((Number) browser.run("return document.querySelector('.stage').clientHeight")).doubleValue();
        browser.click("#differences a.place");
        browser.awaitText("[data-generation=adapter] .head", "Emit 4 of 10: Master emits data \"master#0004\"");
        assertThat(browser.text("[data-generation=adapter] .gap")).isEqualTo("missed: the client was away");
        assertThat((Boolean) browser.run("return document.querySelector('[data-generation=legacy] .gap') === null"))
                .isTrue();
        assertThat(((Number) browser.run("return document.querySelector('.diagram').clientHeight")).doubleValue())
                .as("the drawing of the emit is no smaller than the stage")
                .isGreaterThan(before);
        browser.run("document.querySelector('.gap').focus()");
        browser.enter();
        browser.awaitText("#why h2", "master#4 never reaches Client C2: the client was away");
    }

    @Test
    @DisplayName("says what happened last, and goes on saying it until something else happens")
    void whatHappenedLast() {
        assertThat(browser.run("""
                const scrub = document.querySelector('#scrub');
                const seen = [];
                for (let told = 0; told <= scrub.max; told += 0.2) {
                  scrub.value = told;
                  scrub.dispatchEvent(new Event('input'));
                  seen.push(parseFloat(document.querySelector('[data-generation=adapter] .now').textContent.replace('−', '-')));
                }
                return seen.filter((time, i) => time < seen[i - 1]).length;""")).isEqualTo(0L);
    }

    @Test
    @DisplayName("lights up what led to a delivery, and goes from cause to effect by key")
    void causes() {
        browser.press("e");
        browser.run("document.querySelector('[data-generation=legacy] .moment.delivery').focus()");
        browser.awaitText("#told", "Path: Master → Redis → Worker ");
        browser.press(Keys.ARROW_LEFT);
        browser.awaitTrue("document.activeElement.matches('.moment.ordinary')");
        assertThat(browser.run("return document.querySelectorAll('.moment.chain').length"))
                .isEqualTo(3L);
        browser.press(Keys.ARROW_RIGHT);
        browser.enter();
        browser.awaitText("#why p", "sends the event to Client C");
    }

    @Test
    @DisplayName("offers nothing to do to a process: a report is played, and cannot be changed")
    void notToBeBroken() {
        browser.awaitTrue("document.querySelectorAll('.stage .process').length > 0");
        assertThat(browser.run("return document.querySelectorAll('.stage .process[role=button]').length"))
                .isEqualTo(0L);
    }

    @Test
    @DisplayName("on a wall shows one run, or both, and one emit at a time, step by step by key")
    void wall() {
        browser.size(1920, 1080);
        browser.press("w", "e", "2");
        browser.awaitTrue("document.querySelectorAll('.run:not([hidden])').length === 1");
        assertThat(browser.run("return document.documentElement.scrollHeight <= innerHeight"))
                .as("all of it is seen at once")
                .isEqualTo(true);
        browser.awaitText(".run:not([hidden]) .head", "Emit 1 of 10");
        String later = "return document.querySelectorAll('.run:not([hidden]) .arrow.later').length";
        long hinted = (Long) browser.run(later);
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat((Long) browser.run(later)).isLessThan(hinted);
        for (int step = 0; step < 12; step++) {
            browser.press(Keys.ARROW_RIGHT);
        }
        browser.awaitText(".run:not([hidden]) .head", "Emit 2 of 10");
        browser.press("0", "w");
        browser.awaitTrue("document.querySelectorAll('.run:not([hidden])').length === 2");
    }

    @Test
    @DisplayName(
            "fits a wall, a laptop and a phone, and gives an accessibility checker nothing to complain of, in light and in dark")
    void fits() throws IOException {
        Path pictures = Files.createDirectories(Path.of("target/screenshots"));
        for (int[] size : List.of(new int[] {1920, 1080}, new int[] {1280, 720}, new int[] {500, 844})) {
            browser.size(size[0], size[1]);
            for (String scheme : List.of("light", "dark")) {
                browser.driver()
                        .executeCdpCommand(
                                "Emulation.setEmulatedMedia",
                                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
                browser.open(report.toUri().toString());
                for (String key : List.of("", "e")) {
                    browser.press(key);
                    assertThat((Long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
                            .as("%d px wide", size[0])
                            .isLessThanOrEqualTo(0);
                    assertThat(new AxeBuilder()
                                    .analyze(browser.driver()).getViolations().stream()
                                            .map(Rule::toString)
                                            .toList())
                            .as("%d px wide, %s, key '%s'", size[0], scheme, key)
                            .isEmpty();
                    Files.write(pictures.resolve("report-" + size[0] + "-" + scheme + key + ".png"), browser.picture());
                }
            }
        }
    }
}

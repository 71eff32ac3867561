package io.github.fanoutlab.workshop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser without a window, and what a person does in it. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** The Chromium on the PATH with its driver. Without one, the test is skipped, and that is printed. */
    static Browser require(String what, String... arguments) {
        Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = onPath("chromedriver");
        boolean there = chromium.isPresent() && driver.isPresent();
        if (!there) {
            System.out.println("SKIPPED: no Chromium with chromedriver on the PATH: " + what + " was skipped");
        }
        assumeTrue(there, "no Chromium with chromedriver on the PATH");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars");
        options.addArguments(arguments);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.get().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> onPath(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    void open(String url) {
        driver.get(url);
    }

    /** The page has this size, which may be less than a window can have. */
    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(Math.max(500, width), height + 200));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        awaitTrue("innerWidth === " + width);
    }

    /** {@code light} or {@code dark}. */
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What an accessibility checker complains of. */
    List<String> problems() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream().map(Rule::toString).toList();
    }

    /** Waits until the page has this element, and it is to be seen. */
    WebElement find(String css) {
        return await(css + " is to be seen", browser -> {
            WebElement found = browser.findElements(By.cssSelector(css)).stream()
                    .findFirst()
                    .orElse(null);
            return found != null && found.isDisplayed() ? found : null;
        });
    }

    String text(String css) {
        return find(css).getText();
    }

    /** Waits until {@code css} says {@code wanted}. */
    void awaitText(String css, String wanted) {
        await(css + " says '" + wanted + "'", browser -> text(css).contains(wanted) ? true : null);
    }

    /** Waits until {@code condition}, an expression of JavaScript, is true. */
    void awaitTrue(String condition) {
        await(condition, browser -> run("return Boolean(" + condition + ")").equals(true) ? true : null);
    }

    private <T> T await(String what, Function<ChromeDriver, T> condition) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> what + "; the page says: " + run("return document.body.innerText"))
                .ignoring(StaleElementReferenceException.class)
                .until(unused -> condition.apply(driver));
    }

    void click(String css) {
        new Actions(driver).click(find(css)).perform();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses a key while Shift is down. */
    void pressShift(CharSequence key) {
        new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
    }

    void choose(String css, String value) {
        new Select(find(css)).selectByValue(value);
    }

    void type(String css, String text) {
        find(css).sendKeys(text);
    }

    void enter() {
        press(Keys.ENTER);
    }

    /** Draws the page's slider to {@code share} of its length, from 0 to 1. */
    void seek(String share) {
        run("const scrub = document.getElementById('scrub'); scrub.value = scrub.max * " + share
                + "; scrub.dispatchEvent(new Event('input'))");
    }

    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** What is to be seen, as a PNG. */
    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}

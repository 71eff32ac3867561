package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.cli.Fanout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The exported workshop page, opened from a file,")
@Tag("browser")
class ExportTest {

    @Test
    @DisplayName("asks, plays, kills the worker that is clicked, and shows the museum, without any server")
    void works(@TempDir Path folder) {
        try (Browser browser = Browser.require("the exported page", "--allow-file-access-from-files=false")) {
            StringWriter said = new StringWriter();
            assertThat(Fanout.execute(
                            new PrintWriter(said), new PrintWriter(said), "workshop", "--export", folder.toString()))
                    .as(said.toString())
                    .isZero();
            assertThat(said.toString()).contains("runs: ", "index.html");

            browser.size(1920, 1080);
            browser.open(folder.resolve("index.html").toUri() + "#heartbeat");
            browser.type("#prediction", "1");
            browser.enter();
            browser.awaitTrue("document.getElementById('clock').textContent !== '0.000 s'");
            browser.run(
                    "document.querySelector('[data-generation=adapter] [data-lane=W2]').dispatchEvent(new Event('click'))");
            browser.awaitText("#menu", "Kill it for a second");
            browser.enter();
            browser.awaitTrue("document.querySelector('#faults li') !== null");
            browser.seek("1");
            browser.awaitText("#result", "the client's worker was dead");

            browser.run(
                    "document.getElementById('scrub').value = 0;"
                            + " document.querySelector('[data-generation=adapter] [data-lane=C3]').dispatchEvent(new Event('click'))");
            browser.awaitText("#menu", "Its connection breaks");
            browser.enter();
            browser.awaitTrue("decodeURIComponent(location.hash) === '#heartbeat;cut:W3.C3@9s+1s'");

            browser.run("location.hash = 'museum:session-id-unknown'");
            browser.awaitText("#exhibit", "What helps: ");
            browser.run("location.hash = 'heartbeat;pause:redis@1s+1s'");
            browser.awaitText("#error", "./fanout workshop 'heartbeat;pause:redis@1s+1s'");
        }
    }

    @Test
    @DisplayName("says so when its folder cannot be written")
    void cannotBeWritten() {
        StringWriter err = new StringWriter();
        assertThat(Fanout.execute(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        "workshop",
                        "--export",
                        "/dev/null/site"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("the workshop cannot be written into /dev/null/site", "Name another folder");
    }
}

package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("When a server has a defect, here that it delivers its own echo,")
class FailingCommandsTest {

    private static final int FAILED = 1;
    private static final String CLAIM = "No emit is delivered twice over one connection, whatever fails";
    private static final String SMALLEST = "mirror;adapter=8;seed=1;sim=1;nodes=W1;steps=none";

    private static PatchedSimulator patched;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void plant() {
        patched = Mutant.ECHO.compile(Book.repository());
    }

    private int fanout(String... args) {
        return patched.fanout(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    @DisplayName("check says what does not hold, shrinks it, and draws the first failure as a page")
    void check(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("failure.html");
        assertThat(fanout("check", "mirror", "--generation", "adapter", "--seeds", "3", "--html", page.toString()))
                .as("%s%s", out, err)
                .isEqualTo(FAILED);
        assertThat(out.toString())
                .contains("self-test: not needed, since its run fails by itself: ./fanout replay 'rooms;adapter=8;")
                .contains("does not hold in 1 run: " + CLAIM)
                .contains("Nothing can be left out of this run")
                .contains("./fanout replay '" + SMALLEST + "'")
                .contains("report: " + page.toAbsolutePath())
                .endsWith("0 runs passed, 1 failed\n");
        assertThat(Files.readString(page))
                .contains("does not hold:")
                .contains(CLAIM)
                .contains("./fanout replay 'mirror;adapter=8;seed=1;");
    }

    @Test
    @DisplayName("shrink exports the smallest run: JSON with what it was made from, a diagram, and a page")
    void shrink(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("smallest.html");
        String found = "mirror;adapter;seed=1;kill:W2@100ms";
        assertThat(fanout("shrink", found, "--json", "--html", page.toString())).isEqualTo(FAILED);
        JsonNode smallest = JsonMapper.shared().readTree(out.toString());
        assertThat(smallest.get("run").stringValue()).isEqualTo(SMALLEST);
        assertThat(smallest.at("/shrunk/claim").stringValue()).isEqualTo(CLAIM);
        assertThat(smallest.at("/shrunk/from").stringValue()).isEqualTo("mirror;adapter=8;seed=1;sim=1;kill:W2@100ms");
        assertThat(smallest.get("checks")).anySatisfy(check -> {
            assertThat(check.get("name").stringValue()).isEqualTo(CLAIM);
            assertThat(check.get("passed").booleanValue()).isFalse();
        });
        assertThat(Files.readString(page)).contains(CLAIM).contains(SMALLEST);

        out.getBuffer().setLength(0);
        assertThat(fanout("shrink", found, "--mermaid")).isEqualTo(FAILED);
        assertThat(out.toString())
                .startsWith("%% " + SMALLEST + "\nsequenceDiagram\n")
                .contains("own echo");
    }

    @Test
    @DisplayName("explore names the first schedule that shows it; replay and run fail, too")
    void others() {
        assertThat(fanout("explore", "mirror", "--generation", "adapter")).isEqualTo(FAILED);
        assertThat(out.toString()).contains("✗ " + CLAIM).contains("(--show 1)");
        assertThat(fanout("replay", SMALLEST)).isEqualTo(FAILED);
        assertThat(fanout("run", "mirror")).isEqualTo(FAILED);
        assertThat(out.toString())
                .contains("✓        ✗        ✓        The run draws the documented diagram, arrow by arrow");
    }
}

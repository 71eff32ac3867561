package io.github.fanoutlab.tutorial.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A listing")
class ListingTest {

    @TempDir
    Path root;

    @BeforeEach
    void source() throws IOException {
        Files.createDirectories(root.resolve("src"));
        Files.writeString(root.resolve("src/Program.java"), """
                class Program {
                    void main() {
                        // region outer
                        start();

                        // region inner
                        if (ready()) {
                            emit();
                        }
                        // endregion
                        // endregion
                        // region open
                        stop();
                    }
                }
                """);
        Files.writeString(root.resolve("src/Twice.java"), "// region a\n// endregion\n// region a\n// endregion\n");
        Files.writeString(root.resolve("src/Plain.java"), "class Plain {}\n");
    }

    @Test
    @DisplayName("is the region without its markers, at the left edge, with a link from the page to the file")
    void region() {
        assertThat(listing("docs/deep/page.md", "src/Program.java", "outer")).isEqualTo("""
                ```java
                start();

                if (ready()) {
                    emit();
                }
                ```

                *Cut from [`Program.java`](../../src/Program.java), region `outer`.*""");
    }

    @Test
    @DisplayName("can be a region inside another one")
    void inner() {
        assertThat(listing("README.md", "src/Program.java", "inner")).isEqualTo("""
                ```java
                if (ready()) {
                    emit();
                }
                ```

                *Cut from [`Program.java`](src/Program.java), region `inner`.*""");
    }

    @Test
    @DisplayName("can be cut out of XML and of shell scripts, too")
    void other_comments() throws IOException {
        Files.writeString(root.resolve("pom.xml"), "  <!-- region a -->\n  <version/>\n  <!-- endregion -->\n");
        Files.writeString(root.resolve("run"), "# region a\nls\n# endregion\n");

        assertThat(listing("README.md", "pom.xml", "a")).startsWith("```xml\n<version/>\n```");
        assertThat(listing("README.md", "run", "a")).contains("\nls\n```");
    }

    @Test
    @DisplayName("of something missing or ambiguous is an error that says where to look")
    void errors() {
        assertError("p.md:7: there is no file src/Gone.java", "src/Gone.java", "outer");
        assertError(
                "p.md:7: there is no region 'oter' in src/Program.java, only outer, inner, open",
                "src/Program.java",
                "oter");
        assertError(
                "p.md:7: there is no region 'a' in src/Plain.java, only code without regions", "src/Plain.java", "a");
        assertError(
                "src/Program.java:12: region 'open' has no // endregion; p.md:7 asks for it",
                "src/Program.java",
                "open");
        assertError(
                "src/Twice.java:3: there is a second region 'a'; the first begins in line 1", "src/Twice.java", "a");
        assertError("p.md:7: 'listing' needs FILE REGION, but it got 'src/Program.java'", "src/Program.java");
    }

    private void assertError(String message, String... args) {
        assertThatThrownBy(() -> listing("p.md", args))
                .isInstanceOf(BookError.class)
                .hasMessageStartingWith(message);
    }

    private String listing(String page, String... args) {
        return new Listing(root).render(new Directive(new FileLine(page, 7), "listing", List.of(args)));
    }
}

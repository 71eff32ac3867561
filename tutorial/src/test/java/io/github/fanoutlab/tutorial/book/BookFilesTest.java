package io.github.fanoutlab.tutorial.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The book")
class BookFilesTest {

    @TempDir
    Path root;

    private Book book;

    @BeforeEach
    void pages() throws IOException {
        Files.createDirectories(root.resolve("tutorial/chapters"));
        Files.writeString(
                root.resolve("README.md"), "one\ntwo\nthree\nIt is <!-- n: x -->4<!-- /n -->.\nfive\nsix\nseven\n");
        Files.writeString(root.resolve("tutorial/chapters/02-b.md"), "It is <!-- n: x -->3<!-- /n -->.\r\n");
        Files.writeString(root.resolve("tutorial/chapters/01-a.md"), "");
        Files.writeString(root.resolve("tutorial/chapters/notes.txt"), "no page");
        book = new Book(root, Generators.none().with("n", directive -> "4"));
    }

    @Test
    @DisplayName("has the front pages that exist, then the chapters in their order")
    void order() {
        assertThat(book.pages()).containsExactly("README.md", "tutorial/chapters/01-a.md", "tutorial/chapters/02-b.md");
    }

    @Test
    @DisplayName("says nothing about a page that is up to date, and does not touch it")
    void upToDate() {
        assertThat(book.drift("README.md")).isEmpty();
        assertThat(book.update("README.md")).isFalse();
    }

    @Test
    @DisplayName("shows where a page has drifted, with the lines around it")
    void drift() {
        book = new Book(root, Generators.none().with("n", directive -> "5"));

        assertThat(book.drift("README.md")).isEqualTo("""
                @ line 2
                  two
                  three
                - It is <!-- n: x -->4<!-- /n -->.
                + It is <!-- n: x -->5<!-- /n -->.
                  five
                  six
                """);
    }

    @Test
    @DisplayName("writes a page anew on request, and the page is then up to date")
    void update() throws IOException {
        assertThat(book.update("tutorial/chapters/02-b.md")).isTrue();

        assertThat(Files.readString(root.resolve("tutorial/chapters/02-b.md")))
                .isEqualTo("It is <!-- n: x -->4<!-- /n -->.\n");
        assertThat(book.drift("tutorial/chapters/02-b.md")).isEmpty();
    }

    @Test
    @DisplayName("knows the links that lead nowhere, and leaves the ones to elsewhere alone")
    void links() throws IOException {
        Files.writeString(root.resolve("tutorial/chapters/03-c.md"), """
                [up](../../README.md#top) [a](01-a.md) [gone](04-d.md) [gone too](../../LICENSE#x)
                [web](https://socket.io/docs) [here](#below) `list.get(i)`
                """);

        assertThat(book.deadLinks("tutorial/chapters/03-c.md")).containsExactly("04-d.md", "../../LICENSE");
    }
}

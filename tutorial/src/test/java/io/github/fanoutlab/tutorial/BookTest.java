package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.run.RunGenerators;
import io.github.fanoutlab.tutorial.run.Runs;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that every page has what the build generates for it; {@code -Dbook.update=true} rewrites the pages first. */
@DisplayName("In the book")
class BookTest {

    private static final Book BOOK =
            new Book(Book.repository(), RunGenerators.of(Book.repository(), new Runs(Book.repository())));

    static List<String> pages() {
        return BOOK.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("a page agrees with the runs and the sources")
    void upToDate(String page) {
        if (Boolean.getBoolean("book.update") && BOOK.update(page)) {
            System.out.println("rewritten: " + page);
        }

        String drift = BOOK.drift(page);
        if (!drift.isEmpty()) {
            fail(page + " has (-) something else than the runs and sources (+). If those are right, rewrite it:\n  "
                    + Book.UPDATE_COMMAND + "\n\n" + drift);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("a page links to files that exist")
    void links(String page) {
        assertThat(BOOK.deadLinks(page)).as("dead links of %s", page).isEmpty();
    }
}

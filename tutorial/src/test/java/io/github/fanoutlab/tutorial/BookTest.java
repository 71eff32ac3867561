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

/** Holds every page to what the build generates for it; with {@code -Dbook.update=true} it writes the pages instead. */
@DisplayName("In the book")
class BookTest {

    private static final Book BOOK =
            new Book(Book.repository(), RunGenerators.of(Book.repository(), new Runs(Book.repository())));

    static List<String> pages() {
        return BOOK.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("a page says what runs and sources say")
    void upToDate(String page) {
        if (Boolean.getBoolean("book.update") && BOOK.update(page)) {
            System.out.println("written anew: " + page);
        }

        String drift = BOOK.drift(page);
        if (!drift.isEmpty()) {
            fail(page + " says (-) what runs and sources do not say (+). If they are right, write it anew:\n  "
                    + Book.UPDATE_COMMAND + "\n\n" + drift);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("a page links to files that exist")
    void links(String page) {
        assertThat(BOOK.deadLinks(page))
                .as("links of %s that lead nowhere", page)
                .isEmpty();
    }
}

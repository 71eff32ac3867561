package io.github.fanoutlab.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.fanoutlab.adapter.redis.pubsub.Channels;
import io.github.fanoutlab.legacy.store.Channel;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.run.RunGenerators;
import io.github.fanoutlab.tutorial.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that every page has what the build generates for it; {@code -Dbook.update=true} rewrites the pages first. */
@DisplayName("In the book")
class BookTest {

    private static final Book BOOK =
            new Book(Book.repository(), RunGenerators.of(Book.repository(), new Runs(Book.repository())));

    /** A channel of 1.0+ in the namespace / or /chat; or one of 0.9, in a command or after the word. */
    private static final Pattern CHANNEL = Pattern.compile(
            "(socket\\.io(?:-[a-z]+)?#/(?:chat)?#)|(?:SUBSCRIBE|NUMSUB) ([a-z-]+)`|channel `([a-z-]+)`");

    private static final List<String> CHANNELS = Stream.concat(
                    Stream.of("/", "/chat")
                            .map(namespace -> Channels.of("socket.io", namespace))
                            .flatMap(each -> Stream.of(each.broadcast(), each.request(), each.response())),
                    Stream.of(Channel.values()).map(Channel::wireName))
            .toList();

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

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("a page names no channel that the servers do not have")
    void channels(String page) throws IOException {
        List<String> lines = Files.readAllLines(Book.repository().resolve(page));
        for (int line = 0; line < lines.size(); line++) {
            Matcher named = CHANNEL.matcher(lines.get(line));
            while (named.find()) {
                String channel = Stream.of(named.group(1), named.group(2), named.group(3))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow();
                assertThat(CHANNELS).as("%s:%d names a channel", page, line + 1).contains(channel);
            }
        }
    }
}

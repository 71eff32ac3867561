package io.github.fanoutlab.tutorial.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.tutorial.book.BookError;
import io.github.fanoutlab.tutorial.exercise.Exercise;
import io.github.fanoutlab.tutorial.lesson.Grade;
import io.github.fanoutlab.tutorial.lesson.Prediction;
import io.github.fanoutlab.tutorial.run.AskedNumber;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The file of a lesson")
class LessonFileTest {

    private static final BiFunction<Object, String, Grade> GRADER = (answer, source) -> Grade.right("Yes.");

    private static final String FILE = """
            # 6. What is in Redis?

            [The chapter](../../../../chapters/06-in-redis.md) shows emit 2 in time.

            ## Predict

            A client joins a room,
            `io.to("a*b*")`.

            **How many keys are in `Redis`?**

            - The run says `redis-inside/keys`: PUBLISH writes
              nothing.
            - 40: none of them stayed.
            - 1: there is no list.

            ## Change

            Change one thing.

            **How many keys?**

            - The run says `redis-inside/keys`: No.

            ## Break

            Break one thing.

            **How many keys?**

            - The run says `heartbeat;adapter;kill:W3@3.2s/missed`: No.

            ## Write `Ex06`

            The task.

            1. A hint.
            2. Nearly the answer.
            """;

    @Test
    @DisplayName("is read: each paragraph becomes a line, and code loses its marks")
    void read() {
        Lesson lesson = read(FILE);

        assertThat(lesson.heading()).isEqualTo("6. What is in Redis?");
        assertThat(lesson.page()).isEqualTo("tutorial/chapters/06-in-redis.md");
        assertThat(lesson.emit()).isEqualTo(2);
        assertThat(lesson.predictions())
                .extracting(Prediction::key)
                .containsExactly("ch06", "ch06.change", "ch06.break");
        Prediction first = lesson.predictions().get(0);
        assertThat(first.setting()).isEqualTo("A client joins a room, io.to(\"a*b*\").");
        assertThat(first.question().asks()).isEqualTo("How many keys are in Redis?");
        assertThat(first.question().compare(0, 0)).endsWith("that is right. PUBLISH writes nothing.");
        assertThat(first.question().compare(40, 0)).endsWith("Here is why: none of them stayed.");
        assertThat(first.number()).isEqualTo(new AskedNumber.OfExperiment("redis-inside", "keys"));
        assertThat(lesson.predictions().get(2).run()).isEqualTo("heartbeat;adapter;kill:W3@3.2s");
        assertThat(lesson.exercise().name()).isEqualTo("Ex06");
        assertThat(lesson.exercise().task()).isEqualTo("The task.");
        assertThat(lesson.exercise().hints()).containsExactly("A hint.", "Nearly the answer.");
        assertThat(lesson.exercise()).extracting(Exercise::grader).isSameAs(GRADER);
    }

    @Test
    @DisplayName("shows the first emit in time unless it names another")
    void firstEmit() {
        assertThat(read(FILE.replace(" shows emit 2 in time.", "")).emit()).isEqualTo(1);
    }

    @ParameterizedTest(name = "[{index}] {2}")
    @DisplayName("that has a mistake says in which line, what was expected there, and what was found")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # 6.             | ## 6.         | 1: expected # NUMBER. TITLE; found ## 6. What is in Redis?
            ../../../../     | ../           | 3: expected [The chapter](../../../../chapters/PAGE) shows emit NUMBER in time.; found
            emit 2           | emit two      | 3: expected [The chapter](../../../../chapters/PAGE) shows emit NUMBER in time.; found
            ## Predict       | ## Guess      | 5: expected ## Predict; found ## Guess
            A client         | - A client    | 7: expected PARAGRAPH; found - A client joins
            `io.to("a*b*")`  | io.to("*a*")  | 7: expected words or `code`; found A client joins a room, io.to("*a*").
            `Redis`?**       | `Redis`?      | 10: expected **QUESTION**; found **How many keys
            The run says     | It is         | 12: expected - The run says `RUN/NUMBER`: WHY; found - It is `redis
            redis-inside/keys | keys         | 12: a page asks for a number as RUN/GENERATION/FACT
            - 40:            | - forty:      | 14: expected - NUMBER: REPLY; found - forty: none of them stayed.
            ## Change        | ## Chnge      | 17: expected ## Change; found ## Chnge
            `Ex06`           | `Ex60`        | 33: expected an exercise that Lessons has a grader for; found ## Write `Ex60`
            1. A             | - A           | 37: expected NUMBER. HINT; found - A hint.
            the answer.      | it.~~## More  | 40: expected NUMBER. HINT; found ## More
            """)
    void mistakes(String words, String mistake, String message) {
        String file = FILE.replaceFirst(Pattern.quote(words), mistake.replace('~', '\n'));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BookError.class)
                .hasMessageStartingWith("tutorial/src/main/resources/lessons/ch06.md:" + message);
    }

    @Test
    @DisplayName("that ends too early says so")
    void end() {
        assertThatThrownBy(() -> read(FILE.substring(0, FILE.indexOf("\n## Write"))))
                .hasMessage("tutorial/src/main/resources/lessons/ch06.md:31: expected ## Write `EXERCISE`;"
                        + " found the end of the file");
        assertThatThrownBy(() -> read(FILE.substring(0, FILE.indexOf("A client"))))
                .hasMessage("tutorial/src/main/resources/lessons/ch06.md:5: expected PARAGRAPH;"
                        + " found the end of the file");
    }

    static List<Lesson> lessons() {
        return Lessons.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lessons")
    @DisplayName("is a page, too: Markdown takes no word for markup")
    void page(Lesson lesson) throws IOException {
        String name = lesson.predictions().get(0).key();
        try (Reader file = new InputStreamReader(
                Lessons.class.getResourceAsStream("/lessons/" + name + ".md"), StandardCharsets.UTF_8)) {
            assertThat(kinds(Parser.builder().build().parseReader(file)))
                    .isSubsetOf(
                            Document.class,
                            Heading.class,
                            Paragraph.class,
                            BulletList.class,
                            OrderedList.class,
                            ListItem.class,
                            Text.class,
                            Code.class,
                            SoftLineBreak.class,
                            StrongEmphasis.class,
                            Link.class);
        }
    }

    private static Set<Class<?>> kinds(Node node) {
        Set<Class<?>> kinds = new HashSet<>(Set.of(node.getClass()));
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            kinds.addAll(kinds(child));
        }
        return kinds;
    }

    private static Lesson read(String file) {
        return LessonFile.read("ch06", file, Map.of("Ex06", GRADER));
    }
}

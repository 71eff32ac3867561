package io.github.fanoutlab.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.cli.Fanout;
import io.github.fanoutlab.simulator.report.html.RunJson;
import io.github.fanoutlab.tutorial.book.Book;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The presenters' scripts")
class ScriptTest {

    private static final Path ROOT = Book.repository();

    /** Those that go on until Ctrl-C, or that fetch; their help says whether they are there. */
    private static final List<String> NOT_RUN = List.of("workshop", "prepare", "learn", "book");

    static Stream<Script.Card> cards() {
        return Script.all(ROOT).stream().flatMap(script -> script.cards().stream());
    }

    static Stream<String> commands() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("tutorial/presenters"))) {
            return pages.sorted().toList().stream().flatMap(ScriptTest::commands);
        }
    }

    private static Stream<String> commands(Path page) {
        try {
            return Pattern.compile("(?m)^\\./fanout (.*)$")
                    .matcher(Files.readString(page))
                    .results()
                    .map(command -> command.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("are three, and last as long as their titles say")
    void lengths() {
        List<Script> scripts = Script.all(ROOT);
        assertThat(scripts)
                .extracting(Script::title)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("The first 45 minutes"),
                        second -> assertThat(second).startsWith("To 90 minutes"),
                        third -> assertThat(third).startsWith("To half a day"));
        assertThat(minutes(scripts.get(0))).isEqualTo(45);
        assertThat(minutes(scripts.get(1))).isEqualTo(45);
        assertThat(minutes(scripts.get(2))).isEqualTo(140);
    }

    private static int minutes(Script script) {
        return script.cards().stream().mapToInt(Script.Card::minutes).sum();
    }

    @ParameterizedTest
    @MethodSource("cards")
    @DisplayName("have a run on each card that can be played")
    void plays(Script.Card card) {
        if (!card.show().isEmpty()) {
            assertThat(RunJson.of(card.show()).get("runs"))
                    .isNotEmpty()
                    .allSatisfy(run -> assertThat(run.get("emits"))
                            .allMatch(emit -> emit.get("timeMicros").longValue()
                                    >= run.get("begunMicros").longValue()));
        }
        if (card.parts().containsKey("Predict")) {
            assertThat(card.parts().get("Predict")).matches("How many .* client C[1-4] get in .*\\?");
            assertThat(card.show()).isNotEmpty();
        }
        assertThat(card.parts()).as(card.title()).containsKey("Ask");
        if (!card.title().endsWith("break")) {
            assertThat(card.parts()).as(card.title()).containsKey("They say");
        }
        assertThat(card.parts().values())
                .as("what follows a colon on the page is not on the card")
                .noneMatch(text -> text.endsWith(":"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    @DisplayName("have commands that run; in place of an adapter of a reader's own, with the real one")
    void runs(String command) {
        String[] words = Stream.of(command.replace("'", "")
                        .replace("--generation mine", "--generation adapter")
                        .split(" "))
                .limit(NOT_RUN.contains(command.split(" ")[0]) ? 1 : Long.MAX_VALUE)
                .toArray(String[]::new);
        if (words.length == 1 && NOT_RUN.contains(words[0])) {
            words = new String[] {words[0], "--help"};
        }
        StringWriter said = new StringWriter();
        assertThat(Fanout.execute(new PrintWriter(said), new PrintWriter(said), words))
                .as("./fanout %s:%n%s", command, said)
                .isZero();
    }

    @Test
    @DisplayName("are read from their pages: minutes, title, parts, run and command")
    void parse() {
        Script script = Script.parse("""
                # The script: a title

                Words for the presenter.

                ## 8 min: Does it?

                **Show.** `heartbeat;kill:W2@3s`

                **Ask.** Does it, in
                [chapter 1](../chapters/01.md)?

                **Predict.** How many events does client C1 get in all?

                ```sh
                ./fanout run heartbeat
                ```

                **Say.** Now the other one.

                ```sh
                ./fanout run mirror
                ./fanout run rooms
                ```

                **You see.** <!-- n: heartbeat/both/events -->40<!-- /n --> events.
                """);
        assertThat(script.title()).isEqualTo("The script: a title");
        assertThat(script.cards()).hasSize(1);
        Script.Card card = script.cards().get(0);
        assertThat(card.minutes()).isEqualTo(8);
        assertThat(card.title()).isEqualTo("Does it?");
        assertThat(card.show()).isEqualTo("heartbeat;kill:W2@3s");
        assertThat(card.commands())
                .containsExactly("./fanout run heartbeat", "./fanout run mirror", "./fanout run rooms");
        assertThat(card.parts())
                .containsEntry("Ask", "Does it, in chapter 1?")
                .containsEntry("Predict", "How many events does client C1 get in all?")
                .containsEntry("You see", "40 events.");
    }
}

package io.github.fanoutlab.tutorial.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.book.BookError;
import io.github.fanoutlab.tutorial.book.Generators;
import io.github.fanoutlab.tutorial.book.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A page that asks for runs")
class RunGeneratorsTest {

    private static final Generators GENERATORS = RunGenerators.of(Book.repository(), new Runs(Book.repository()));

    @Test
    @DisplayName("gets numbers of one generation, or of both where they agree")
    void numbers() {
        assertThat(number("four-emitters/both/eventsEachPerSecond")).isEqualTo("4");
        assertThat(number("heartbeat/legacy/redisConnections")).isEqualTo("15");
        assertThat(number("heartbeat/adapter/redisConnections")).isEqualTo("10");
        assertThat(number("heartbeat/both/heardEach")).isEqualTo("11");
    }

    @Test
    @DisplayName("gets the diagram that both generations draw, in the order of the document")
    void diagram() {
        assertThat(block("diagram two-servers")).contains("""
                ```text
                Client <-- Worker 1 emit --> Redis
                Client <-- Worker 2 <----------|

                Client <-- Worker 1 <----------|
                Client <-- Worker 2 emit --> Redis
                ```
                """);
    }

    @Test
    @DisplayName("gets the diagram of one generation where they differ")
    void diagramOfOne() {
        assertThat(block("diagram mirror!deaf-workers adapter")).contains("```text\nClient <-- Worker 1 emit\n```");
        assertThatThrownBy(() -> block("diagram mirror!deaf-workers"))
                .isInstanceOf(BookError.class)
                .hasMessageStartingWith("p.md:1: the diagrams of the two generations differ; ask for one of them:");
    }

    @Test
    @DisplayName("gets the generations side by side, for one run or for several")
    void comparison() {
        assertThat(block("comparison mirror"))
                .contains("|  | 0.9 RedisStore | 1.0+ Redis adapter |\n|---|--:|--:|\n| deliveries | 4 | 4 |\n");
        assertThat(block("comparison mirror heartbeat"))
                .contains("| `mirror`, 0.9 RedisStore | `mirror`, 1.0+ Redis adapter | `heartbeat`, 0.9 RedisStore |")
                .contains("\n| deliveries | 4 | 4 | 40 | 40 |\n");
    }

    @Test
    @DisplayName("gets an emit in time, by its number")
    void spaceTime() {
        assertThat(block("space-time mirror adapter 1"))
                .contains("```text\nEmit 1 of 1, at ", ": W1 emits data \"payload\"\n", "own echo, dropped\n");
    }

    @Test
    @DisplayName("gets the documented scenarios with their questions")
    void scenarios() {
        assertThat(block("scenarios"))
                .contains("|---|---|\n| `heartbeat` | A master that never listens")
                .contains("| `worker-death` |");
    }

    @Test
    @DisplayName("gets what the command line prints, unless the command fails")
    void fanout() {
        assertThat(block("fanout run mirror --seed 7"))
                .contains("```text\n$ ./fanout run mirror --seed 7\n", "seed 7", " checks passed, 0 failed\n```");
        assertThatThrownBy(() -> block("fanout run mirrors"))
                .isInstanceOf(BookError.class)
                .hasMessageStartingWith("p.md:1: './fanout run mirrors' ended with 2:");
    }

    @Test
    @DisplayName("gets the change that a mutant makes, and its effect")
    void mutant() {
        assertThat(block("patch deaf-workers")).contains("```diff\n- io.adapter(redisAdapter(redis));\n```");
        assertThat(number("heartbeat!deaf-workers/adapter/events")).isEqualTo("0");
        assertThat(number("heartbeat!deaf-workers/adapter/greetings")).isEqualTo("4");
        assertThat(number("heartbeat!deaf-workers/legacy/events")).isEqualTo("40");
    }

    @Test
    @DisplayName("with faults gets numbers, tables and pictures of them by the run string")
    void faults() {
        String run = "heartbeat;adapter;restart:redis@4s+2s";
        assertThat(number(run + "/missed")).isEqualTo("10");
        assertThat(number(run + "/missed:-the-worker's-subscription-was-lost")).isEqualTo("6");
        assertThat(number(run + "/eventsOf-C1")).isEqualTo("6");
        assertThat(block("missed " + run)).contains("""
                ```text
                C1  master#4         lost in flight to Redis
                C1  master#5 … #7    the worker's subscription was lost
                """);
        assertThat(block("space-time " + run + " 5")).contains("Emit 5 of ", ": master emits data");
        assertThat(block("claims " + run)).contains("|  | 1.0+, `restart:redis@4s+2s` |", "| ✓ |");
        assertThat(block("counted " + run)).contains("| missed | 10 |");
        String balanced = "heartbeat;adapter;transport=polling;balancer=round-robin";
        assertThat(number(balanced + "/sessionsUnknown")).matches("[1-9]\\d+");
        assertThat(block("claims " + balanced))
                .contains("over polling, through a balancer: round-robin", "✗ by design");
    }

    @Test
    @DisplayName("gets what an experiment shows, no wider than a terminal, and what the museum says")
    void experiments() {
        assertThat(block("experiment names")).contains("io.to(\"Red\")", "no\n");
        assertThat(block("experiment debug-sample").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
        assertThat(block("exhibit handshake-race"))
                .contains(
                        "*What you see:* Under load",
                        "*With 4.x:* No.",
                        "](peers/v4/cures.js), region `websocket`",
                        "`./fanout museum handshake-race`",
                        "](https://github.com/socketio/socket.io/issues/952)");
        assertThatThrownBy(() -> block("exhibit x")).hasMessageStartingWith("p.md:1: there is no exhibit 'x', only ");
    }

    @Test
    @DisplayName("gets what explore and check print, without how long it took")
    void withoutDurations() {
        assertThat(block("fanout explore two-servers --generation adapter"))
                .contains("complete: nothing was left out")
                .doesNotContainPattern("in \\d+\\.\\d s");
        assertThat(block("fanout check mirror --seeds 2 --generation adapter"))
                .contains("2 seeds, 2 runs")
                .doesNotContain(" a second");
    }

    @Test
    @DisplayName("that does not exist gets an error that names what exists, the page and the line")
    void errors() {
        assertError("hartbeat/both/events", "p.md:1: there is no scenario 'hartbeat', only heartbeat, mirror, ");
        assertError(
                "heartbeat!dumb/both/events", "p.md:1: there is no mutant 'dumb', only deaf-workers, one-deaf, echo");
        assertError("heartbeat/all/events", "p.md:1: there is no generation 'all', only legacy and adapter, or both");
        assertError("heartbeat/both/event", "p.md:1: there is no fact 'event', only workers, ");
        assertError("heartbeat", "p.md:1: a page asks for a number as RUN/GENERATION/FACT");
        assertError("heartbeat/events", "p.md:1: there is no experiment 'heartbeat', only ");
        assertError("heartbeat;adapter/losses", "p.md:1: there is no number 'losses', only emits, deliveries, ");
        assertError("heartbeat;adapter;kill:W9@1s/missed", "p.md:1: ");
        assertThatThrownBy(() -> block("space-time mirror adapter 9"))
                .hasMessageStartingWith("p.md:1: there is no emit 9: ");
        assertThatThrownBy(() -> block("comparison"))
                .hasMessageStartingWith("p.md:1: 'comparison' needs one RUN or more");
        assertThatThrownBy(() -> block("claims")).hasMessageStartingWith("p.md:1: 'claims' needs one RUNSTRING");
        assertThatThrownBy(() -> block("patch x")).hasMessageStartingWith("p.md:1: there is no mutant 'x', only");
        assertError("rooms/both/eventsEach", "p.md:1: the clients do not all have the same number of events: [");
        assertError("mirror/both/eventsPerSecond", "p.md:1: events is 4 in 0 seconds, which is no whole number");
        assertError(
                "heartbeat/both/redisConnections",
                "p.md:1: the generations differ in redisConnections: 15 in legacy, 10 in adapter");
    }

    private static void assertError(String key, String message) {
        assertThatThrownBy(() -> number(key)).isInstanceOf(BookError.class).hasMessageStartingWith(message);
    }

    private static String number(String key) {
        String line = Page.render("p.md", "It is <!-- n: " + key + " --><!-- /n -->.", GENERATORS);
        return line.replaceAll(".*-->(.*)<!--.*", "$1");
    }

    private static String block(String ask) {
        return Page.render("p.md", "<!-- generated: " + ask + " -->\n<!-- end -->\n", GENERATORS);
    }
}

package io.github.fanoutlab.tutorial.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.campaign.Campaign;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.tutorial.book.Book;
import io.github.fanoutlab.tutorial.lesson.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Exercise 18, MyAdapter on a stream")
class StreamTrialTest {

    private static final Path TUTORIAL = Book.repository().resolve("tutorial");

    private static String solution() throws IOException {
        return Files.readString(TUTORIAL.resolve("src/test/resources/workbook/solutions/ch18/MyAdapter.java"));
    }

    @Test
    @DisplayName(
            "is solved by reading on from where one stopped: everything, once and in order, in a thousand runs with faults")
    void thousand() throws IOException {
        Grade grade = new StreamTrial(1_000).grade(solution());

        assertThat(grade.passed()).as(grade.message() + grade.picture()).isTrue();
        assertThat(grade.message()).startsWith("Every client got everything, once and in order, in 1000 runs");
    }

    @Test
    @DisplayName(
            "holds in all runs that check draws with the solution, and no client misses anything for a lost subscription")
    void checked() throws IOException {
        Campaign mine = OwnAdapter.playing(OwnAdapter.compiled(solution()), () -> checked("heartbeat;adapter=mine"));
        Campaign usual = checked("heartbeat;adapter");

        assertThat(mine.failed()).isEmpty();
        assertThat(mine.missed()).isNotEmpty().doesNotContainKey(Cause.SUBSCRIPTION_LOST);
        assertThat(usual.missed()).containsKey(Cause.SUBSCRIPTION_LOST);
    }

    private static Campaign checked(String run) {
        Campaign campaign = new Campaign();
        LongStream.rangeClosed(1, 100)
                .forEach(seed -> campaign.play(RunString.parse(run).withSeed(seed)));
        return campaign;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "heartbeat", "four-emitters", "rooms"})
    @DisplayName("draws the documented diagram when it plays a documented scenario, with the solution")
    void documented(String scenario) throws IOException {
        CalmRun run = OwnAdapter.playing(
                OwnAdapter.compiled(solution()), () -> CalmRun.of(RunString.parse(scenario + ";adapter=mine")));

        assertThat(CalmClaims.judge(run.observation()).failures()).isEmpty();
    }

    private static String drawn(String run, String adapter) {
        return OwnAdapter.playing(
                OwnAdapter.compiled(adapter),
                () -> StreamTrial.shown(FaultyClaims.judge(FaultyRun.of(RunString.parse(run))), "lost")
                        .table());
    }

    @Test
    @DisplayName("draws a missed emit alone: its own server drops it, and what comes with the next read is another's")
    void drawn() throws IOException {
        String asksForTheEndAgain =
                solution().replace("if (entries != null) {", "if (entries == null) { begin(); return; } else {");
        String table = drawn("sixteen;adapter=mine;seed=3;nodes=W1,W2;beats=1;cut:W2.sub@980ms", asksForTheEndAgain);

        assertThat(table).contains("emits data \"W1#0001\"").doesNotContain("delivered again", " -");
        assertThat(table.lines().filter(line -> line.endsWith("own echo, dropped")))
                .hasSize(1);
        assertThat(table.lines().filter(line -> line.endsWith("  delivered"))).hasSize(1);
    }

    @Test
    @DisplayName("draws a late delivery, too, and an own entry that is delivered again")
    void drawnTwice() throws IOException {
        String keepsItsOwn = solution().replace("equals(uid)", "equals(\"\")");
        String table = drawn("sixteen;adapter=mine;seed=3;nodes=W1,W2;beats=1;cut:W2.sub@980ms", keepsItsOwn);

        assertThat(table).contains("own echo, delivered again");
        assertThat(table.lines().filter(line -> line.endsWith("  delivered")))
                .as(table)
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volatile;adapter=mine;seed=5;clients=C2;steps=1;beats=2;stall:W2.redis@78us+2s",
                "volatile;adapter=mine;seed=12;clients=C1;steps=1;beats=1;overflow:W1.sub@W2#1+1us",
                "volatile;adapter=mine;seed=5;pause:redis@C2.disconnected#3+1.048s;stall:W2.redis@10ms+2.953s;"
                        + "stall:W1.sub@685ms+1.608s;silence:W2.sub@1.264s+1.708s;clock:W1@1.794s+933ms"
            })
    @DisplayName("may lose a volatile emit behind others of one read, and may deliver one when it reads on")
    void volatileInOneRead(String run) throws IOException {
        Verdict<FaultyRun> verdict = OwnAdapter.playing(
                OwnAdapter.compiled(solution()), () -> FaultyClaims.judge(FaultyRun.of(RunString.parse(run))));

        assertThat(verdict.failures()).isEmpty();
    }
}

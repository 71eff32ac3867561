package io.github.fanoutlab.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The command line")
class FanoutTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int fanout(String... args) {
        return Fanout.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    @DisplayName("without arguments: seed first, every documented scenario, the table, and last the count of checks")
    void the_main_job() {
        assertThat(fanout()).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).contains("seed 42").contains("legacy").contains("adapter");
        assertThat(out.toString())
                .contains("Client <-- Worker 1 emit --> Redis")
                .contains("heartbeat")
                .contains("worker-death")
                .contains("own echoes")
                .doesNotContain("✗");
        assertThat(lines.get(lines.size() - 1)).matches("\\d+ checks passed, 0 failed");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("run SCENARIO --json: one object per generation, each on a line, and nothing else")
    void json() {
        assertThat(fanout("run", "four-emitters", "--json", "--seed", "7")).isZero();
        List<String> lines = out.toString().lines().toList();
        List<JsonNode> runs = lines.stream().map(JsonMapper.shared()::readTree).toList();
        assertThat(runs)
                .extracting(run -> run.get("generation").stringValue())
                .containsExactly("legacy", "adapter", "streams");
        for (JsonNode run : runs) {
            assertThat(run.get("scenario").stringValue()).isEqualTo("four-emitters");
            assertThat(run.get("seed").intValue()).isEqualTo(7);
            assertThat(run.get("traceHash").stringValue()).matches("[0-9a-f]{64}");
            assertThat(run.at("/counts/perSecondPerClient/C1").doubleValue()).isEqualTo(4);
            assertThat(run.get("checks")).allSatisfy(check -> {
                assertThat(check.has("name")).isTrue();
                assertThat(check.get("passed").booleanValue()).isTrue();
                assertThat(check.has("expected")).isTrue();
                assertThat(check.has("actual")).isTrue();
            });
        }
    }

    @Test
    @DisplayName("run and replay --html FILE: one page, with a diagram for each generation that ran")
    void html(@TempDir Path folder) throws IOException {
        Path all = folder.resolve("all.html");
        assertThat(fanout("run", "mirror", "--html", all.toString())).isZero();
        assertThat(Files.readString(all))
                .contains(
                        "\"title\":\"0.9 RedisStore\"",
                        "\"title\":\"1.0+ Redis adapter\"",
                        "\"title\":\"1.0+ Redis streams\"");
        assertThat(out.toString()).contains("report: " + all.toAbsolutePath());

        Path one = folder.resolve("one.html");
        assertThat(fanout("replay", "mirror;adapter;seed=7;kill:W2@100ms", "--html", one.toString()))
                .isZero();
        assertThat(Files.readString(one))
                .contains("\"title\":\"1.0+ Redis adapter\"")
                .doesNotContain("RedisStore");

        assertThat(fanout(
                        "run",
                        "mirror",
                        "--html",
                        folder.resolve("no/such/place").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the page cannot be written there");
    }

    @Test
    @DisplayName("--html on a full disk: the reason, and exit code 70")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is Linux's")
    void html_on_a_full_disk() {
        assertThat(fanout("run", "mirror", "--html", "/dev/full")).isEqualTo(Fanout.DEFECT);
        assertThat(err).hasToString("fanout: --html /dev/full: the page cannot be written: No space left on device\n");
    }

    @Test
    @DisplayName("run --mermaid: a sequence diagram for each generation, named by what replays it, and nothing else")
    void mermaid() {
        assertThat(fanout("run", "mirror", "--mermaid")).isZero();
        assertThat(out.toString().lines().filter("sequenceDiagram"::equals)).hasSize(3);
        assertThat(out.toString()).startsWith("%% mirror;legacy");
    }

    @Test
    @DisplayName(
            "museum: lists; museum NAME: the text, and what each version shows; refuses an exhibit that does not exist")
    void museum() {
        assertThat(fanout("museum")).isZero();
        assertThat(out.toString()).contains("handshake-race").contains("channels-grow-with-clients");

        assertThat(fanout("museum", "new-node-ends-sessions")).isZero();
        assertThat(out.toString())
                .contains("What happened  ", "See            Gottox/socket.io-java-client#87")
                .contains("  0.9.17: breaks, as expected", "  @socket.io/redis-adapter 8: holds, as expected")
                .doesNotContain("✗");

        assertThat(fanout("museum", "mona-lisa")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no exhibit called 'mona-lisa'", "handshake-race");
    }

    @Test
    @DisplayName("--generation: only that generation")
    void one_generation() {
        assertThat(fanout("run", "mirror", "--json", "--generation", "adapter")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().contains("\"adapter\"");
    }

    @Test
    @DisplayName("run prints what replays it; replay gives the same verdicts and, twice, the same trace")
    void run_and_replay() {
        assertThat(fanout("run", "mirror", "--generation", "legacy", "--seed", "7"))
                .isZero();
        String line = out.toString()
                .lines()
                .filter(one -> one.startsWith("again: "))
                .findFirst()
                .orElseThrow();
        assertThat(line).isEqualTo("again: ./fanout replay 'mirror;legacy=0.9.17;seed=7;sim=1'");
        String trace = replayedTrace("mirror;legacy=0.9.17;seed=7;sim=1");
        assertThat(trace)
                .isEqualTo("trace "
                        + CalmRun.of(Scenarios.MIRROR, Generation.LEGACY, 7)
                                .observation()
                                .traceHash());
        assertThat(replayedTrace("mirror;legacy;seed=7;kill:W2@100ms"))
                .isEqualTo(replayedTrace("mirror;legacy=0.9.17;seed=7;sim=1;kill:W2@0.1s"))
                .isNotEqualTo(trace);
    }

    @Test
    @DisplayName(
            "run, check, replay and explore take the dialect of either generation; --legacy is an older word for it")
    void dialects() {
        assertThat(fanout("run", "mirror", "--generation", "legacy", "--dialect", "0.9.16"))
                .isZero();
        assertThat(out.toString())
                .contains("again: ./fanout replay 'mirror;legacy=0.9.16;seed=42;sim=1'")
                .contains("channels");
        assertThat(replayedTrace("mirror;legacy", "--legacy", "0.9.16"))
                .isEqualTo(replayedTrace("mirror;legacy=0.9.16"))
                .isEqualTo(replayedTrace("mirror;legacy", "--dialect", "0.9.16"))
                .isNotEqualTo(replayedTrace("mirror;legacy"));
        assertThat(fanout("check", "mirror", "--generation", "legacy", "--dialect", "0.9.16", "--seeds", "2"))
                .isZero();
        assertThat(fanout("explore", "two-servers", "--generation", "legacy", "--dialect", "0.9.16"))
                .isZero();
        assertThat(out.toString()).contains("two-servers;legacy=0.9.16;seed=42;sim=", "3 outcomes");
        assertThat(fanout("run", "mirror", "--dialect", "0.9.15")).isEqualTo(2);
        assertThat(err.toString()).contains("expected one of 0.9.17, 0.9.16, 8, 5, 0.1 but was '0.9.15'");

        out.getBuffer().setLength(0);
        assertThat(fanout("run", "mirror", "--dialect", "5", "--dialect", "0.9.16"))
                .isZero();
        assertThat(out.toString()).contains("'mirror;legacy=0.9.16;seed=42;sim=1'", "'mirror;adapter=5;seed=42;sim=1'");
    }

    private String replayedTrace(String... string) {
        out.getBuffer().setLength(0);
        List<String> command = new ArrayList<>(List.of("replay"));
        command.addAll(List.of(string));
        assertThat(fanout(command.toArray(String[]::new))).isZero();
        return out.toString().lines().reduce("", (before, last) -> last);
    }

    @Test
    @DisplayName(
            "check: seeds and options first, which faults hit something, why what was missed, the rate, and the count")
    void check() {
        assertThat(fanout("check", "four-emitters", "--seeds", "3", "--seed", "5", "--keep-going"))
                .isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("Fanout Lab: check, seeds 5 to 7, simulator 1, legacy, adapter, streams: four-emitters");
        assertThat(out.toString()).contains("hit something").contains("deliveries missed, by cause");
        assertThat(lines.get(lines.size() - 2)).startsWith("3 seeds, 9 runs, ").endsWith(" runs a second");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("9 runs passed, 0 failed");
    }

    @Test
    @DisplayName("check: where 0.9 breaks a promise by its design, which one, why, and the smallest run that shows it")
    void check_broken_promise() {
        assertThat(fanout("check", "rooms", "--generation", "legacy", "--seeds", "1"))
                .isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "0.9 RedisStore breaks a promise by design, in 1 run: An emit reaches nobody in a room that it leaves out",
                        "the emitting node did not know that the client is in the excepted room",
                        "Nothing can be left out of this run",
                        "./fanout replay 'rooms;legacy=0.9.17;seed=1;",
                        "1 run passed, 0 failed");
    }

    @Test
    @DisplayName("check says the same however many threads play, but for the rate")
    void threads() {
        assertThat(fanout("check", "mirror", "--seeds", "20", "--threads", "1")).isZero();
        String alone = out.toString().replaceAll(" in [0-9.]+ s: .*", "");
        out.getBuffer().setLength(0);
        assertThat(fanout("check", "mirror", "--seeds", "20", "--threads", "3")).isZero();
        assertThat(out.toString().replaceAll(" in [0-9.]+ s: .*", "")).isEqualTo(alone);
    }

    @Test
    @DisplayName("bench: a line for each round, and where the time goes")
    void bench() {
        assertThat(fanout("bench", "mirror", "--seeds", "3", "--rounds", "2", "--profile"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("\n +1, cold +9 ")
                .containsPattern("\n +2 +9 ")
                .containsPattern("\n +best +9 ")
                .contains("where the time goes");
    }

    @Test
    @DisplayName("replay --shrink: a run that does not fail leaves nothing to shrink; shrink is an older word for it")
    void nothing_to_shrink() {
        assertThat(fanout("replay", "mirror;adapter;kill:W2@100ms", "--shrink")).isZero();
        assertThat(out.toString()).contains("Every claim holds in this run");
        assertThat(fanout("shrink", "rooms;adapter")).isZero();
        assertThat(fanout("replay", "rooms;adapter;burn:W1@1s", "--shrink")).isEqualTo(Fanout.USAGE);
        assertThat(err.toString()).contains("or a fault: kill, cut");
    }

    @Test
    @DisplayName("run and replay --json, --mermaid, --html: the same run for programs and for browsers")
    void exports(@TempDir Path folder) throws IOException {
        String run = "mirror;adapter;seed=7;kill:W2@W1#1";
        assertThat(fanout("replay", run, "--json")).isZero();
        JsonNode replayed = JsonMapper.shared().readTree(out.toString());
        assertThat(replayed.get("run").stringValue()).isEqualTo("mirror;adapter=8;seed=7;sim=1;kill:W2@W1#1");
        assertThat(replayed.at("/faults/0/hits").intValue()).isOne();
        assertThat(replayed.at("/missed/0/client").stringValue()).isEqualTo("C2");
        assertThat(replayed.at("/missed/0/cause").stringValue()).isEqualTo("NODE_DEAD");
        assertThat(replayed.get("checks"))
                .allSatisfy(
                        check -> assertThat(check.get("passed").booleanValue()).isTrue());

        out.getBuffer().setLength(0);
        assertThat(fanout("replay", run, "--shrink", "--json")).isZero();
        assertThat(JsonMapper.shared().readTree(out.toString())).isEqualTo(replayed);

        out.getBuffer().setLength(0);
        Path page = folder.resolve("both.html");
        assertThat(fanout("run", "mirror", "--fault", "kill:W2@W1#1", "--mermaid", "--html", page.toString()))
                .isZero();
        assertThat(out.toString()).startsWith("%% mirror;legacy").doesNotContain("Fanout Lab");
        assertThat(out.toString().lines().filter("sequenceDiagram"::equals)).hasSize(3);
        assertThat(err.toString()).contains("report: " + page.toAbsolutePath());
        assertThat(Files.readString(page)).contains("\"title\":\"0.9 RedisStore\"", "\"title\":\"1.0+ Redis adapter\"");

        assertThat(fanout("replay", run, "--json", "--mermaid")).isEqualTo(Fanout.USAGE);
        assertThat(err.toString()).contains("choose --json or --mermaid, not both");
    }

    @Test
    @DisplayName("explore --show N --html: steps that take no time are drawn one after the other")
    void explored_page(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("explored.html");
        assertThat(fanout("explore", "mirror", "--generation", "adapter", "--show", "1", "--html", page.toString()))
                .isZero();
        String json = Files.readString(page).replaceAll("(?s).*\\nconst RUNS = (.*?);\\n.*", "$1");
        JsonNode run = JsonMapper.shared().readTree(json).at("/runs/0");
        JsonNode emit = run.at("/emits/0");
        assertThat(run.get("moments")
                        .valueStream()
                        .filter(moment -> moment.get("look").asString().equals("DELIVERY"))
                        .filter(moment -> moment.get("emits").toString().contains("1"))
                        .mapToLong(moment -> moment.get("timeMicros").asLong()))
                .isNotEmpty()
                .allMatch(micros -> micros > emit.get("timeMicros").asLong());

        Path none = folder.resolve("none.html");
        fanout("explore", "mirror", "--generation", "adapter", "--show", "9999", "--html", none.toString());
        assertThat(none).doesNotExist();
        assertThat(err.toString()).doesNotContain("Exception");
    }

    @Test
    @DisplayName("explore --show N --json: the run of that schedule")
    void exported_schedule() {
        assertThat(fanout("explore", "two-servers", "--generation", "adapter", "--show", "2", "--json"))
                .isZero();
        assertThat(JsonMapper.shared().readTree(out.toString()).get("scenario").stringValue())
                .isEqualTo("two-servers");
    }

    @Test
    @DisplayName("replay plays a part of a scenario")
    void part_of_a_scenario() {
        assertThat(fanout("replay", "sixteen;adapter;nodes=W1,W2;beats=1;cut:W1.C1@1s"))
                .isZero();
        assertThat(out.toString()).contains("nodes=W1,W2;beats=1").contains("cut:W1.C1@1s\n");
    }

    @Test
    @DisplayName("run --fault: all three on one seed, what each fault hit, what differs and why, and what replays each")
    void both_with_a_fault() {
        assertThat(fanout("run", "heartbeat", "--seed", "7", "--fault", "kill:W2@master#3+500ms", "--fault", "cut:W9"))
                .isEqualTo(Fanout.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(fanout("run", "heartbeat", "--fault", "kill:W2@master#3+500ms"))
                .isZero();
        assertThat(out.toString())
                .contains("seed 42")
                .contains("  kill:W2@master#3+500ms\n")
                .contains("2 deliveries differ:")
                .containsPattern("master#4 to C2 at W2 +delivered +the client was away +delivered")
                .contains("bytes published")
                .contains("again: ./fanout replay 'heartbeat;legacy=0.9.17;seed=42;sim=")
                .endsWith("3 runs passed, 0 failed\n");
    }

    @Test
    @DisplayName(
            "run --fault: who missed what, and why, of one generation, of both and of all; emits at the very end do not count")
    void who_missed_what() {
        assertThat(fanout("run", "heartbeat", "--fault", "kill:W2@3.2s")).isZero();
        assertThat(out.toString())
                .contains("7 deliveries differ:")
                .containsPattern(
                        "master#10 to C2 at W2 +the client's worker was dead +the client's worker was dead +delivered")
                .containsPattern("of these PUBLISH +16 +10 +1 *\n +of these XADD +0 +0 +10 *\n")
                .containsPattern("missed +7 +7 +0\n");
        out.getBuffer().setLength(0);
        assertThat(fanout("run", "heartbeat", "--generation", "both", "--fault", "kill:W2@3s+1s"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "Every client got the same in both generations.",
                        "  2 missed in both generations:\n\n  master#3 to C2 at W2: the client's worker was dead\n")
                .containsPattern("missed +2 +2\n");
        out.getBuffer().setLength(0);
        assertThat(fanout("run", "heartbeat", "--generation", "legacy", "--fault", "kill:W2@3s+1s"))
                .isZero();
        assertThat(out.toString()).contains("  2 missed:\n\n  master#3 to C2 at W2: the client's worker was dead\n");
        out.getBuffer().setLength(0);
        assertThat(fanout("run", "heartbeat", "--transport", "polling", "--balancer", "round-robin"))
                .isZero();
        assertThat(out.toString())
                .contains("40 deliveries differ:")
                .containsPattern("missed +0 +40 +40\n")
                .containsPattern("missed: a worker did not know the session +0 +40 +40\n")
                .containsOnlyOnce("by design: In 1.0+");
    }

    @Test
    @DisplayName("run --fault with a wrong fault: the fault as it was typed, and a mark below what is wrong")
    void wrong_fault() {
        assertThat(fanout("run", "mirror", "--fault", "kill:W9@1s")).isEqualTo(Fanout.USAGE);
        assertThat(err.toString()).startsWith("""
                        --fault: found "W9", expected a node, as in kill:W2@3s; here: master, W1, W2, W3, W4
                          kill:W9@1s
                               ^
                        """);
    }

    @Test
    @DisplayName("replay of a string without a generation: all three; options change what the string says")
    void both_by_a_string() {
        assertThat(fanout("replay", "sixteen;seed=9;nodes=W1,W2;beats=1")).isZero();
        assertThat(out.toString()).contains("seed 9", "Every client got the same in all three");
        out.getBuffer().setLength(0);
        assertThat(fanout("replay", "mirror;legacy;seed=9", "--generation", "both", "--seed", "8", "--json"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("\"seed\":8"));
        out.getBuffer().setLength(0);
        assertThat(fanout(
                        "twin",
                        "mirror",
                        "--transport",
                        "polling",
                        "--balancer",
                        "source",
                        "--fault",
                        "leave:C2@W1#1+1s"))
                .isZero();
        assertThat(out.toString())
                .contains("mirror;legacy=0.9.17;seed=42;sim=1;transport=xhr-polling;balancer=source;leave:C2@W1#1+1s")
                .contains("mirror;adapter=8;seed=42;sim=1;transport=polling;balancer=source;leave:C2@W1#1+1s");
        assertThat(fanout("replay", "five-emitters")).isEqualTo(Fanout.USAGE);
        assertThat(fanout("replay", "mirror;legcy=0.9.17")).isEqualTo(Fanout.USAGE);
        assertThat(err.toString()).contains("a scenario: heartbeat, mirror", "a generation: legacy=0.9.17");
    }

    @Test
    @DisplayName("check --fault: the same faults with each seed")
    void check_with_a_fault() {
        assertThat(fanout("check", "mirror", "--seeds", "3", "--fault", "kill:W2@W1#1", "--generation", "adapter"))
                .isZero();
        assertThat(out.toString()).containsPattern("kill +3 +3 +3").endsWith("3 runs passed, 0 failed\n");
    }

    @Test
    @DisplayName("explore: what was searched, whether that is all, the outcomes; --show draws one schedule")
    void explore() {
        assertThat(fanout("explore", "two-servers", "--generation", "adapter", "--show", "2"))
                .isZero();
        assertThat(out.toString())
                .contains("two-servers;adapter=8;seed=42;sim=1\n")
                .contains("schedule 2:")
                .contains("C1>W1:80 to C1")
                .contains("W1 emits data \"W1#0001\"")
                .contains("complete: nothing was left out")
                .contains("3 outcomes")
                .contains("every claim holds in every schedule that was played");
    }

    @Test
    @DisplayName("explore --show: the emit that was missed, not what is emitted after everything healed")
    void explore_shows_the_miss() {
        assertThat(explored(1))
                .contains("Emit 1 of 1", "W1 emits data \"W1#0001\"")
                .doesNotContain("misses it");

        assertThat(explored(7))
                .as("C1 nothing, C2 nothing: W1 is killed before it emits")
                .containsPattern("schedule 7:\n +kill W1 1\n")
                .containsPattern("Emit W1#1 is never sent\n\n.*\n.*kill\n.*W1#1 is never sent: its node has died\n.*")
                .contains("W1 starts")
                .doesNotContain("PUBLISH");

        assertThat(explored(9))
                .as("C2 nothing: W2 is killed before it hears of it")
                .containsPattern("schedule 9:[^:]*kill W2 1\n")
                .contains("W1 emits data \"W1#0001\"", "C2 misses it: the client's worker was dead");
    }

    private String explored(int schedule) {
        out.getBuffer().setLength(0);
        assertThat(fanout(
                        "explore",
                        "mirror",
                        "--generation",
                        "adapter",
                        "--faults",
                        "1",
                        "--kinds",
                        "kill",
                        "--show",
                        Integer.toString(schedule)))
                .isZero();
        return out.toString();
    }

    @Test
    @DisplayName("explore: as many workers as the scenario has, and only faults that are events")
    void explored_and_not() {
        String[] four = "explore mirror --generation adapter --workers 4 --faults 1 --kinds kill,crash".split(" ");
        assertThat(fanout(four)).isZero();
        assertThat(out.toString())
                .contains(
                        "mirror;adapter=8;seed=42;sim=1;nodes=W1,W2,W3,W4",
                        "9 sets of faults",
                        "complete: nothing was left out");

        assertThat(fanout("explore", "two-servers", "--workers", "3")).isEqualTo(Fanout.USAGE);
        assertThat(fanout("explore", "mirror", "--workers", "0")).isEqualTo(Fanout.USAGE);
        assertThat(fanout("explore", "mirror", "--faults", "1", "--kinds", "pause"))
                .isEqualTo(Fanout.USAGE);
        assertThat(err.toString())
                .contains("--workers 3: two-servers has 2, and at least 1 is needed")
                .contains("expected some of kill, cut, crash, silence, restart, leave but was 'pause'");
    }

    @Test
    @DisplayName("explore worker-death: with the worker that dies; says that it is not complete where it stops")
    void explored_death() {
        assertThat(fanout("explore", "worker-death", "--workers", "1", "--generation", "legacy", "--limit", "20"))
                .isZero();
        assertThat(out.toString())
                .contains("worker-death;legacy=0.9.17;seed=42;sim=1;nodes=master,W3;beats=1")
                .contains("20 schedules")
                .contains(
                        "NOT complete: stopped at its limit, 0 of 1 sets of faults searched to the end; there are more");
    }

    @Test
    @DisplayName("explore --cross-check: the naive search does not contradict, as far as its limit lets it go")
    void cross_check() {
        assertThat(fanout("explore", "two-servers", "--generation", "legacy", "--limit", "50", "--cross-check"))
                .isZero();
        assertThat(out.toString())
                .contains("without reduction: 50 schedules")
                .contains("so far they do not contradict each other");
    }

    @Test
    @DisplayName("a string of another simulator is played, with a warning")
    void other_simulator() {
        assertThat(fanout("replay", "mirror;adapter;sim=99")).isZero();
        assertThat(out.toString()).contains("made by version 99");
    }

    @Test
    @DisplayName("wrong usage: the reason stays on the screen, before a few lines of usage and where to read more")
    void short_errors() {
        assertThat(fanout("check", "sixten")).isEqualTo(Fanout.USAGE);
        assertThat(err.toString())
                .startsWith("there is no scenario called 'sixten'; the scenarios are heartbeat")
                .endsWith("fanout check --help explains the options." + System.lineSeparator());
        assertThat(err.toString().lines()).hasSizeLessThan(10);
    }

    @Test
    @DisplayName("a command that does not exist: those that do")
    void no_command() {
        assertThat(fanout("nonsense")).isEqualTo(Fanout.USAGE);
        assertThat(err.toString())
                .startsWith("there is no command 'nonsense'; the commands are run, check, replay, explore");
    }

    @Test
    @DisplayName("--version: that of the build")
    void version() {
        assertThat(fanout("--version")).isZero();
        assertThat(out.toString().strip()).matches("Fanout Lab \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    @DisplayName("not a number: says what was expected, without Java's words")
    void no_number() {
        fanout("run", "mirror", "--seed", "abc");
        fanout("check", "mirror", "--seeds", "99999999999");
        assertThat(err.toString())
                .contains("'--seed': expected a whole number but was 'abc'")
                .contains("'--seeds': expected a whole number that is not that big but was '99999999999'")
                .doesNotContain("is not a");
    }

    @Test
    @DisplayName("--html into a folder that does not exist: exit 2, why, and what to do")
    void html_nowhere(@TempDir Path folder) {
        String file = folder.resolve("missing").resolve("x.html").toString();
        assertThat(fanout("run", "mirror", "--html", file)).isEqualTo(Fanout.USAGE);
        assertThat(err.toString())
                .contains(file)
                .contains("there is no such folder. Name a file in a folder that exists")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run mirror --generation adapter --dialect 0.9.16",
                "check mirror --generation adapter --dialect 0.9.16",
                "explore mirror --generation adapter --dialect 0.9.16",
                "cluster mirror --generation adapter --dialect 0.9.16",
                "replay mirror;adapter --dialect 0.9.16",
                "explore mirror --kinds kill",
                "check mirror --threads 0",
                "check mirror --seeds 0",
                "explore mirror --html x.html",
                "run all --html x.html",
                "run mirror --html /no/such/folder/x.html",
                "run mirror --html /",
                "run mirror --fault kill:W9@1s"
            })
    @DisplayName("options that mean nothing together, or that cannot be: refused before anything is printed")
    void senseless(String line) {
        assertThat(fanout(line.split(" "))).isEqualTo(Fanout.USAGE);
        assertThat(err.toString()).startsWith("--");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("explore --show N: says when there is no such schedule")
    void no_such_schedule() {
        assertThat(fanout("explore", "mirror", "--workers", "1", "--show", "99"))
                .isZero();
        assertThat(out.toString())
                .contains("1 set of faults", "1 schedule\n", "--show 99: there is no such schedule here");
    }

    @Test
    @DisplayName("run through a balancer: the last line tells how many runs passed, and how many are broken by design")
    void last_line_through_a_balancer() {
        assertThat(fanout("run", "heartbeat", "--transport", "polling", "--balancer", "round-robin"))
                .isZero();
        assertThat(out.toString())
                .contains("✗", "by design: ")
                .endsWith("1 run passed, 2 broken by design, 0 failed" + System.lineSeparator());
    }

    @Test
    @DisplayName("replay --shrink of a run that is broken by design: the smallest run that is, and exit code 0")
    void shrink_what_is_broken_by_design() {
        assertThat(fanout("replay", "heartbeat;adapter;transport=polling;balancer=round-robin", "--shrink"))
                .isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "breaks a promise by design, in 1 run: Once everything has healed, every client is connected again in time",
                        "Nothing can be left out of this run",
                        "./fanout replay 'heartbeat;adapter=8;seed=")
                .doesNotContain("nothing to shrink");
    }

    static Stream<String> commands() {
        return Stream.concat(
                Stream.of(""),
                Fanout.COMMANDS.stream()
                        .map(command -> command.getAnnotation(Command.class).name()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    @DisplayName("--help: exit 0, fits a screen, and breaks no fault or run string in two, so that it can be copied")
    void help(String command) {
        assertThat(fanout((command + " --help").strip().split(" "))).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(24).anyMatch(line -> line.startsWith("Usage: fanout"));
        assertThat(lines).filteredOn(line -> !line.contains("redis+")).allMatch(line -> line.length() <= 80);
        assertThat(lines)
                .noneMatch(
                        line -> line.matches(".*(\\b(kill|cut|clock|crash|stall|pause):|\\b(W\\d|C\\d|NODE)\\.| \\.)"));
    }

    @Test
    @DisplayName("faults: an example of each kind, which can be copied")
    void every_fault() {
        assertThat(fanout("faults")).isZero();
        for (FaultKind kind : FaultKind.values()) {
            Matcher example = Pattern.compile("\\b" + kind.word() + ":[^ :;]+").matcher(out.toString());
            assertThat(example.find()).as(kind.word()).isTrue();
            assertThat(RunString.parse("mirror;legacy;" + example.group()).faults())
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("a scenario that does not exist: exit 2, one line of reason with those that do, then the usage")
    void unknown_scenario() {
        assertThat(fanout("run", "five-emitters")).isEqualTo(2);
        List<String> lines = err.toString().lines().toList();
        assertThat(lines.get(0)).contains("no scenario called 'five-emitters'").contains("four-emitters");
        assertThat(lines.get(1)).startsWith("Usage: fanout run");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --seed x mirror",
                "run mirror --generation third",
                "replay",
                "check",
                "check mirror --seeds 0",
                "check mirror --threads 0",
                "bench mirror --rounds 0",
                "replay mirror;legacy;kill:W9@1s",
                "walk",
                "run --quickly",
                "cluster mirror seventeen",
                "worker --id 1",
                "worker --id 1 --port 70000",
                "worker --id ?? --port 0",
                "master --interval 0",
                "worker --id 1 --port 0 --browser-client node_modules/socket.io-client",
                "client",
                "client localhost:3001",
                "client redis://localhost:3001",
                "client http://localhost:3001/?room=red",
                "client http://localhost:3001 --generation both",
                "master --generation both",
                "master --dialect 0.9.16",
                "worker --id 1 --port 0 --generation legacy --dialect 0.9.15",
                "cluster mirror --dialect 1.0"
            })
    @DisplayName("wrong usage: exit 2, a reason and the usage")
    void wrong_usage(String line) {
        assertThat(fanout(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: fanout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "master", "worker"})
    @DisplayName("--redis: the help tells all three ways to say where a Redis is, a line each")
    void redis_help(String command) {
        fanout(command, "--help");

        assertThat(out.toString().lines().map(String::strip))
                .contains(
                        "redis://[user:password@]HOST[:PORT][/DB]",
                        "redis+cluster://[user:password@]HOST:PORT,…",
                        "redis+sentinel://[user:password@]HOST:PORT,…/MASTER");
    }

    @Test
    @DisplayName("a Redis that cannot be reached: exit 2, and one line says what to do")
    void no_redis() {
        String url = "redis://127.0.0.1:1";
        assertThat(fanout("cluster", "mirror", "--generation", "adapter", "--redis", url))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(url)
                .contains("--redis");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:6379",
                "redis://127.0.0.1:99999",
                "localhost:6379",
                "redis+cluster://127.0.0.1",
                "redis+sentinel://127.0.0.1:26379"
            })
    @DisplayName("an address that is not a Redis URL: exit 2, what was expected, and the usage")
    void no_address(String url) {
        for (String command : List.of("cluster", "master", "worker --port 0 --id 1")) {
            StringWriter told = new StringWriter();
            String[] args = (command + " --redis " + url).split(" ");
            assertThat(Fanout.execute(new PrintWriter(out, true), new PrintWriter(told, true), args))
                    .isEqualTo(2);
            assertThat(told.toString().lines().findFirst().orElseThrow())
                    .contains(url)
                    .contains("expected redis://[user:password@]HOST[:PORT][/DB]")
                    .contains("redis+cluster://[user:password@]HOST:PORT,…")
                    .contains("redis+sentinel://[user:password@]HOST:PORT,…/MASTER[/DB]");
            assertThat(told.toString()).contains("Usage: fanout");
        }
        assertThat(out.toString()).isEmpty();
    }
}

package io.github.fanoutlab.simulator.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fanoutlab.adapter.redis.RedisAdapter;
import io.github.fanoutlab.adapter.server.AdapterFactory;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.Comparison;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.testbed.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The generation mine")
class OwnAdapterTest {

    private static final String SOURCE = """
            public class MyAdapter {
                static io.github.fanoutlab.adapter.server.AdapterFactory at(String redis) {
                    return io.github.fanoutlab.adapter.redis.RedisAdapter.at(redis);
                }
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "rooms", "four-emitters", "worker-death"})
    @DisplayName("is played with the adapter of whoever plays it, and held to the same claims")
    void played(String scenario) {
        RunString run = RunString.parse(scenario + ";adapter=mine");
        assertThat(RunString.parse(run.toString())).isEqualTo(run);

        CalmRun mine = OwnAdapter.playing(OwnAdapter.compiled(SOURCE), () -> CalmRun.of(run));

        assertThat(CalmClaims.judge(mine.observation()).failures()).isEmpty();
        assertThat(mine.trace().hash())
                .isEqualTo(CalmRun.of(RunString.parse(scenario + ";adapter=8"))
                        .trace()
                        .hash());
    }

    @Test
    @DisplayName("is another adapter inside of a play, and the former one again after it")
    void nested() {
        Function<String, AdapterFactory> outer = RedisAdapter::at;
        Function<String, AdapterFactory> inner = url -> RedisAdapter.at(url).key("inner");

        OwnAdapter.playing(outer, () -> {
            assertThat(OwnAdapter.playing(inner, () -> OwnAdapter.at(World.REDIS_URL)))
                    .isEqualTo(RedisAdapter.at(World.REDIS_URL).key("inner"));
            assertThat(OwnAdapter.at(World.REDIS_URL)).isEqualTo(RedisAdapter.at(World.REDIS_URL));
            return null;
        });
    }

    @Test
    @DisplayName("is the adapter that was saved last, also when its author goes back to an earlier chapter")
    void lastSaved(@TempDir Path workbook) throws IOException {
        assertThat(OwnAdapter.lastSaved(workbook)).isEmpty();
        Path eighth = saved(workbook, "ch08", 1_000);
        Path ninth = saved(workbook, "ch09", 1_000);
        Files.writeString(workbook.resolve("predictions.properties"), "ch01 = 4");
        assertThat(OwnAdapter.lastSaved(workbook)).contains(ninth);

        Files.setLastModifiedTime(eighth, FileTime.fromMillis(2_000));
        assertThat(OwnAdapter.lastSaved(workbook)).contains(eighth);
    }

    private static Path saved(Path workbook, String chapter, long millis) throws IOException {
        Path folder = Files.createDirectory(workbook.resolve(chapter));
        Path file = Files.writeString(folder.resolve("MyAdapter.java"), SOURCE);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    @Test
    @DisplayName("is named in tables, which have a dash for what only its author could count")
    void compared() {
        CalmRun mine = OwnAdapter.playing(
                OwnAdapter.compiled(SOURCE), () -> CalmRun.of(RunString.parse("mirror;adapter=mine")));

        assertThat(Comparison.of(List.of(mine.observation())))
                .contains("mirror                           1.0+ MyAdapter\n")
                .contains("own echoes dropped                            -\n");
    }

    @Test
    @DisplayName("shows so much of a line that does not compile as a terminal has room for, with a mark at the place")
    void longLine() {
        String line = "        int sum = " + "1 + ".repeat(30) + "none;";
        assertThatThrownBy(() -> OwnAdapter.compiled("public class MyAdapter {\n" + line + "\n}"))
                .isInstanceOf(Compilation.Refused.class)
                .hasMessageStartingWith("MyAdapter.java, line 2: cannot find symbol\n")
                .hasMessageEndingWith("\n    " + "1 + ".repeat(18).substring(1) + "none;\n    " + " ".repeat(71) + "^");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int made; static int next() { return ++made; }",
                "static final int[] MADE = {0}; static int next() { return ++MADE[0]; }",
                "static class Made { static int made; } static int next() { return ++Made.made; }"
            })
    @DisplayName("shares nothing static between servers, which are processes of their own")
    void nothingShared(String counter) {
        Function<String, AdapterFactory> adapters = OwnAdapter.compiled(
                SOURCE.replace("at(redis);", "at(redis).key(\"made \" + next()); } " + counter + " {"));

        assertThat(adapters.apply(World.REDIS_URL))
                .isEqualTo(adapters.apply(World.REDIS_URL))
                .isEqualTo(RedisAdapter.at(World.REDIS_URL).key("made 1"));
    }

    @Test
    @DisplayName("says what is wrong with a source: a line that does not compile, another class, no at(String)")
    void unusable() {
        assertThatThrownBy(() -> OwnAdapter.compiled("public class MyAdapter { int x }"))
                .isInstanceOf(Compilation.Refused.class)
                .hasMessageContaining("MyAdapter.java, line 1: ';' expected");
        assertThatThrownBy(() -> OwnAdapter.compiled("class YourAdapter {}"))
                .isInstanceOf(Compilation.Refused.class)
                .hasMessage("There is no class MyAdapter in it; leave its name as it was, and write no package");
        assertThatThrownBy(() -> OwnAdapter.compiled("public class MyAdapter {}"))
                .isInstanceOf(OwnAdapter.Unusable.class)
                .hasMessageContaining("has no method static AdapterFactory at(String redis)");
        assertThatThrownBy(
                        () -> OwnAdapter.compiled(SOURCE.replace("static", "")).apply(World.REDIS_URL))
                .isInstanceOf(OwnAdapter.Unusable.class)
                .hasMessageContaining("is not static");
        assertThatThrownBy(() -> OwnAdapter.compiled(
                                "public class MyAdapter { static Object at(String redis) { return null; } }")
                        .apply(World.REDIS_URL))
                .isInstanceOf(OwnAdapter.Unusable.class)
                .hasMessageContaining("returns no AdapterFactory");
    }
}

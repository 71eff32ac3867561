package io.github.fanoutlab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the simulator's README says")
class ReadmeTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/fanoutlab/simulator");
    private static final Pattern PICTURE = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile(
            "^import (?:static )?io\\.github\\.fanoutlab\\.simulator\\.([a-z.]+)\\.", Pattern.MULTILINE);

    @Test
    @DisplayName("of the two doors: a run string is played and judged")
    void doors() {
        // region doors
        RunString string = RunString.parse("heartbeat;legacy;seed=42;kill:W2@3.2s");
        FaultyRun run = FaultyRun.of(string);
        Verdict<FaultyRun> verdict = FaultyClaims.judge(run);

        CalmRun calm = CalmRun.of(RunString.parse("heartbeat;legacy;seed=42"));
        Verdict<Observation> documented = CalmClaims.judge(calm.observation());
        // endregion
        assertThat(verdict.failures()).isEmpty();
        assertThat(verdict.misses()).isNotEmpty();
        assertThat(documented.failures()).isEmpty();
    }

    @Test
    @DisplayName("of the packages: each one is in the picture, and imports only from lines below its own")
    void packages() throws IOException {
        Matcher picture = PICTURE.matcher(Files.readString(Path.of("README.md")));
        assertThat(picture.find()).isTrue();
        Map<String, Integer> lines = new LinkedHashMap<>();
        List<String> drawn = picture.group(1).lines().toList();
        for (int line = 0; line < drawn.size(); line++) {
            for (String name : drawn.get(line).split(" {2,}")[0].split(", ")) {
                lines.put(name, line);
            }
        }
        List<String> upwards = new ArrayList<>();
        Map<String, List<String>> sources = sourcesByPackage();
        sources.forEach((name, files) -> files.forEach(file -> {
            Matcher imported = IMPORT.matcher(file);
            while (imported.find()) {
                boolean own = imported.group(1).equals(name);
                if (!own && lines.getOrDefault(name, -1) >= lines.getOrDefault(imported.group(1), -1)) {
                    upwards.add(name + " imports " + imported.group(1));
                }
            }
        }));
        assertThat(upwards).isEmpty();
        assertThat(new TreeSet<>(lines.keySet())).isEqualTo(new TreeSet<>(sources.keySet()));
    }

    private static Map<String, List<String>> sourcesByPackage() throws IOException {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                String name = SOURCES.relativize(file.getParent())
                        .toString()
                        .replace('/', '.')
                        .replace('\\', '.');
                sources.computeIfAbsent(name, none -> new ArrayList<>()).add(Files.readString(file));
            }
        }
        return sources;
    }
}

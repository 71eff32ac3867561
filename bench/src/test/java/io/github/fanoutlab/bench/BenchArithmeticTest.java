package io.github.fanoutlab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fanoutlab.bench.Result.Figure;
import io.github.fanoutlab.bench.Result.Goal;
import io.github.fanoutlab.testbed.Repository;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The arithmetic of the benches. What they measure depends on the machine, so that no test runs them. */
class BenchArithmeticTest {

    private static final Machine MACHINE = new Machine("a processor", 2, 8, "Linux 6", "17", "v20", "7.0");

    @Test
    @DisplayName("of 1 to 100,000 µs, half take no more than 50 ms, and 99 of 100 no more than 99 ms, to within 2 %")
    void latencies() {
        Latencies latencies = new Latencies();
        for (int micros = 100_000; micros > 0; micros--) {
            latencies.add(micros);
        }

        assertThat(latencies.percentileMillis(0.5)).isCloseTo(50, within(1.0));
        assertThat(latencies.percentileMillis(0.99)).isCloseTo(99, within(2.0));
        assertThat(latencies.percentileMillis(1)).isEqualTo(100);
        assertThat(latencies.maxMillis()).isEqualTo(100);
    }

    @Test
    @DisplayName("a ratio is the median of the rounds' ratios, and not the ratio of the medians")
    void ratios() {
        Result result = result(
                0.02,
                List.of(
                        new Figure("ours", "CPU", List.of(10.0, 30.0, 20.0)),
                        new Figure("Node", "CPU", List.of(20.0, 30.0, 50.0))),
                List.of(new Goal("CPU", "ours", "Node", 0.75), new Goal("CPU", "ours", null, 19)));

        assertThat(result.markdown())
                .contains("| ours | 20 |")
                .contains("| CPU: ours ÷ Node | 0.75 | 0.50 | holds |")
                .contains("| CPU: ours | 19 | 20 | **does not hold** |")
                .contains("other processes used 2 % of the machine.*");
    }

    @Test
    @DisplayName("a goal that is held to a peer that was skipped is left out, and a noisy run says so")
    void skipped() {
        Result result = result(
                0.5, List.of(new Figure("ours", "CPU", List.of(10.0))), List.of(new Goal("CPU", "ours", "Node", 0.75)));

        assertThat(result.markdown())
                .doesNotContain("Goal")
                .contains("Skipped: Node: none here")
                .contains("repeat it when the machine is quiet");
    }

    @Test
    @DisplayName("the tables in bench/README.md are those of bench/results")
    void page() throws IOException {
        Path bench = Repository.root().resolve("bench");
        String page = Files.readString(bench.resolve("README.md"));
        String written = page;
        try (DirectoryStream<Path> results = Files.newDirectoryStream(bench.resolve("results"), "*.json")) {
            for (Path file : results) {
                String name = file.getFileName().toString().replace(".json", "");
                written = Result.read(file).into(written, name);
            }
        }

        if (Boolean.getBoolean("book.update")) {
            Files.writeString(bench.resolve("README.md"), written);
        } else {
            assertThat(page).isEqualTo(written);
        }
    }

    private static Result result(double othersBusy, List<Figure> figures, List<Goal> goals) {
        return new Result(
                "./fanout bench fanout",
                "2026-01-01",
                "abc1234",
                MACHINE,
                othersBusy,
                List.of("Skipped: Node: none here"),
                figures,
                goals);
    }
}

package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.report.Glyphs;
import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every simulated run can be told. */
final class RunOptions {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description =
                    "Decides every latency and every id; the same seed gives the same run (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private DrawingOption drawing;

    long seed() {
        return seed;
    }

    Glyphs glyphs() {
        return drawing.glyphs();
    }

    /** The line that comes first: what the run is made of. */
    String describe(List<Generation> generations) {
        return "Fanout Lab: simulated, seed " + seed + ", "
                + generations.stream()
                        .map(generation -> generation + " (" + generation.title() + ")")
                        .collect(Collectors.joining(" and "));
    }
}

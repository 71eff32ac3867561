package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.scenario.Generation;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --generation}, for commands that can run both. */
final class GenerationOption {

    enum Choice {
        legacy,
        adapter,
        both
    }

    @Option(
            names = "--generation",
            paramLabel = "WHICH",
            defaultValue = "both",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Choice choice;

    List<Generation> generations() {
        return switch (choice) {
            case legacy -> List.of(Generation.LEGACY);
            case adapter -> List.of(Generation.ADAPTER);
            case both -> List.of(Generation.values());
        };
    }
}

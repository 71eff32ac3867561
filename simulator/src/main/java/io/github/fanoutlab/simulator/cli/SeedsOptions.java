package io.github.fanoutlab.simulator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --seeds} and {@code --threads}, for commands that play many seeds. */
final class SeedsOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds, beginning with --seed.")
    private Integer seeds;

    @Option(names = "--threads", paramLabel = "N", description = "How many runs at a time; the results are the same.")
    private Integer threads;

    /** How many seeds: {@code usual} unless another number was chosen. */
    int count(int usual) {
        return atLeastOne("--seeds", seeds, usual);
    }

    /** How many runs are played at a time: one on each core unless another number was chosen. */
    int threads() {
        return atLeastOne("--threads", threads, Runtime.getRuntime().availableProcessors());
    }

    private int atLeastOne(String option, Integer chosen, int usual) {
        if (chosen != null && chosen < 1) {
            throw new ParameterException(spec.commandLine(), option + " " + chosen + ": at least 1 is needed");
        }
        return chosen == null ? usual : chosen;
    }
}

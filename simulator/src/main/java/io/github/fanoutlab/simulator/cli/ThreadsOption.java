package io.github.fanoutlab.simulator.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads}, for commands that play many runs. */
final class ThreadsOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many runs are played at a time (default: one on each core). The results are the same.")
    private Integer threads;

    int count() {
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads " + threads + ": at least 1 is needed");
        }
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }
}

package io.github.fanoutlab.simulator.cli;

import picocli.CommandLine.Option;

/** {@code --seed}, for commands that simulate. */
final class SeedOption {

    @Option(names = "--seed", paramLabel = "N", description = "Decides every latency and id: same seed, same run.")
    private Long seed;

    long orElse(long usual) {
        return seed == null ? usual : seed;
    }
}

package io.github.fanoutlab.simulator.cli;

import picocli.CommandLine.Option;

/** {@code --seed}, for commands that simulate. */
final class SeedOption {

    /** What is played when no seed is given. */
    static final long USUAL = 42;

    @Option(names = "--seed", paramLabel = "N", description = "Decides every latency and id: same seed, same run.")
    private Long seed;

    long orElse(long usual) {
        return seed == null ? usual : seed;
    }
}

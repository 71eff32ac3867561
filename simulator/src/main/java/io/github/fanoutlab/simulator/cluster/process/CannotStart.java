package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.testbed.process.RedisProbe;

/** What was asked for cannot run on this machine, as it is now; the message, one line, says why and what to do. */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a program exits with that could not start. */
    public static final int EXIT_CODE = 2;

    public CannotStart(String message) {
        super(message);
    }

    /**
     * Sees that the Redis at {@code url} answers.
     *
     * @throws CannotStart if it does not
     */
    public static void unlessReachable(String url) {
        RedisProbe.check(url).ifPresent(problem -> {
            throw new CannotStart(problem);
        });
    }

    /** Prints the message to standard error; returns the exit code. */
    int tell() {
        System.err.println(getMessage());
        return EXIT_CODE;
    }
}

package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.testbed.process.RedisProbe;

/** Something cannot run on this machine as it is now. The message, one line, says why and what to do. */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a program that could not start. */
    public static final int EXIT_CODE = 2;

    public CannotStart(String message) {
        super(message);
    }

    /**
     * Checks that the Redis at {@code url} replies.
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

package io.github.fanoutlab.testbed.peer;

import io.github.fanoutlab.testbed.process.EmbeddedRedis;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assumptions;

/** A Redis that a test cannot do without: where there is none, the test is skipped and the reason printed. */
public final class RequiredRedis {

    private RequiredRedis() {}

    /**
     * Starts a Redis of version {@code major} or later.
     *
     * @param check what is checked against it, for the reason
     */
    public static EmbeddedRedis atLeast(int major, String check) {
        return orSkip(major, check, EmbeddedRedis::startAtLeast);
    }

    /**
     * The program of a Redis of version {@code major} or later.
     *
     * @param check what is checked against it, for the reason
     */
    public static Path binary(int major, String check) {
        return orSkip(major, check, EmbeddedRedis::binaryAtLeast);
    }

    private static <T> T orSkip(int major, String check, IntFunction<T> redis) {
        try {
            return redis.apply(major);
        } catch (IllegalStateException none) {
            String reason = "SKIPPED: the check against " + check + ". " + none.getMessage();
            System.out.println(reason);
            return Assumptions.abort(reason);
        }
    }
}

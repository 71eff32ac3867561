package io.github.fanoutlab.testbed.process;

import org.junit.jupiter.api.Assumptions;

/** A Redis that knows sharded pub/sub. */
public final class Redis7 {

    private Redis7() {}

    /** Starts one; where there is none, the test is skipped and the reason printed. */
    public static EmbeddedRedis start() {
        try {
            return EmbeddedRedis.startAtLeast(7);
        } catch (IllegalStateException none) {
            String reason = "SKIPPED: the check against Redis 7's sharded pub/sub. " + none.getMessage();
            System.out.println(reason);
            return Assumptions.abort(reason);
        }
    }
}

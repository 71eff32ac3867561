package io.github.fanoutlab.simulator.cluster.process;

import io.github.fanoutlab.simulator.scenario.RedisDialect;
import java.util.List;

/** A master with one worker, as a person starts it at a prompt: {@code ByHand REDIS_URL}. */
public final class ByHand {

    private ByHand() {}

    public static void main(String[] redisUrl) {
        System.exit(MasterProcess.run(
                new MasterOptions(RedisDialect.V8, redisUrl[0], false, 50, 1, "127.0.0.1", 0, true, List.of())));
    }
}

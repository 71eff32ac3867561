package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.SimStage;
import io.github.fanoutlab.testbed.redis.RedisModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What somebody finds who looks into the Redis of a cluster after ten seconds of emits. */
public final class RedisInside {

    private RedisInside() {}

    public static Experiment played(Generation generation) {
        try (SimStage stage = new SimStage(RedisDialect.usual(generation), Runs.SEED)) {
            stage.play(Scenarios.FOUR_EMITTERS);
            RedisModel redis = stage.world().redis().model();
            Map<String, Long> numbers = new LinkedHashMap<>();
            numbers.put("keys", (long) redis.keys().size());
            numbers.put("patterns", (long) redis.patterns().size());
            numbers.put("channels", (long) redis.channels().size());
            numbers.put("published", redis.commandCount("PUBLISH"));
            return new Experiment(
                    numbers,
                    row("keys", redis.keys()) + row("patterns", redis.patterns()) + row("channels", redis.channels()));
        }
    }

    /** How many, and their names below each other. */
    private static String row(String what, List<String> names) {
        String first = String.format("%-9s %3d   ", what, names.size());
        return (first + String.join("\n" + " ".repeat(first.length()), names)).stripTrailing() + "\n";
    }
}

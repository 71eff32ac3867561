package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run with faults as one JSON object, for programs.
 *
 * <pre>
 * {"run":"mirror;adapter=8;…","scenario":"mirror","generation":"adapter","seed":42,"traceHash":"…",
 *  "faults":[{"fault":"kill:W2@100ms","hits":1},…],
 *  "checks":[{"name":"…","passed":true,"expected":"no exceptions","actual":"no exceptions"},…],
 *  "missed":[{"emit":"W1#1","client":"C2","worker":"W2","cause":"NODE_DEAD","evidence":"…"},…],
 *  "extra":[…as missed…]}
 * </pre>
 *
 * <p>Of a run that was {@linkplain #of(Shrunk, Verdict) shrunk} also {@code "shrunk":{"claim":"…","from":"…","tried":…}}.
 */
public final class FaultyRunJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private FaultyRunJson() {}

    /** Judged as {@code verdict} says. */
    public static ObjectNode of(Verdict<FaultyRun> verdict) {
        RunString string = verdict.run().string();
        ObjectNode json = JSON.createObjectNode();
        json.put("run", string.toString());
        json.put("scenario", string.scenario().name());
        json.put("generation", string.dialect().generationKey());
        json.put("seed", string.seed());
        json.put("traceHash", verdict.run().trace().hash());
        ArrayNode faults = json.putArray("faults");
        for (FaultyRun.Injection injection : verdict.run().injections()) {
            faults.addObject().put("fault", injection.fault().toString()).put("hits", injection.hits());
        }
        ArrayNode checks = json.putArray("checks");
        verdict.checks().forEach(check -> CalmRunJson.describe(check, checks.addObject()));
        describe(verdict.misses(), json.putArray("missed"));
        describe(verdict.extras(), json.putArray("extra"));
        return json;
    }

    private static void describe(List<Deviation> deviations, ArrayNode list) {
        for (Deviation deviation : deviations) {
            list.addObject()
                    .put("emit", deviation.payload())
                    .put("client", deviation.client())
                    .put("worker", deviation.worker())
                    .put("cause", deviation.cause().name())
                    .put("evidence", deviation.evidence());
        }
    }

    /** The smallest run of {@code shrunk}, which {@code verdict} judges. */
    public static ObjectNode of(Shrunk shrunk, Verdict<FaultyRun> verdict) {
        ObjectNode json = of(verdict);
        json.putObject("shrunk")
                .put("claim", shrunk.claim())
                .put("from", shrunk.original().toString())
                .put("tried", shrunk.tried());
        return json;
    }
}

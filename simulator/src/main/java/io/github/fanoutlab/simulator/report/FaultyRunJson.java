package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.check.Cause;
import io.github.fanoutlab.simulator.check.Extra;
import io.github.fanoutlab.simulator.check.Miss;
import io.github.fanoutlab.simulator.check.faulty.FaultyVerdict;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.shrink.Shrunk;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run with faults as one JSON object, for programs.
 *
 * <pre>
 * {"run":"mirror;adapter=8.3;…","scenario":"mirror","generation":"adapter","seed":42,"traceHash":"…",
 *  "faults":[{"fault":"kill:W2@100ms","hits":1},…],
 *  "checks":[{"name":"…","passed":true,"expected":"none","actual":"none"},…],
 *  "missed":[{"emit":"W1#1","client":"C2","worker":"W2","cause":"NODE_DEAD","evidence":"…"},…],
 *  "extra":[…as missed…]}
 * </pre>
 *
 * <p>Of a run that was {@linkplain #of(Shrunk, FaultyVerdict) shrunk} also {@code "shrunk":{"claim":"…","from":"…","tried":…}}.
 */
public final class FaultyRunJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private FaultyRunJson() {}

    /** Judged as {@code verdict} says. */
    public static ObjectNode of(FaultyVerdict verdict) {
        RunString string = verdict.run().string();
        ObjectNode json = JSON.createObjectNode();
        json.put("run", string.toString());
        json.put("scenario", string.scenario().name());
        json.put("generation", string.generation().key());
        json.put("seed", string.seed());
        json.put("traceHash", verdict.run().trace().hash());
        ArrayNode faults = json.putArray("faults");
        for (FaultyRun.Injection strike : verdict.run().injections()) {
            faults.addObject().put("fault", strike.fault().toString()).put("hits", strike.hits());
        }
        ArrayNode checks = json.putArray("checks");
        verdict.checks().forEach(check -> RunJson.describe(check, checks.addObject()));
        ArrayNode missed = json.putArray("missed");
        for (Miss miss : verdict.misses()) {
            add(missed, miss.payload(), miss.client(), miss.worker(), miss.cause(), miss.evidence());
        }
        ArrayNode extra = json.putArray("extra");
        for (Extra more : verdict.extras()) {
            add(extra, more.payload(), more.client(), more.worker(), more.cause(), more.evidence());
        }
        return json;
    }

    private static void add(ArrayNode list, String emit, String client, String worker, Cause cause, String evidence) {
        list.addObject()
                .put("emit", emit)
                .put("client", client)
                .put("worker", worker)
                .put("cause", cause.name())
                .put("evidence", evidence);
    }

    /** The smallest run of {@code shrunk}, which {@code verdict} judges. */
    public static ObjectNode of(Shrunk shrunk, FaultyVerdict verdict) {
        ObjectNode json = of(verdict);
        json.putObject("shrunk")
                .put("claim", shrunk.claim())
                .put("from", shrunk.original().toString())
                .put("tried", shrunk.tried());
        return json;
    }
}

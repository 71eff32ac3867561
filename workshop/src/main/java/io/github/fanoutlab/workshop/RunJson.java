package io.github.fanoutlab.workshop;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.Message;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Trace;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the page is told of a run: everything that it draws, and nothing that it would have to work out from the trace.
 *
 * <pre>
 * {"scenario":"heartbeat","question":"…","perSecond":1,
 *  "runs":[{"string":"heartbeat;legacy=0.9.17;seed=42;sim=1;kill:W2@3s","generation":"legacy","title":"0.9 RedisStore",
 *           "traceHash":"…","begunMicros":251003,"healedMicros":…,"probedMicros":…,
 *           "lanes":[…],"emits":[…],"moments":[…],"messages":[…],          as in {@link SpaceTime}
 *           "faults":[{"fault":"kill:W2@3s","atMicros":3251003,"hits":1}],
 *           "claims":[{"statement":"…","outcome":"holds"|"fails"|"broken by design","seen":"…"}],
 *           "misses":[{"emit":"master#3","client":"C2","worker":"W2","why":"…","evidence":"…"}]}, …]}
 * </pre>
 */
final class RunJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RunJson() {}

    /**
     * Plays {@code text}, in both generations unless it names one.
     *
     * @throws io.github.fanoutlab.simulator.fault.RunStringSyntaxException if it is no run string
     */
    static ObjectNode of(String text) {
        List<RunString> strings = RunString.parseAll(text);
        Scenario scenario = strings.get(0).scenario();
        ObjectNode json = JSON.createObjectNode();
        json.put("scenario", scenario.name());
        json.put("question", scenario.question());
        json.put("perSecond", scenario.perSecond());
        boolean calm = strings.stream().allMatch(RunString::isAsDocumented);
        ArrayNode runs = json.putArray("runs");
        strings.forEach(string -> runs.add(calm ? calm(string) : faulty(string)));
        return json;
    }

    private static ObjectNode calm(RunString string) {
        CalmRun run = CalmRun.of(string);
        ReportedRun reported = ReportedRun.of(run, CalmClaims.judge(run.observation()));
        ObjectNode json = picture(reported);
        json.put("begunMicros", begun(run.trace()));
        return json;
    }

    /** When the script goes on after the last client was connected. */
    private static long begun(Trace trace) {
        return trace.events(event -> event.kind() == io.github.fanoutlab.testbed.trace.Kind.CONNECTED).stream()
                .mapToLong(event -> event.timeMicros())
                .max()
                .orElse(0);
    }

    private static ObjectNode faulty(RunString string) {
        Verdict<FaultyRun> verdict = FaultyClaims.judge(FaultyRun.of(string));
        FaultyRun run = verdict.run();
        ObjectNode json = picture(ReportedRun.of(verdict));
        json.put("begunMicros", run.begunMicros());
        json.put("healedMicros", run.healedMicros());
        json.put("probedMicros", run.probedMicros());
        ArrayNode faults = json.putArray("faults");
        run.injections()
                .forEach(injection -> faults.addObject()
                        .put("fault", injection.fault().toString())
                        .put("atMicros", injection.atMicros())
                        .put("hits", injection.hits()));
        return json;
    }

    private static ObjectNode picture(ReportedRun run) {
        SpaceTime spaceTime = run.spaceTime();
        ObjectNode json = JSON.createObjectNode();
        json.put("string", run.string().toString());
        json.put("generation", run.string().generation().key());
        json.put("title", run.string().generation().title());
        json.put("traceHash", run.trace().hash());
        ObjectNode drawn = JSON.valueToTree(spaceTime);
        ArrayNode messages = (ArrayNode) drawn.get("messages");
        for (int i = 0; i < messages.size(); i++) {
            Message message = spaceTime.messages().get(i);
            ((ObjectNode) messages.get(i)).put("words", message.wordsWithConnection());
        }
        json.setAll(drawn);
        ArrayNode claims = json.putArray("claims");
        run.checks()
                .forEach(check -> claims.addObject()
                        .put("statement", check.statement())
                        .put("outcome", outcome(check))
                        .put("seen", check.actual()));
        ArrayNode misses = json.putArray("misses");
        run.misses().forEach(miss -> miss(miss, misses.addObject()));
        json.putArray("faults");
        return json;
    }

    private static String outcome(Check check) {
        return check.passed() ? "holds" : check.failed() ? "fails" : "broken by design";
    }

    private static void miss(Deviation miss, ObjectNode json) {
        json.put("emit", miss.payload());
        json.put("client", miss.client());
        json.put("worker", miss.worker());
        json.put("why", miss.cause().words());
        json.put("evidence", miss.evidence());
    }

    /** Why {@code text} is no run string, as the page shows it. */
    static ObjectNode refused(String message) {
        return JSON.createObjectNode().put("error", message.lines().collect(Collectors.joining("\n")));
    }
}

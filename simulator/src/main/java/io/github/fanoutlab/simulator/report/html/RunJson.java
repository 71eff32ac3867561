package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.check.Check;
import io.github.fanoutlab.simulator.check.Deviation;
import io.github.fanoutlab.simulator.check.Verdict;
import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.scenario.RedisDialect;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.Message;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.twin.Difference;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the page is told of a run: everything that it draws, and nothing that it would have to work out from the trace.
 *
 * <pre>
 * {"scenario":"heartbeat","question":"…","perSecond":1,"whole":false,
 *  "runs":[{"string":"heartbeat;legacy=0.9.17;seed=42;sim=1;kill:W2@3s","generation":"legacy","title":"0.9 RedisStore",
 *           "traceHash":"…","begunMicros":251003,"healedMicros":…,"probedMicros":…,
 *           "lanes":[…],"emits":[…],"moments":[…],"messages":[…],          as in {@link SpaceTime}
 *           "faults":[{"fault":"kill:W2@3s","atMicros":3251003,"hits":1}],
 *           "claims":[{"statement":"…","outcome":"holds"|"fails"|"broken by design","seen":"…"}],
 *           "misses":[{"emit":"master#3","client":"C2","worker":"W2","why":"…","evidence":"…"}]}, …],
 *  "differences":[{"emit":"master#4","client":"C2","worker":"W2","outcomes":["delivered","the client was away"]}]}
 * </pre>
 */
public final class RunJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The replies of Redis, and TCP's own segments. */
    private static final List<String> UNTOLD = List.of("REPLY", "SIGNAL");

    private static final String MUSEUM = "museum:";

    private RunJson() {}

    /**
     * Plays {@code text}, in both generations unless it names one; or an exhibit of the museum: {@code museum:handshake-race}.
     *
     * @throws IllegalArgumentException if it is neither; the message says why
     */
    public static ObjectNode of(String text) {
        if (text.startsWith(MUSEUM)) {
            return MuseumJson.of(Museum.named(text.substring(MUSEUM.length()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the museum has no exhibit '" + text.substring(MUSEUM.length()) + "'")));
        }
        List<RunString> strings = RunString.parseAll(text);
        return strings.get(0).dialect() == RedisDialect.MINE ? ownAdapter(strings) : played(strings);
    }

    /** Its title says whose adapter it is: of several in the workbook, that of one chapter. */
    private static ObjectNode ownAdapter(List<RunString> strings) {
        Path chapter = OwnAdapter.file().getParent().getFileName();
        ObjectNode json = OwnAdapter.playing(OwnAdapter.inWorkbookNow(), () -> played(strings));
        json.get("runs").forEach(run -> ((ObjectNode) run).put("title", title(RedisDialect.MINE) + chapter));
        return json;
    }

    private static ObjectNode played(List<RunString> strings) {
        boolean calm = strings.stream().allMatch(RunString::isAsDocumented);
        return of(
                strings.stream()
                        .map(string -> calm ? calm(string) : faulty(string))
                        .toList(),
                false);
    }

    private static ReportedRun calm(RunString string) {
        CalmRun run = CalmRun.of(string);
        return ReportedRun.of(run, CalmClaims.judge(run.observation()));
    }

    private static ReportedRun faulty(RunString string) {
        return ReportedRun.of(FaultyClaims.judge(FaultyRun.of(string)));
    }

    /**
     * The same of {@code runs} that were played already.
     *
     * @param whole whether it has the replies of Redis and TCP's own segments, too, and what happens in each moment; then it is three
     *     times as long
     */
    static ObjectNode of(List<ReportedRun> runs, boolean whole) {
        Scenario scenario = runs.get(0).string().scenario();
        ObjectNode json = JSON.createObjectNode();
        json.put("scenario", scenario.name());
        json.put("question", scenario.question());
        json.put("perSecond", scenario.perSecond());
        json.put("whole", whole);
        ArrayNode pictures = json.putArray("runs");
        runs.forEach(run -> pictures.add(picture(run, whole)));
        ArrayNode differences = json.putArray("differences");
        differences(runs)
                .forEach(each -> differences
                        .addObject()
                        .put("emit", each.payload())
                        .put("client", each.client())
                        .put("worker", each.worker())
                        .set("outcomes", JSON.valueToTree(each.outcomes())));
        return json;
    }

    /** What clients got in some of the runs with faults and not in others; empty when fewer than two are such runs. */
    static List<Difference> differences(List<ReportedRun> runs) {
        List<Verdict<FaultyRun>> judged =
                runs.stream().flatMap(run -> run.judged().stream()).toList();
        return judged.size() == runs.size() && runs.size() > 1 ? Difference.all(judged) : List.of();
    }

    /** When all clients are connected that are connected before one of {@code nodes} emits, or something fails. */
    static long begun(Trace trace, List<String> nodes) {
        long first = trace
                .events(event ->
                        event.kind() == Kind.FAULT || event.kind() == Kind.EMIT && nodes.contains(event.lane()))
                .stream()
                .mapToLong(TraceEvent::timeMicros)
                .min()
                .orElse(Long.MAX_VALUE);
        return trace.events(Kind.CONNECTED).stream()
                .mapToLong(TraceEvent::timeMicros)
                .filter(micros -> micros <= first)
                .max()
                .orElse(0);
    }

    private static ObjectNode picture(ReportedRun run, boolean whole) {
        ObjectNode json = whole ? withWords(run.spaceTime()) : drawn(run.spaceTime());
        json.put("string", run.string().toString());
        json.put("generation", run.string().generation().key());
        json.put("title", title(run.string().dialect()));
        json.put("traceHash", run.trace().hash());
        ArrayNode claims = json.putArray("claims");
        run.checks()
                .forEach(check -> claims.addObject()
                        .put("statement", check.statement())
                        .put("outcome", outcome(check))
                        .put("seen", check.actual()));
        ArrayNode misses = json.putArray("misses");
        run.misses().forEach(miss -> miss(miss, misses.addObject()));
        ArrayNode faults = json.putArray("faults");
        run.judged()
                .ifPresentOrElse(
                        judged -> timed(judged.run(), json, faults),
                        () -> json.put(
                                "begunMicros",
                                begun(run.trace(), run.string().scenario().nodes())));
        return json;
    }

    private static void timed(FaultyRun run, ObjectNode json, ArrayNode faults) {
        json.put("begunMicros", run.begunMicros());
        json.put("healedMicros", run.healedMicros());
        json.put("probedMicros", run.probedMicros());
        run.injections()
                .forEach(injection -> faults.addObject()
                        .put("fault", injection.fault().toString())
                        .put("atMicros", injection.atMicros())
                        .put("hits", injection.hits()));
    }

    /** {@code 0.9 RedisStore}, and where it is not the usual dialect, that as well. */
    public static String title(RedisDialect dialect) {
        if (dialect == RedisDialect.MINE) {
            return "MyAdapter, in workbook/";
        }
        boolean usual = dialect == RedisDialect.usual(dialect.generation()) || dialect == RedisDialect.STREAMS;
        return dialect.title() + (usual ? "" : ", " + dialect);
    }

    /** The picture, with each message in words. */
    private static ObjectNode withWords(SpaceTime spaceTime) {
        ObjectNode picture = JSON.valueToTree(spaceTime);
        ArrayNode messages = (ArrayNode) picture.get("messages");
        for (int i = 0; i < messages.size(); i++) {
            Message message = spaceTime.messages().get(i);
            ((ObjectNode) messages.get(i)).put("words", message.wordsWithConnection());
        }
        return picture;
    }

    /** The same without what the page does not tell: it would be two thirds. */
    static ObjectNode drawn(SpaceTime spaceTime) {
        ObjectNode drawn = withWords(spaceTime);
        ((ArrayNode) drawn.get("messages"))
                .removeIf(message -> UNTOLD.contains(message.get("medium").asString()));
        for (JsonNode moment : drawn.get("moments")) {
            if (moment.get("look").asString().equals("ORDINARY")) {
                ((ObjectNode) moment).remove(List.of("lines", "emits"));
            }
        }
        return drawn;
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

    /** What the page gets in place of a run: {@code message} says why there is none. */
    public static ObjectNode refused(String message) {
        return JSON.createObjectNode().put("error", message.lines().collect(Collectors.joining("\n")));
    }
}

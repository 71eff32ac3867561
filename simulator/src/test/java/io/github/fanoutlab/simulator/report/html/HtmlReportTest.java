package io.github.fanoutlab.simulator.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The report of runs as a page")
class HtmlReportTest {

    private static final String TROUBLE =
            "four-emitters;%s;seed=42;kill:W2@1.2s+2s;cut:W1.sub@2001ms+500ms;stall:W3.sub@4s+1s;restart:redis@6s+300ms";

    private static List<ReportedRun> undisturbed(Scenario scenario) {
        return Stream.of(Generation.values())
                .map(generation -> CalmRun.of(scenario, generation, 42))
                .map(run -> ReportedRun.of(run, CalmClaims.judge(run.observation())))
                .toList();
    }

    private static ReportedRun disturbed(String string) {
        return ReportedRun.of(FaultyClaims.judge(FaultyRun.of(RunString.parse(string))));
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    /** The runs that the page draws. */
    private static JsonNode drawn(String page) {
        String json = page.replaceAll("(?s).*\nconst RUNS = (.*?);\n.*", "$1");
        return JsonMapper.shared().readTree(json);
    }

    private static List<JsonNode> messages(JsonNode run, Predicate<JsonNode> wanted) {
        return run.get("messages").valueStream().filter(wanted).toList();
    }

    private static boolean hasFate(JsonNode message, String fate) {
        return message.get("fate").asString().equals(fate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "sixteen", "rooms", "two-servers", "worker-death"})
    @DisplayName("is well-formed, needs nothing from outside, and has each generation once, before the tables")
    void self_contained(String scenario) throws Exception {
        String page = HtmlReport.of(undisturbed(Scenarios.named(scenario).orElseThrow()));

        assertThat(parsed(page).getElementsByTagName("main").getLength()).isEqualTo(1);
        assertThat(drawn(page).get("runs")).hasSize(2);
        assertThat(page.indexOf("<main")).as("drawing before tables").isLessThan(page.indexOf("<table"));
        assertThat(page.replace("http://www.w3.org/1999/xhtml", "").replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http://", "https://", "src=", "@import", "<link")
                .doesNotContainPattern("url\\((?!#)");
    }

    @Test
    @DisplayName("has everything that was sent")
    void every_message() {
        List<ReportedRun> runs = undisturbed(Scenarios.SIXTEEN);
        JsonNode drawn = drawn(HtmlReport.of(runs)).get("runs");

        for (int run = 0; run < runs.size(); run++) {
            Trace trace = runs.get(run).trace();
            long sent = trace.count(event -> switch (event.kind()) {
                case FRAME_SENT, HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT, REDIS_SENT -> true;
                default -> false;
            });
            long sentByRedis =
                    trace.count(event -> event.kind() == Kind.REDIS_REPLY || event.kind() == Kind.REDIS_PUSH);
            assertThat(messages(
                            drawn.get(run),
                            message -> !message.get("medium").asString().equals("SIGNAL")))
                    .hasSize((int) (sent + sentByRedis));
            assertThat(messages(
                            drawn.get(run),
                            message -> hasFate(message, "ECHO_DROPPED")
                                    && !message.get("emits").isEmpty()))
                    .as("own echoes of emits")
                    .hasSize(40);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "adapter"})
    @DisplayName("has each loss, and says why")
    void lost(String generation) {
        ReportedRun run = disturbed(String.format(TROUBLE, generation));
        String page = HtmlReport.of(List.of(run));

        List<TraceEvent> losses = run.trace().events(Kind.LOST);
        assertThat(losses).isNotEmpty();
        assertThat(messages(drawn(page).get("runs").get(0), message -> hasFate(message, "LOST")))
                .extracting(message -> message.get("reason").asString())
                .containsExactlyInAnyOrderElementsOf(
                        losses.stream().map(TraceEvent::name).toList());
        assertThat(run.misses())
                .isNotEmpty()
                .allSatisfy(miss ->
                        assertThat(page).contains(Markup.escape(miss.cause().words())));
    }

    @Test
    @DisplayName("of several generations under one fault says first which deliveries differ, and leads to their places")
    void differences() throws Exception {
        String fault = ";seed=42;kill:W2@master#3+500ms";
        String both =
                HtmlReport.of(List.of(disturbed("heartbeat;legacy" + fault), disturbed("heartbeat;adapter" + fault)));
        assertThat(both)
                .contains("1 delivery differs: master#4 to C2 at W2</a>. Simulated: ")
                .contains(
                        "<th scope=\"row\"><a class=\"place\" href=\"#runs\" data-emit=\"master#4\">master#4</a> to C2 at W2</th>"
                                + "<td>delivered</td><td>the client was away</td>")
                .contains("<th scope=\"row\">commands carried out by Redis</th>");

        String three = HtmlReport.of(List.of(
                disturbed("heartbeat;legacy" + fault),
                disturbed("heartbeat;adapter" + fault),
                disturbed("heartbeat;adapter=streams" + fault)));
        parsed(three);
        assertThat(three)
                .contains("2 deliveries differ</a>")
                .contains("</a> to C2 at W2</th><td>delivered</td><td>the client was away</td><td>delivered</td>");
        assertThat(drawn(three).get("differences").get(0).get("outcomes")).hasSize(3);
    }

    @Test
    @DisplayName("shows the documented diagram with its first line indented")
    void documented() {
        assertThat(HtmlReport.of(undisturbed(Scenarios.HEARTBEAT)))
                .contains("<pre>           Master emit ----&gt; Redis&#10;Client &lt;-- Worker 1 &lt;----------|&#10;");
    }

    @Test
    @DisplayName("has what is in flight when the run ends")
    void in_flight() {
        CalmRun whole = CalmRun.of(Scenarios.MIRROR, Generation.ADAPTER, 42);
        TraceEvent handled = whole.trace()
                .events(event -> event.is(Kind.REDIS_HANDLED, "PUBLISH"))
                .get(0);
        Trace cutShort = new Trace();
        whole.trace()
                .events()
                .subList(0, (int) handled.id() + 1)
                .forEach(event -> cutShort.add(
                        event.cause(),
                        event.timeMicros(),
                        event.lane(),
                        event.kind(),
                        event.peer(),
                        event.connection(),
                        event.name(),
                        event.payload(),
                        event.number()));
        ReportedRun run = new ReportedRun(whole.string(), cutShort, List.of(), Map.of(), List.of(), Optional.empty());

        assertThat(messages(
                        drawn(HtmlReport.of(List.of(run))).get("runs").get(0),
                        message -> hasFate(message, "IN_FLIGHT")))
                .as("the reply, five published messages, and the frame to the emitter's own client")
                .hasSize(7);
    }

    @Test
    @DisplayName("lets no payload end a tag or an attribute")
    void escaped() {
        assertThat(Markup.escape("<b a=\"1\">&\u0000\uD800")).isEqualTo("&lt;b a=&quot;1&quot;&gt;&amp;␀␀");
        assertThat(HtmlReport.of(undisturbed(Scenarios.MIRROR)).split("</script>", -1))
                .hasSize(2);
        assertThat(Markup.escape("line\nline \uD83D\uDE00")).isEqualTo("line&#10;line \uD83D\uDE00");
    }
}

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
import java.util.ArrayList;
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
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

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

    private static List<Element> elements(NodeList found, Predicate<Element> wanted) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            if (wanted.test((Element) found.item(i))) {
                elements.add((Element) found.item(i));
            }
        }
        return elements;
    }

    private static boolean has(Element element, String style) {
        return List.of(element.getAttribute("class").split(" ")).contains(style);
    }

    private static List<Element> arrows(Element svg, String style) {
        return elements(svg.getElementsByTagName("line"), line -> has(line, "arrow") && has(line, style));
    }

    private static Element diagram(Document page, int number) {
        return (Element) page.getElementsByTagName("svg").item(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "sixteen", "rooms", "two-servers", "worker-death"})
    @DisplayName("is well-formed, needs nothing from outside, and draws each generation once")
    void self_contained(String scenario) throws Exception {
        String page = HtmlReport.of(undisturbed(Scenarios.named(scenario).orElseThrow()));

        assertThat(parsed(page).getElementsByTagName("svg").getLength()).isEqualTo(2);
        assertThat(page.replace("http://www.w3.org/1999/xhtml", ""))
                .doesNotContain("https://", "src=", "@import", "<link")
                .doesNotContainPattern("url\\((?!#)")
                .doesNotContainPattern("href=\"?http");
    }

    @Test
    @DisplayName("has an arrow for everything that was sent")
    void every_message() throws Exception {
        List<ReportedRun> runs = undisturbed(Scenarios.SIXTEEN);
        Document page = parsed(HtmlReport.of(runs));

        for (int run = 0; run < runs.size(); run++) {
            Trace trace = runs.get(run).trace();
            long sent = trace.count(event -> switch (event.kind()) {
                case FRAME_SENT, HTTP_REQUEST_SENT, HTTP_RESPONSE_SENT, REDIS_SENT -> true;
                default -> false;
            });
            long sentByRedis =
                    trace.count(event -> event.kind() == Kind.REDIS_REPLY || event.kind() == Kind.REDIS_PUSH);
            assertThat(arrows(diagram(page, run), "message")).hasSize((int) (sent + sentByRedis));
            assertThat(arrows(diagram(page, run), "echo-dropped"))
                    .filteredOn(echo -> echo.hasAttribute("data-e"))
                    .as("own echoes of emits")
                    .hasSize(40);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "adapter"})
    @DisplayName("draws each loss where the message would have arrived, and says why")
    void lost(String generation) throws Exception {
        ReportedRun run = disturbed(String.format(TROUBLE, generation));
        String text = HtmlReport.of(List.of(run));
        Document page = parsed(text);

        List<TraceEvent> losses = run.trace().events(Kind.LOST);
        assertThat(losses).isNotEmpty();
        assertThat(arrows(diagram(page, 0), "lost")).hasSameSizeAs(losses);
        for (TraceEvent loss : losses) {
            assertThat(text).contains(Markup.escape("is lost: " + loss.name()));
        }
        assertThat(run.misses())
                .isNotEmpty()
                .allSatisfy(miss ->
                        assertThat(text).contains(Markup.escape(miss.cause().words())));
    }

    @Test
    @DisplayName("of both generations under one fault says first which delivery differs, and what became of it")
    void differences() throws Exception {
        String fault = ";seed=42;kill:W2@master#3+500ms";
        String page =
                HtmlReport.of(List.of(disturbed("heartbeat;legacy" + fault), disturbed("heartbeat;adapter" + fault)));

        assertThat(parsed(page).getElementsByTagName("svg").getLength()).isEqualTo(2);
        assertThat(page)
                .containsOnlyOnce("1 delivery differs: master#4 to C2 at W2</a></p>")
                .contains("<th scope=\"row\">master#4 to C2 at W2</th><td>delivered</td><td>the client was away</td>")
                .contains("<th scope=\"row\">commands carried out by Redis</th>");
        assertThat(page.indexOf("<svg")).as("diagrams before tables").isLessThan(page.indexOf("<table"));
    }

    @Test
    @DisplayName("shows the documented diagram with its first line indented")
    void documented() {
        assertThat(HtmlReport.of(undisturbed(Scenarios.HEARTBEAT)))
                .contains("<pre>           Master emit ----&gt; Redis&#10;Client &lt;-- Worker 1 &lt;----------|&#10;");
    }

    @Test
    @DisplayName("draws a line for each life of a node, and none while it is dead")
    void lives() throws Exception {
        Document page = parsed(HtmlReport.of(List.of(disturbed("four-emitters;adapter;seed=42;kill:W2@1.2s+2s"))));
        Element svg = diagram(page, 0);
        List<Element> moments = elements(svg.getElementsByTagName("g"), group -> has(group, "moment"));
        String x = moments.stream()
                .filter(moment -> moment.getAttribute("data-lane").equals("W2"))
                .map(moment -> moment.getAttribute("transform").replaceAll("translate\\((.*),.*", "$1"))
                .findFirst()
                .orElseThrow();

        assertThat(elements(
                        svg.getElementsByTagName("line"),
                        line -> has(line, "lane") && line.getAttribute("x1").equals(x)))
                .as("lines of W2")
                .hasSize(2);
    }

    @Test
    @DisplayName("draws what is in flight when the run ends: each such arrow ends in the last row")
    void in_flight() throws Exception {
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
        ReportedRun run = new ReportedRun(whole.string(), cutShort, List.of(), Map.of(), Optional.empty());

        Element svg = diagram(parsed(HtmlReport.of(List.of(run))), 0);
        int last = svg.getAttribute("data-rows").split(" ").length - 1;

        assertThat(arrows(svg, "in-flight"))
                .as("the reply, five published messages, and the frame to the emitter's own client")
                .hasSize(7)
                .allSatisfy(arrow -> assertThat(arrow.getAttribute("data-r2")).isEqualTo(String.valueOf(last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "heartbeat", "sixteen"})
    @DisplayName(
            "can be read on a wall: letters of 18 pixels and more in a window of 1400, side by side in one of 3000")
    void readable_on_a_wall(String scenario) {
        String page = HtmlReport.of(undisturbed(Scenarios.named(scenario).orElseThrow()));
        int natural = Integer.parseInt(page.replaceAll("(?s).*--natural:(\\d+)px.*", "$1"));

        assertThat(page).contains(".diagram text { font: 18px", "minmax(min(100%, var(--natural)), 1fr)");
        assertThat(natural).isLessThan(1400 - 2 * 28).isLessThan((3000 - 2 * 28 - 24) / 2);
    }

    @Test
    @DisplayName("describes every event in words, and lets each have the focus")
    void accessible() throws Exception {
        Document page = parsed(HtmlReport.of(undisturbed(Scenarios.MIRROR)));
        List<Element> moments = elements(page.getElementsByTagName("g"), group -> has(group, "moment"));

        assertThat(moments).isNotEmpty().allSatisfy(moment -> {
            assertThat(moment.getAttribute("aria-label")).matches("(?s)\\d+\\.\\d{3} s, \\w+\n.+");
            assertThat(moment.getAttribute("tabindex")).isEqualTo("-1");
        });
    }

    @Test
    @DisplayName("lets no payload end a tag or an attribute")
    void escaped() {
        assertThat(Markup.escape("<b a=\"1\">&\u0000\uD800")).isEqualTo("&lt;b a=&quot;1&quot;&gt;&amp;␀␀");
        assertThat(Markup.escape("line\nline \uD83D\uDE00")).isEqualTo("line&#10;line \uD83D\uDE00");
    }
}

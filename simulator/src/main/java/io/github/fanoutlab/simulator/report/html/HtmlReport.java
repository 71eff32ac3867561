package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.spacetime.Emit;
import io.github.fanoutlab.simulator.spacetime.Fate;
import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One or more runs as one self-contained page: XHTML that any browser reads as HTML, with its style sheet and its script
 * inside, and no reference to anything outside.
 *
 * <p>A space-time diagram of each run comes first, with every message and what became of it; the tables come below. The script
 * is a convenience: it hides what a filter leaves out and shows what happened before an event. Without it the page shows
 * everything.
 */
public final class HtmlReport {

    private static final List<String> TIPS = List.of(
            "http",
            "frame",
            "command",
            "reply",
            "published",
            "signal",
            "echo-dropped",
            "echo-delivered",
            "no-clients",
            "in-flight",
            "lost");

    /** A diagram of few lanes is drawn at least so wide; its labels need room. */
    private static final double NARROWEST = 640;

    /** How much larger than its natural size a diagram may become; more would make its letters larger than headlines. */
    private static final double MOST_GROWTH = 1.5;

    private final List<ReportedRun> runs;
    private final List<SvgDiagram> diagrams = new ArrayList<>();

    private HtmlReport(List<ReportedRun> runs) {
        this.runs = runs;
        for (ReportedRun run : runs) {
            diagrams.add(new SvgDiagram(title(run), run.spaceTime()));
        }
        double widest = diagrams.stream()
                .mapToDouble(diagram -> diagram.columns().width())
                .reduce(NARROWEST, Math::max);
        diagrams.forEach(diagram -> diagram.columns().stretchTo(widest));
    }

    private static String title(ReportedRun run) {
        return run.string().dialect().title();
    }

    /**
     * The page.
     *
     * @param runs of one scenario, in this order; side by side if the window is wide enough
     * @throws IllegalArgumentException if there are none
     */
    public static String of(List<ReportedRun> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one run");
        }
        return new HtmlReport(List.copyOf(runs)).page();
    }

    private String page() {
        Scenario scenario = runs.get(0).string().scenario();
        ReportTables tables = new ReportTables(runs);
        return """
                <!DOCTYPE html>
                <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>%s, Fanout Lab</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                <p class="lab">Fanout Lab, simulated run</p>
                <h1>%s</h1>
                <p class="question">%s</p>
                <p class="summary">%s</p>
                </header>
                %s
                <main class="diagrams" style="--natural:%dpx" data-head="%s" data-after="%s" data-top="%s" \
                data-between-times="%s">
                %s</main>
                %s
                <output class="told" aria-live="polite"><p>Point at an event, or press Tab and the arrow keys: what led to it \
                lights up, and what happened is told here.</p></output>
                <script>
                //<![CDATA[
                %s//]]>
                </script>
                </body>
                </html>
                """.formatted(
                        Markup.escape(scenario.name()),
                        resource("report.css"),
                        Markup.escape(scenario.name()),
                        Markup.escape(scenario.question()),
                        tables.summary(),
                        controls(),
                        Math.round(diagrams.get(0).columns().width()),
                        Alignment.HEAD,
                        Alignment.AFTER,
                        Alignment.TOP,
                        SvgDiagram.BETWEEN_TIMES,
                        figures(),
                        tables.html(),
                        resource("report.js"));
    }

    private String controls() {
        return """
                <form class="controls" aria-label="What the diagrams show">
                <label>Show <select id="show">
                <option value="emits">emits, faults and connections</option>
                <option value="all">everything</option>
                %s</select></label>
                <label>Client <select id="client">
                <option value="">all clients</option>
                %s</select></label>
                %s<ul class="legend" aria-label="Legend">
                <li><span class="key emit">●</span>emit, delivery</li>
                <li><span class="key command"></span>to Redis</li>
                <li><span class="key published"></span>from Redis to a subscriber</li>
                <li><span class="key frame"></span>to a client</li>
                <li><span class="key echo-dropped">○</span>own echo, dropped</li>
                <li><span class="key no-clients">○</span>received, no matching clients</li>
                %s<li><span class="key lost">✗</span>lost</li>
                <li><span class="key in-flight">▹</span>in flight when the run ends</li>
                %s</ul>
                <p class="keys"><kbd>↑</kbd> <kbd>↓</kbd> along a lane, <kbd>←</kbd> to the cause, <kbd>→</kbd> to the effect, \
                <kbd>Esc</kbd> let go</p>
                </form>""".formatted(emitOptions(), clientOptions(), sideBySide(), kept(), redisClients());
    }

    private String sideBySide() {
        return diagrams.size() > 1
                ? "<label><input type=\"checkbox\" id=\"side-by-side\"/> side by side, however small</label>\n"
                : "";
    }

    private String emitOptions() {
        List<Emit> most = diagrams.stream()
                .map(diagram -> diagram.run().emits())
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
        return most.stream()
                .map(emit -> String.format(
                        Locale.ROOT,
                        "<option value=\"%d\">emit %d: %s</option>\n",
                        emit.number(),
                        emit.number(),
                        Markup.escape(emit.lane() + ' ' + emit.words())))
                .collect(Collectors.joining());
    }

    private String clientOptions() {
        return diagrams.stream()
                .flatMap(diagram -> diagram.run().lanes().stream())
                .filter(lane -> lane.role() == Lane.Role.CLIENT)
                .map(Lane::name)
                .distinct()
                .map(client -> "<option>" + Markup.escape(client) + "</option>\n")
                .collect(Collectors.joining());
    }

    private String kept() {
        return diagrams.stream()
                        .flatMap(diagram -> diagram.run().messages().stream())
                        .anyMatch(message -> message.fate() == Fate.KEPT)
                ? "<li><span class=\"key kept\"></span>" + Fate.KEPT.words() + "</li>\n"
                : "";
    }

    private String redisClients() {
        return diagrams.stream().anyMatch(diagram -> diagram.run().hasRedisClients())
                ? "<li><span class=\"key thread\">p s c</span>a server's Redis clients pub, sub, client</li>\n"
                : "";
    }

    private String figures() {
        Alignment alignment =
                new Alignment(diagrams.stream().map(SvgDiagram::rows).toList());
        StringBuilder figures = new StringBuilder();
        for (int number = 0; number < diagrams.size(); number++) {
            SvgDiagram diagram = diagrams.get(number);
            RunString string = runs.get(number).string();
            figures.append("<figure style=\"max-width:")
                    .append(Math.round(diagram.columns().width() * MOST_GROWTH))
                    .append("px\">\n<figcaption><h2>")
                    .append(Markup.escape(title(runs.get(number))))
                    .append("</h2><code>")
                    .append(Markup.escape(string.command()))
                    .append("</code></figcaption>\n<div class=\"scroll\">\n")
                    .append(laneHeads(diagram))
                    .append(number == 0 ? withTips(diagram.draw(alignment, number)) : diagram.draw(alignment, number))
                    .append("</div>\n</figure>\n");
        }
        return figures.toString();
    }

    /** The names of the lanes, which stay in sight while the diagram scrolls. */
    private static String laneHeads(SvgDiagram diagram) {
        Columns columns = diagram.columns();
        StringBuilder heads = new StringBuilder("<ol class=\"heads\" aria-hidden=\"true\" style=\"--width:")
                .append(Math.round(columns.width()))
                .append("\">");
        for (Lane lane : diagram.run().lanes()) {
            heads.append(head(Markup.style(lane.role()), columns.x(lane.name()), lane.title()));
            for (String client : lane.redisClients()) {
                heads.append(head("thread", columns.x(new Place(lane.name(), client)), client.substring(0, 1)));
            }
        }
        return heads.append("</ol>\n").toString();
    }

    private static String head(String style, double x, String title) {
        return "<li class=\"" + style + "\" style=\"--x:" + x + "\">" + Markup.escape(title) + "</li>";
    }

    /** With the tips of all arrows, which every diagram of the page uses. */
    private static String withTips(String svg) {
        StringBuilder tips = new StringBuilder("<defs>\n");
        for (String tip : TIPS) {
            String path = switch (tip) {
                case "lost" -> "M1 1 9 9M1 9 9 1";
                case "echo-dropped", "no-clients" -> "M5 1.5a3.5 3.5 0 1 0 .01 0z";
                default -> "M1 1.5 9 5 1 8.5z";
            };
            boolean centred = path.startsWith("M5") || tip.equals("lost");
            tips.append("<marker id=\"tip-")
                    .append(tip)
                    .append("\" class=\"tip ")
                    .append(tip);
            tips.append(
                    "\" viewBox=\"0 0 10 10\" markerWidth=\"13\" markerHeight=\"13\" markerUnits=\"userSpaceOnUse\"");
            tips.append(" refY=\"5\" refX=\"").append(centred ? 5 : 9).append("\" orient=\"auto\"><path d=\"");
            tips.append(path).append("\"/></marker>\n");
        }
        int afterTag = svg.indexOf('>') + 1;
        return svg.substring(0, afterTag) + '\n' + tips.append("</defs>") + svg.substring(afterTag);
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name + " of this build", unreadable);
        }
    }
}

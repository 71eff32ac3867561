package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One or more runs as one self-contained page: XHTML that any browser reads as HTML, with its style sheet and its script
 * inside, and no reference to anything outside.
 *
 * <p>For each run a space-time diagram shows every message and what became of it. The script is a convenience: it hides what
 * a filter leaves out and shows the causal past of an event. Without it the page shows everything.
 */
public final class HtmlReport {

    private static final List<String> TIPS =
            List.of("http", "frame", "command", "reply", "mirrored", "signal", "echo", "idle", "in-flight", "lost");

    /** A diagram of few lanes is drawn at least so wide, in its own units; its labels need room. */
    private static final double NARROWEST = 360;

    /** Diagrams grow with the window up to this, that their letters do not get larger than headlines. */
    private static final double MOST_PIXELS_A_UNIT = 2;

    private final List<ReportedRun> runs;

    private HtmlReport(List<ReportedRun> runs) {
        this.runs = runs;
    }

    /**
     * The page.
     *
     * @param runs of one scenario, side by side in this order
     * @throws IllegalArgumentException if there are none
     */
    public static String of(List<ReportedRun> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one run");
        }
        return new HtmlReport(List.copyOf(runs)).page();
    }

    private String page() {
        List<Panel> panels = panels();
        Scenario scenario = runs.get(0).string().scenario();
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
                </header>
                %s
                %s
                <main class="panels panels-%d">
                %s</main>
                <output class="told" aria-live="polite"><p>Point at an event, or press Tab and the arrow keys: its causal past \
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
                        new Findings(runs).html(),
                        controls(panels),
                        panels.size(),
                        figures(panels),
                        resource("report.js"));
    }

    /** All of the same width, so that the same height is the same time. */
    private List<Panel> panels() {
        List<Panel> panels = runs.stream().map(Panel::new).toList();
        double widest = panels.stream()
                .mapToDouble(panel -> panel.lanes().width())
                .max()
                .orElseThrow();
        panels.forEach(panel -> panel.lanes().stretchTo(Math.max(widest, NARROWEST)));
        return panels;
    }

    private static String controls(List<Panel> panels) {
        return """
                <form class="controls" aria-label="What the diagrams show">
                <label>Show <select id="show">
                <option value="emits">emits, faults and connections</option>
                <option value="all">everything</option>
                %s</select></label>
                <label>Client <select id="client">
                <option value="">everybody</option>
                %s</select></label>
                <ul class="legend" aria-label="Legend">
                <li><span class="key command"></span>to Redis</li>
                <li><span class="key mirrored"></span>mirrored by Redis</li>
                <li><span class="key frame"></span>frame</li>
                <li><span class="key echo">○</span>own echo, dropped</li>
                <li><span class="key idle">○</span>nobody due</li>
                <li><span class="key lost">✗</span>lost</li>
                <li><span class="key in-flight">▹</span>in flight at the end</li>
                <li><span class="key emit">●</span>emits, is handed</li>
                </ul>
                <p class="keys"><kbd>↑</kbd> <kbd>↓</kbd> along a lane, <kbd>←</kbd> to the cause, <kbd>→</kbd> to the effect, \
                <kbd>Esc</kbd> let go</p>
                </form>""".formatted(emitOptions(panels), clientOptions(panels));
    }

    private static String emitOptions(List<Panel> panels) {
        Panel most = panels.stream()
                .reduce((one, other) ->
                        one.emits().all().size() >= other.emits().all().size() ? one : other)
                .orElseThrow();
        StringBuilder options = new StringBuilder();
        int number = 0;
        for (TraceEvent emit : most.emits().all()) {
            options.append("<option value=\"")
                    .append(++number)
                    .append("\">emit ")
                    .append(number);
            options.append(": ").append(Markup.escape(emit.lane() + ' ' + Telling.said(emit)));
            options.append("</option>\n");
        }
        return options.toString();
    }

    private static String clientOptions(List<Panel> panels) {
        return panels.stream()
                .flatMap(panel -> panel.lanes().names().stream()
                        .filter(lane -> panel.lanes().style(lane).equals("client")))
                .distinct()
                .map(client -> "<option>" + Markup.escape(client) + "</option>\n")
                .collect(Collectors.joining());
    }

    private static String figures(List<Panel> panels) {
        Alignment alignment = new Alignment(panels);
        StringBuilder figures = new StringBuilder();
        for (int number = 0; number < panels.size(); number++) {
            Panel panel = panels.get(number);
            RunString string = panel.run().string();
            figures.append("<figure style=\"max-width:")
                    .append(Math.round(panel.lanes().width() * MOST_PIXELS_A_UNIT))
                    .append("px\">\n<figcaption><h2>")
                    .append(Markup.escape(string.generation().title()))
                    .append("</h2><code>")
                    .append(Markup.escape(string.command()))
                    .append("</code></figcaption>\n<div class=\"scroll\">\n")
                    .append(laneHeads(panel))
                    .append(
                            number == 0
                                    ? withTips(Drawing.of(panel, alignment, number))
                                    : Drawing.of(panel, alignment, number))
                    .append("</div>\n</figure>\n");
        }
        return figures.toString();
    }

    /** The names of the lanes, which stay in sight while the diagram scrolls. */
    private static String laneHeads(Panel panel) {
        Lanes lanes = panel.lanes();
        StringBuilder heads = new StringBuilder("<ol class=\"heads\" aria-hidden=\"true\" style=\"--width:")
                .append(Math.round(lanes.width()))
                .append("\">");
        for (String lane : lanes.names()) {
            heads.append("<li class=\"")
                    .append(lanes.style(lane))
                    .append("\" style=\"--x:")
                    .append(lanes.x(lane));
            heads.append("\">").append(Markup.escape(lane)).append("</li>");
        }
        for (String thread : lanes.threads()) {
            String lane = thread.substring(0, thread.indexOf('.'));
            heads.append("<li class=\"thread\" style=\"--x:")
                    .append(lanes.x(lane, thread))
                    .append("\">");
            heads.append(Markup.escape(Lanes.title(thread).substring(0, 1))).append("</li>");
        }
        return heads.append("</ol>\n").toString();
    }

    /** With the tips of all arrows, which every diagram of the page uses. */
    private static String withTips(String svg) {
        StringBuilder tips = new StringBuilder("<defs>\n");
        for (String tip : TIPS) {
            String path = switch (tip) {
                case "lost" -> "M1 1 9 9M1 9 9 1";
                case "echo", "idle" -> "M5 1.5a3.5 3.5 0 1 0 .01 0z";
                default -> "M1 1.5 9 5 1 8.5z";
            };
            boolean centred = tip.equals("lost") || tip.equals("echo") || tip.equals("idle");
            tips.append("<marker id=\"tip-")
                    .append(tip)
                    .append("\" class=\"tip ")
                    .append(tip);
            tips.append("\" viewBox=\"0 0 10 10\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\"");
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

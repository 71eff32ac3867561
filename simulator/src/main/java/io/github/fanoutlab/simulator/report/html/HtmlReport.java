package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.scenario.Scenario;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One or more runs as one self-contained page: XHTML that any browser reads as HTML, with the runs, the style sheet and the script
 * inside, and no reference to anything outside.
 *
 * <p>The drawing comes first; it is that of the workshop page, drawn by the same {@linkplain DrawingFiles files}. Below it stand the
 * tables. They can be read without a script; with one, they lead to their places in the drawing.
 */
public final class HtmlReport {

    private HtmlReport() {}

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
                <body class="report">
                <header>
                <h1>%s</h1>
                <p class="summary">%s. Simulated: %s</p>
                </header>
                <noscript><p>The drawing needs JavaScript. The tables do not.</p></noscript>
                %s
                <section class="tables" aria-label="Verdicts and counts">
                %s</section>
                <script>
                //<![CDATA[
                const RUNS = %s;
                %s//]]>
                </script>
                </body>
                </html>
                """.formatted(
                Markup.escape(scenario.name()),
                DrawingFiles.text("page.css"),
                Markup.escape(scenario.question()),
                tables.summary(),
                runs.stream()
                        .map(run -> "<code>" + Markup.escape(run.string().command()) + "</code>")
                        .collect(Collectors.joining(", ")),
                DrawingFiles.text("player.html").replaceAll("<!-- more \\w+ -->\n", ""),
                tables.html(),
                withoutTags(RunJson.of(runs, true).toString()),
                DrawingFiles.script("report", DrawingFiles::text));
    }

    /** JSON that cannot end the script that it stands in. */
    private static String withoutTags(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e");
    }
}

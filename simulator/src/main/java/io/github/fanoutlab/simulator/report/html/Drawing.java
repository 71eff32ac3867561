package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The space-time diagram of one run as SVG. Whatever stands at a row says so ({@code data-r}, {@code data-r1}, {@code
 * data-r2}), and arrows name the moments that they join ({@code data-a}, {@code data-b}), so that the page's script can
 * follow causes and move rows together when it hides some.
 */
final class Drawing {

    /** How far short of its lane the arrow of a lost message ends. */
    private static final double SHORT_OF = 9;

    /** Times closer together than this are not both written. */
    private static final double BETWEEN_TIMES = 11;

    private static final double TIME_END = 50;
    private static final int LONGEST_LABEL = 24;

    private final Panel panel;
    private final Alignment alignment;
    private final int number;
    private final String id;
    private final StringBuilder svg = new StringBuilder();

    private Drawing(Panel panel, Alignment alignment, int number) {
        this.panel = panel;
        this.alignment = alignment;
        this.number = number;
        this.id = String.valueOf((char) ('a' + number));
    }

    /** @param number the place of {@code panel} in {@code alignment} */
    static String of(Panel panel, Alignment alignment, int number) {
        return new Drawing(panel, alignment, number).draw();
    }

    private String draw() {
        String title = panel.run().string().generation().title() + ": space-time diagram";
        add(
                "<svg id=\"%s\" class=\"diagram\" viewBox=\"0 0 %s %s\" role=\"group\" aria-label=\"%s\""
                        + " data-rows=\"%s\" data-sections=\"%s\">\n",
                id,
                n(panel.lanes().width()),
                n(alignment.height()),
                Markup.escape(title),
                panel.timeline().heights().stream().map(Drawing::n).collect(Collectors.joining(" ")),
                sections());
        lines();
        heads();
        times();
        panel.crossings().forEach(this::arrow);
        panel.moments().all().forEach(this::moment);
        return svg.append("</svg>\n").toString();
    }

    private String sections() {
        List<Timeline.Section> sections = panel.timeline().sections();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sections.size(); i++) {
            text.append(i == 0 ? "" : " ").append(alignment.key(panel, i));
            text.append(':').append(sections.get(i).firstRow());
        }
        return text.toString();
    }

    private void heads() {
        int index = 0;
        for (Timeline.Section section : panel.timeline().sections()) {
            double y = y(section.firstRow()) - Alignment.HEAD;
            add("<g class=\"head\" data-s=\"%d\" transform=\"translate(0,%s)\">", index++, n(y));
            add("<rect width=\"%s\" height=\"17\" rx=\"3\"/>", n(panel.lanes().width()));
            add("<text x=\"8\" y=\"12\">%s</text>", Markup.escape(section.title()));
            for (String lane : panel.lanes().names()) {
                add("<text class=\"lane-name\" x=\"%s\" y=\"27\">%s</text>", n(x(lane)), Markup.escape(lane));
            }
            add("</g>\n");
        }
    }

    private void lines() {
        for (String lane : panel.lanes().names()) {
            int from = 0;
            boolean alive = true;
            for (Moment moment : panel.moments().all()) {
                if (moment.lane().equals(lane) && tells(moment, Kind.NODE_DIED)) {
                    line(lane, from, row(moment));
                    alive = false;
                } else if (moment.lane().equals(lane) && tells(moment, Kind.NODE_STARTED)) {
                    from = row(moment);
                    alive = true;
                }
            }
            if (alive) {
                line(lane, from, panel.timeline().lastRow());
            }
        }
    }

    private static boolean tells(Moment moment, Kind kind) {
        return moment.events().stream().anyMatch(event -> event.kind() == kind);
    }

    private void line(String lane, int from, int to) {
        rule("lane " + panel.lanes().style(lane), x(lane), from, to);
        for (String thread : panel.lanes().threads()) {
            if (thread.startsWith(lane + '.')) {
                rule("thread", panel.lanes().x(lane, thread), from, to);
            }
        }
    }

    private void rule(String style, double x, int from, int to) {
        add(
                "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\" data-r1=\"%d\" data-r2=\"%d\"/>\n",
                style, n(x), n(x), n(y(from)), n(y(to)), from, to);
    }

    private void times() {
        double last = -BETWEEN_TIMES;
        List<Long> times = panel.timeline().times();
        for (int row = 0; row < times.size(); row++) {
            boolean crowded = y(row) - last < BETWEEN_TIMES;
            last = crowded ? last : y(row);
            add(
                    "<text class=\"time%s\" x=\"%s\" y=\"%s\" data-r=\"%d\">%.4f</text>\n",
                    crowded ? " crowded" : "", n(TIME_END), n(y(row)), row, times.get(row) / 1_000_000.0);
        }
        int end = panel.timeline().lastRow();
        add("<text class=\"time end\" x=\"%s\" y=\"%s\" data-r=\"%d\">end</text>\n", n(TIME_END), n(y(end)), end);
    }

    private void arrow(Crossing crossing) {
        Moment from = panel.moments().of(crossing.sent());
        Moment to = crossing.end() == null ? null : panel.moments().of(crossing.end());
        double x1 = panel.lanes().x(from.lane(), crossing.connection());
        double x2 = arrowEnd(crossing, x1);
        int row = to == null ? panel.timeline().lastRow() : row(to);
        int emit = emitOf(crossing);
        add(
                "<line class=\"arrow %s %s%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" marker-end=\"url(#%s)\""
                        + " data-a=\"%d\" data-r1=\"%d\" data-r2=\"%d\"%s%s/>\n",
                crossing.medium().style(),
                crossing.outcome().style(),
                crossing.isMessage() ? " message" : "",
                n(x1),
                n(y(row(from))),
                n(x2),
                n(y(row)),
                tip(crossing),
                from.number(),
                row(from),
                row,
                to == null ? "" : " data-b=\"" + to.number() + '"',
                emit > 0 ? " data-e=\"" + emit + '"' : "");
    }

    private int emitOf(Crossing crossing) {
        int ofEnd = crossing.end() == null ? 0 : panel.emits().of(crossing.end());
        return ofEnd > 0 ? ofEnd : panel.emits().of(crossing.sent());
    }

    private static String tip(Crossing crossing) {
        return switch (crossing.outcome()) {
            case LOST -> "tip-lost";
            case ECHO -> "tip-echo";
            case IDLE -> "tip-idle";
            case IN_FLIGHT -> "tip-in-flight";
            case ARRIVED -> "tip-" + crossing.medium().style();
        };
    }

    private double arrowEnd(Crossing crossing, double x1) {
        if (!panel.lanes().names().contains(crossing.to())) {
            return x1 + 2 * SHORT_OF;
        }
        double x2 = panel.lanes().x(crossing.to(), crossing.connection());
        boolean arrives = crossing.end() != null && crossing.outcome() != Outcome.LOST;
        return arrives ? x2 : x2 + (x1 < x2 ? -SHORT_OF : SHORT_OF);
    }

    private void moment(Moment moment) {
        Moment.Look look = moment.look();
        add(
                "<g class=\"moment %s%s\" id=\"%s%d\" data-r=\"%d\" data-lane=\"%s\"%s transform=\"translate(%s,%s)\""
                        + " role=\"img\" tabindex=\"-1\" aria-label=\"%s\">",
                look.name().toLowerCase(Locale.ROOT),
                look.isNews() ? " news" : panel.isDropped(moment) ? " dropped" : "",
                id,
                moment.number(),
                row(moment),
                Markup.escape(moment.lane()),
                emitted(moment.emits()),
                n(x(moment.lane())),
                n(y(row(moment))),
                Markup.escape(Timeline.seconds(moment.timeMicros()) + ", " + moment.lane() + "\n" + moment.told()));
        add("%s%s%s</g>\n", reach(moment), shape(look), label(moment, look));
    }

    private static String emitted(SortedSet<Integer> emits) {
        String numbers = emits.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return numbers.isEmpty() ? "" : " data-e=\"" + numbers + '"';
    }

    /** From the lane to the farthest of its threads that had a part in the moment. */
    private String reach(Moment moment) {
        double x = x(moment.lane());
        double farthest = moment.events().stream()
                .mapToDouble(event -> panel.lanes().x(moment.lane(), event.connection()))
                .max()
                .orElse(x);
        return moment.isLoss() || farthest <= x ? "" : "<line class=\"reach\" x2=\"" + n(farthest - x) + "\"/>";
    }

    private static String shape(Moment.Look look) {
        return switch (look) {
            case EMIT -> "<circle r=\"5\"/>";
            case DELIVERY -> "<circle r=\"4\"/>";
            case START -> "<circle r=\"3.5\"/>";
            case CONNECTED, DISCONNECTED -> "<path d=\"M0-4.5 4.5 0 0 4.5-4.5 0z\"/>";
            case FAULT, DEATH -> "<path d=\"M0-6 6 5-6 5z\"/>";
            case LOST -> "<path d=\"M-4-4 4 4M-4 4 4-4\"/>";
            case ORDINARY -> "<circle r=\"2\"/>";
        };
    }

    private String label(Moment moment, Moment.Look look) {
        TraceEvent chief = moment.chief();
        String text = switch (look) {
            case EMIT -> chief.text();
            case DELIVERY -> handed(moment);
            case FAULT -> chief.name() + (chief.text().isEmpty() ? "" : " " + chief.text());
            case DEATH -> "dies";
            case START -> chief.number() > 1 ? "starts again" : "";
            case CONNECTED -> "connected";
            case DISCONNECTED -> "disconnected";
            case LOST -> "lost: " + chief.name();
            case ORDINARY -> "";
        };
        if (text.isEmpty()) {
            return "";
        }
        String cut = text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL - 1) + '…';
        String place = look == Moment.Look.DELIVERY ? "x=\"-8\" y=\"3\" text-anchor=\"end\"" : "x=\"8\" y=\"3\"";
        return "<text " + place + ">" + Markup.escape(cut) + "</text>";
    }

    /** What a client was handed first, and how much more. */
    private static String handed(Moment moment) {
        List<TraceEvent> handed = moment.events().stream()
                .filter(event -> event.kind() == Kind.DELIVERY)
                .toList();
        String first = handed.get(0).text().replaceAll("^\\[\"(.*)\"]$", "$1");
        return handed.size() == 1 ? first : first + " +" + (handed.size() - 1);
    }

    private double x(String lane) {
        return panel.lanes().x(lane);
    }

    private double y(int row) {
        return alignment.y(number, row);
    }

    private int row(Moment moment) {
        return panel.timeline().rowOf(moment.timeMicros());
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** A length with one decimal. */
    private static String n(double length) {
        return String.format(Locale.ROOT, "%.1f", length);
    }
}

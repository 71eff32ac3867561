package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.spacetime.Fate;
import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.Message;
import io.github.fanoutlab.simulator.spacetime.Moment;
import io.github.fanoutlab.simulator.spacetime.Place;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The space-time diagram of one run as SVG. Each element names its rows ({@code data-r}, {@code data-r1}, {@code data-r2}) and
 * its emits ({@code data-e}), and each arrow the moments that it joins ({@code data-a}, {@code data-b}). With these the page's
 * script follows causes, and moves rows together when it hides others.
 */
final class SvgDiagram {

    /** Times closer together than this are not both written. */
    static final double BETWEEN_TIMES = 19;

    /** How far short of its lane the arrow of a lost message ends. */
    private static final double SHORT_OF = 15;

    private static final double TIME_END = 66;
    private static final int LONGEST_LABEL = 24;

    private final String title;
    private final SpaceTime run;
    private final Columns columns;
    private final Rows rows;
    private final double[] reach;
    private final Set<Integer> withoutEffect = new LinkedHashSet<>();
    private final StringBuilder svg = new StringBuilder();

    private Alignment alignment;
    private int number;

    SvgDiagram(String title, SpaceTime run) {
        this.title = title;
        this.run = run;
        this.columns = new Columns(run);
        this.rows = new Rows(run);
        this.reach = new double[run.moments().size()];
        for (Message message : run.messages()) {
            if (message.fate().hadNoEffect()) {
                withoutEffect.add(message.arrived());
            }
        }
        for (Message message : run.messages()) {
            if (message.arrived() != Message.NEVER && !message.fate().hadNoEffect()) {
                withoutEffect.remove(message.arrived());
            }
        }
    }

    SpaceTime run() {
        return run;
    }

    Columns columns() {
        return columns;
    }

    Rows rows() {
        return rows;
    }

    /**
     * The SVG element.
     *
     * @param number the place of this diagram in {@code alignment}
     */
    String draw(Alignment alignment, int number) {
        this.alignment = alignment;
        this.number = number;
        add(
                "<svg id=\"%s\" class=\"diagram\" viewBox=\"0 0 %s %s\" role=\"group\" aria-label=\"%s\""
                        + " data-rows=\"%s\" data-sections=\"%s\">\n",
                id(),
                n(columns.width()),
                n(alignment.height()),
                Markup.escape(title + ": space-time diagram"),
                rows.heights().stream().map(SvgDiagram::n).collect(Collectors.joining(" ")),
                sections());
        run.lanes().forEach(this::lines);
        heads();
        times();
        run.messages().forEach(this::arrow);
        run.moments().forEach(this::moment);
        return svg.append("</svg>\n").toString();
    }

    private String id() {
        return String.valueOf((char) ('a' + number));
    }

    private String sections() {
        List<Rows.Section> sections = rows.sections();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sections.size(); i++) {
            text.append(i == 0 ? "" : " ").append(alignment.key(rows, i));
            text.append(':').append(sections.get(i).firstRow());
        }
        return text.toString();
    }

    private void heads() {
        int index = 0;
        for (Rows.Section section : rows.sections()) {
            double y = y(section.firstRow()) - Alignment.HEAD;
            add("<g class=\"head\" data-s=\"%d\" transform=\"translate(0,%s)\">", index++, n(y));
            add("<rect width=\"%s\" height=\"30\" rx=\"5\"/>", n(columns.width()));
            add("<text x=\"12\" y=\"21\">%s</text>", Markup.escape(section.title()));
            for (Lane lane : run.lanes()) {
                add(
                        "<text class=\"lane-name\" x=\"%s\" y=\"47\">%s</text>",
                        n(columns.x(lane.name())), Markup.escape(lane.title()));
            }
            add("</g>\n");
        }
    }

    private void lines(Lane lane) {
        for (Lane.Life life : lane.lives()) {
            int from = rows.rowOf(life.fromMicros());
            int to = life.untilMicros() == Long.MAX_VALUE ? rows.last() : rows.rowOf(life.untilMicros());
            rule("lane " + Markup.style(lane.role()), columns.x(lane.name()), from, to);
            for (String client : lane.redisClients()) {
                rule("thread", columns.x(new Place(lane.name(), client)), from, to);
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
        List<Long> times = rows.times();
        for (int row = 0; row < times.size(); row++) {
            boolean crowded = y(row) - last < BETWEEN_TIMES;
            last = crowded ? last : y(row);
            add(
                    "<text class=\"time%s\" x=\"%s\" y=\"%s\" data-r=\"%d\">%.4f</text>\n",
                    crowded ? " crowded" : "", n(TIME_END), n(y(row)), row, times.get(row) / 1_000_000.0);
        }
        int end = rows.last();
        add("<text class=\"time end\" x=\"%s\" y=\"%s\" data-r=\"%d\">end</text>\n", n(TIME_END), n(y(end)), end);
    }

    private void arrow(Message message) {
        double x1 = columns.x(message.from());
        double x2 = arrowEnd(message, x1);
        int from = row(message.sent());
        boolean arrives = message.arrived() != Message.NEVER;
        int to = arrives ? row(message.arrived()) : rows.last();
        reach(message.sent(), message.from());
        if (arrives && message.fate() != Fate.LOST) {
            reach(message.arrived(), message.to());
        }
        add(
                "<line class=\"arrow %s %s%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" marker-end=\"url(#%s)\""
                        + " data-a=\"%d\" data-r1=\"%d\" data-r2=\"%d\"%s%s/>\n",
                Markup.style(message.medium()),
                Markup.style(message.fate()),
                message.isSentByProgram() ? " message" : "",
                n(x1),
                n(y(from)),
                n(x2),
                n(y(to)),
                tip(message),
                message.sent(),
                from,
                to,
                arrives ? " data-b=\"" + message.arrived() + '"' : "",
                emits(message.emits()));
    }

    /** The dot has a line to the farthest of its lane's threads that has a part in the moment. */
    private void reach(int moment, Place place) {
        reach[moment] = Math.max(reach[moment], columns.x(place) - columns.x(place.lane()));
    }

    private static String tip(Message message) {
        return "tip-"
                + switch (message.fate()) {
                    case LOST, ECHO_DROPPED, ECHO_DELIVERED, NO_CLIENTS, IN_FLIGHT -> Markup.style(message.fate());
                    case DELIVERED -> "frame";
                    case RECEIVED, KEPT -> Markup.style(message.medium());
                };
    }

    private double arrowEnd(Message message, double x1) {
        if (message.to().lane().isEmpty()) {
            return x1 + 2 * SHORT_OF;
        }
        double x2 = columns.x(message.to());
        boolean arrives = message.fate() != Fate.LOST && message.fate() != Fate.IN_FLIGHT;
        return arrives ? x2 : x2 + (x1 < x2 ? -SHORT_OF : SHORT_OF);
    }

    private void moment(Moment moment) {
        Moment.Look look = moment.look();
        boolean hollow = look == Moment.Look.ORDINARY && withoutEffect.contains(moment.number());
        double farthest = reach[moment.number()];
        add(
                "<g class=\"moment %s%s\" id=\"%s%d\" data-r=\"%d\" data-lane=\"%s\"%s transform=\"translate(%s,%s)\""
                        + " role=\"img\" tabindex=\"-1\" aria-label=\"%s\">",
                Markup.style(look),
                look.isNews() ? " news" : hollow ? " without-effect" : "",
                id(),
                moment.number(),
                row(moment.number()),
                Markup.escape(moment.lane()),
                emits(moment.emits()),
                n(columns.x(moment.lane())),
                n(y(row(moment.number()))),
                Markup.escape(Rows.seconds(moment.timeMicros()) + ", " + moment.lane() + "\n"
                        + String.join("\n", moment.lines())));
        String thread = farthest > 0 ? "<line class=\"reach\" x2=\"" + n(farthest) + "\"/>" : "";
        add("%s%s%s</g>\n", thread, shape(look), label(moment, farthest));
    }

    private static String emits(List<Integer> emits) {
        String numbers = emits.stream().distinct().map(String::valueOf).collect(Collectors.joining(" "));
        return numbers.isEmpty() ? "" : " data-e=\"" + numbers + '"';
    }

    private static String shape(Moment.Look look) {
        return switch (look) {
            case EMIT -> "<circle r=\"8\"/>";
            case DELIVERY -> "<circle r=\"7\"/>";
            case START -> "<circle r=\"6\"/>";
            case CONNECTED, DISCONNECTED -> "<path d=\"M0-7 7 0 0 7-7 0z\"/>";
            case FAULT, DEATH -> "<path d=\"M0-10 10 8-10 8z\"/>";
            case LOST -> "<path d=\"M-6-6 6 6M-6 6 6-6\"/>";
            case ORDINARY -> "<circle r=\"3.5\"/>";
        };
    }

    private static String label(Moment moment, double reach) {
        String text = moment.label();
        if (text.isEmpty()) {
            return "";
        }
        String cut = text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL - 1) + '…';
        String place = switch (moment.look()) {
            case EMIT -> "y=\"-14\" text-anchor=\"middle\"";
            case DELIVERY -> "x=\"-12\" y=\"6\" text-anchor=\"end\"";
            default -> "x=\"" + n(reach + 13) + "\" y=\"6\"";
        };
        return "<text " + place + ">" + Markup.escape(cut) + "</text>";
    }

    private double y(int row) {
        return alignment.y(number, row);
    }

    private int row(int moment) {
        return rows.rowOf(run.moments().get(moment));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    /** A length with one decimal. */
    private static String n(double length) {
        return String.format(Locale.ROOT, "%.1f", length);
    }
}

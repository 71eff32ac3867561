package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Draws happenings on lanes. */
final class SpaceTimePen {

    private static final int WIDTH = 120;
    private static final int TIME_WIDTH = 8;
    private static final int WIDEST_STEP = 7;
    private static final int NARROWEST_STEP = 4;
    private static final int BEFORE_WORDS = 3;

    private final List<Place> lanes;
    private final List<TraceEvent> lives;
    private final Glyphs glyphs;
    private final int[] columns;
    private final boolean fits;

    /** With as much space between the lanes as leaves room for the words of {@code happenings}. */
    SpaceTimePen(Trace trace, List<Place> lanes, List<Happening> happenings, Glyphs glyphs) {
        this.lanes = lanes;
        this.lives = trace.events(event -> event.kind() == Kind.NODE_STARTED || event.kind() == Kind.NODE_DIED);
        this.glyphs = glyphs;
        int words = happenings.stream()
                .mapToInt(each -> each.words().length())
                .max()
                .orElse(0);
        int step = WIDEST_STEP;
        int[] tried = columns(lanes, step);
        while (step > NARROWEST_STEP && widthOf(tried) + words > WIDTH) {
            tried = columns(lanes, --step);
        }
        this.columns = tried;
        this.fits = widthOf(tried) + words <= WIDTH;
    }

    /** Where each lane stands, at least {@code step} apart, and so that no two titles touch. */
    private static int[] columns(List<Place> lanes, int step) {
        int[] columns = new int[lanes.size()];
        int titleEnd = TIME_WIDTH;
        for (int lane = 0; lane < columns.length; lane++) {
            int title = lanes.get(lane).title().length();
            int first = titleEnd + 1 + title / 2;
            columns[lane] = lane == 0 ? first + 1 : Math.max(first, columns[lane - 1] + step);
            titleEnd = columns[lane] - title / 2 + title;
        }
        return columns;
    }

    private static int widthOf(int[] columns) {
        return columns[columns.length - 1] + BEFORE_WORDS;
    }

    /** Whether no words have to be cut short. */
    boolean fits() {
        return fits;
    }

    /** The table; times are milliseconds since {@code beginMicros}. */
    String draw(List<Happening> happenings, long beginMicros) {
        StringBuilder table = new StringBuilder(head());
        for (Happening happening : happenings) {
            table.append(row(happening, beginMicros)).append('\n');
        }
        return table.toString();
    }

    private String head() {
        char[] head = blank(lanes.get(lanes.size() - 1).title().length());
        String unit = "ms";
        unit.getChars(0, unit.length(), head, TIME_WIDTH - unit.length());
        for (int lane = 0; lane < lanes.size(); lane++) {
            String title = lanes.get(lane).title();
            title.getChars(0, title.length(), head, columns[lane] - title.length() / 2);
        }
        return new String(head).stripTrailing() + '\n';
    }

    private String row(Happening happening, long beginMicros) {
        char[] row = blank(0);
        String time =
                String.format(Locale.ROOT, "%" + TIME_WIDTH + ".3f", (happening.timeMicros() - beginMicros) / 1000.0);
        time.getChars(0, time.length(), row, 0);
        for (int lane = 0; lane < lanes.size(); lane++) {
            row[columns[lane]] = isAlive(lanes.get(lane).node(), happening.event()) ? glyphs.lane() : ' ';
        }
        arrow(row, columns[laneOf(happening.from())], columns[laneOf(happening.to())]);
        row[columns[laneOf(happening.to())]] = happening.fate().sign(glyphs);
        return new String(row) + words(happening);
    }

    private void arrow(char[] row, int from, int to) {
        if (from == to) {
            return;
        }
        boolean right = from < to;
        for (int x = Math.min(from, to) + 1; x < Math.max(from, to); x++) {
            row[x] = row[x] == glyphs.lane() ? glyphs.crossing() : glyphs.line();
        }
        row[from] = glyphs.leaving(right);
        row[right ? to - 1 : to + 1] = glyphs.head(right);
    }

    private String words(Happening happening) {
        int room = WIDTH - widthOf(columns);
        String words = happening.words();
        return words.length() <= room ? words : words.substring(0, Math.max(0, room - 1)) + glyphs.more();
    }

    private int laneOf(Place place) {
        int own = lanes.indexOf(place);
        return own >= 0 ? own : lanes.indexOf(Place.of(place.node()));
    }

    private boolean isAlive(String node, long event) {
        return lives.stream()
                .filter(life -> life.id() <= event && life.lane().equals(node))
                .reduce((earlier, later) -> later)
                .map(life -> life.kind() == Kind.NODE_STARTED)
                .orElse(true);
    }

    private char[] blank(int more) {
        char[] blank = new char[widthOf(columns) + more];
        Arrays.fill(blank, ' ');
        return blank;
    }
}

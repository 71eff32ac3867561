package io.github.fanoutlab.simulator.report;

import io.github.fanoutlab.simulator.report.SpaceTimeTable.Row;
import io.github.fanoutlab.simulator.spacetime.Lane;
import io.github.fanoutlab.simulator.spacetime.Place;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Where the lanes of a space-time table stand, and its rows drawn on them. */
final class TableLayout {

    /** The width of the narrowest terminal. */
    private static final int WIDTH = 80;

    /** The most that a table of many lanes may take; longer words are cut. */
    private static final int MAX_WIDTH = 120;

    private static final int LEAST_TIME_WIDTH = 6;
    private static final int WIDEST_STEP = 7;
    private static final int NARROWEST_STEP = 3;
    private static final int BEFORE_WORDS = 3;

    private final SpaceTime run;
    private final List<Place> lanes;
    private final List<Row> rows;
    private final Function<Row, String> words;
    private final long beginMicros;
    private final Glyphs glyphs;
    private final int timeWidth;
    private final int longestWords;
    private final int[] columns;

    /** With as much space between {@code lanes} as leaves room for the {@code words} of {@code rows}. */
    TableLayout(
            SpaceTime run,
            List<Place> lanes,
            List<Row> rows,
            Function<Row, String> words,
            long beginMicros,
            Glyphs glyphs) {
        this.run = run;
        this.lanes = lanes;
        this.rows = rows;
        this.words = words;
        this.beginMicros = beginMicros;
        this.glyphs = glyphs;
        this.timeWidth = longest(this::time, LEAST_TIME_WIDTH);
        this.longestWords = longest(words, 0);
        int step = WIDEST_STEP;
        int[] tried = columns(step);
        while (step > NARROWEST_STEP && widthOf(tried) + longestWords > WIDTH) {
            tried = columns(--step);
        }
        this.columns = tried;
    }

    private int longest(Function<Row, String> text, int least) {
        return rows.stream().mapToInt(row -> text.apply(row).length()).reduce(least, Math::max);
    }

    /** Where each lane stands: at least {@code step} apart, and far enough that no two titles touch. */
    private int[] columns(int step) {
        int[] columns = new int[lanes.size()];
        int titleEnd = timeWidth;
        for (int lane = 0; lane < columns.length; lane++) {
            int title = title(lanes.get(lane)).length();
            int first = titleEnd + 1 + title / 2;
            columns[lane] = lane == 0 ? first : Math.max(first, columns[lane - 1] + step);
            titleEnd = columns[lane] - title / 2 + title;
        }
        return columns;
    }

    private String title(Place place) {
        return place.connection().isEmpty() ? lane(place).title() : '.' + place.connection();
    }

    private Lane lane(Place place) {
        return run.lanes().stream()
                .filter(lane -> lane.name().equals(place.lane()))
                .findFirst()
                .orElseThrow();
    }

    private static int widthOf(int[] columns) {
        return columns[columns.length - 1] + BEFORE_WORDS;
    }

    /** Whether it is no wider than a terminal, with all its words. */
    boolean fits() {
        return widthOf(columns) + longestWords <= WIDTH;
    }

    /** The table; times are milliseconds since the beginning. */
    String draw() {
        StringBuilder table = new StringBuilder(head());
        rows.forEach(row -> table.append(line(row)).append('\n'));
        return table.toString();
    }

    private String head() {
        char[] head = blank(title(lanes.get(lanes.size() - 1)).length());
        put("ms", head, timeWidth);
        for (int lane = 0; lane < columns.length; lane++) {
            String title = title(lanes.get(lane));
            title.getChars(0, title.length(), head, columns[lane] - title.length() / 2);
        }
        return new String(head).stripTrailing() + '\n';
    }

    private String line(Row row) {
        char[] line = blank(0);
        put(time(row), line, timeWidth);
        for (int lane = 0; lane < columns.length; lane++) {
            boolean alive = lane(lanes.get(lane)).lives(row.timeMicros());
            line[columns[lane]] = alive ? glyphs.lane() : ' ';
        }
        int to = columns[laneOf(row.to())];
        arrow(line, columns[laneOf(row.from())], to);
        line[to] = row.sign();
        return new String(line) + words(row);
    }

    private String time(Row row) {
        return String.format(Locale.ROOT, "%.3f", (row.timeMicros() - beginMicros) / 1000.0);
    }

    private static void put(String text, char[] line, int end) {
        text.getChars(0, text.length(), line, end - text.length());
    }

    private void arrow(char[] line, int from, int to) {
        if (from == to) {
            return;
        }
        boolean right = from < to;
        for (int x = Math.min(from, to) + 1; x < Math.max(from, to); x++) {
            line[x] = line[x] == glyphs.lane() ? glyphs.crossing() : glyphs.line();
        }
        line[from] = glyphs.leaving(right);
        line[right ? to - 1 : to + 1] = glyphs.head(right);
    }

    private String words(Row row) {
        int room = MAX_WIDTH - widthOf(columns);
        String text = words.apply(row);
        return text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + glyphs.more();
    }

    private int laneOf(Place place) {
        int own = lanes.indexOf(place);
        return own >= 0 ? own : lanes.indexOf(Place.of(place.lane()));
    }

    private char[] blank(int more) {
        char[] blank = new char[widthOf(columns) + more];
        Arrays.fill(blank, ' ');
        return blank;
    }
}

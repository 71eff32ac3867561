package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.simulator.spacetime.Emit;
import io.github.fanoutlab.simulator.spacetime.Moment;
import io.github.fanoutlab.simulator.spacetime.SpaceTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The rows of a diagram: one for each time at which something happens. Time runs down the page on a logarithmic scale, so that a
 * second takes only a few times as much room as a microsecond. Emits that come close together begin a section with a title.
 */
final class Rows {

    /** Emits closer together than this share a section. */
    private static final long TOGETHER_MICROS = 250_000;

    private static final double LEAST = 16;
    private static final double PER_DECADE = 12;
    private static final double UNIT_MICROS = 250;
    private static final double END_ROW = 44;

    /** Part of the run: it begins at row {@code firstRow}; {@code key} is the same for the same part of another run. */
    record Section(long key, int firstRow, String title) {}

    private final List<Long> times;
    private final List<Double> heights = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    Rows(SpaceTime run) {
        TreeSet<Long> distinct = new TreeSet<>();
        run.moments().forEach(moment -> distinct.add(moment.timeMicros()));
        times = List.copyOf(distinct);
        long before = 0;
        for (long time : times) {
            heights.add(LEAST + PER_DECADE * Math.log10(1 + (time - before) / UNIT_MICROS));
            before = time;
        }
        heights.add(END_ROW);
        addSections(run.emits());
    }

    private void addSections(List<Emit> emits) {
        sections.add(new Section(-1, 0, "Before the first emit"));
        int from = 0;
        while (from < emits.size()) {
            int to = from + 1;
            while (to < emits.size() && gap(emits, to) < TOGETHER_MICROS) {
                to++;
            }
            sections.add(section(emits, from, to));
            from = to;
        }
    }

    private static long gap(List<Emit> emits, int at) {
        return emits.get(at).timeMicros() - emits.get(at - 1).timeMicros();
    }

    private Section section(List<Emit> emits, int from, int to) {
        Emit first = emits.get(from);
        String which = to - from == 1
                ? String.format(
                        Locale.ROOT, "Emit %d of %d: %s emits %s", to, emits.size(), first.lane(), first.words())
                : String.format(Locale.ROOT, "Emits %d to %d of %d", from + 1, to, emits.size());
        long sinceFirst = first.timeMicros() - emits.get(0).timeMicros();
        return new Section(
                sinceFirst / TOGETHER_MICROS, rowOf(first.timeMicros()), which + ", at " + seconds(first.timeMicros()));
    }

    /** {@code 0.304 s}. */
    static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.3f s", micros / 1_000_000.0);
    }

    int rowOf(Moment moment) {
        return rowOf(moment.timeMicros());
    }

    int rowOf(long timeMicros) {
        int row = Collections.binarySearch(times, timeMicros);
        return row >= 0 ? row : -row - 1;
    }

    /** The row below everything: the end of the run. */
    int last() {
        return times.size();
    }

    /** The times of all rows but the last, in microseconds. */
    List<Long> times() {
        return times;
    }

    /** How far each row is below the one before. */
    List<Double> heights() {
        return heights;
    }

    List<Section> sections() {
        return sections;
    }
}

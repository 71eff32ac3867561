package io.github.fanoutlab.simulator.report.html;

import io.github.fanoutlab.testbed.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Time in a diagram runs downward, squeezed: a row for each time at which something happens, and rows are the further apart
 * the more time passes, but a second is only a few times as long as a microsecond. Emits that come together begin a section
 * with a title.
 */
final class Timeline {

    /** Emits closer together than this share a section. */
    private static final long TOGETHER_MICROS = 250_000;

    private static final double LEAST = 9;
    private static final double PER_DECADE = 7;
    private static final double UNIT_MICROS = 250;
    private static final double END_ROW = 26;

    /** Part of the run: it begins at row {@code firstRow}; {@code key} is the same for the same part of another run. */
    record Section(long key, int firstRow, String title) {}

    private final List<Long> times;
    private final List<Double> heights = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** Of what happens at those {@code moments}. */
    Timeline(List<Moment> moments, List<TraceEvent> emits) {
        TreeSet<Long> distinct = new TreeSet<>();
        moments.forEach(moment -> distinct.add(moment.timeMicros()));
        times = List.copyOf(distinct);
        long before = 0;
        for (long time : times) {
            heights.add(LEAST + PER_DECADE * Math.log10(1 + (time - before) / UNIT_MICROS));
            before = time;
        }
        heights.add(END_ROW);
        addSections(emits);
    }

    private void addSections(List<TraceEvent> emits) {
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

    private static long gap(List<TraceEvent> emits, int at) {
        return emits.get(at).timeMicros() - emits.get(at - 1).timeMicros();
    }

    private Section section(List<TraceEvent> emits, int from, int to) {
        TraceEvent first = emits.get(from);
        String which = to - from == 1
                ? String.format(
                        Locale.ROOT, "Emit %d of %d: %s emits %s", to, emits.size(), first.lane(), Telling.said(first))
                : String.format(Locale.ROOT, "Emits %d to %d of %d", from + 1, to, emits.size());
        long sinceFirst = first.timeMicros() - emits.get(0).timeMicros();
        return new Section(sinceFirst / TOGETHER_MICROS, rowOf(first.timeMicros()), which + ", at " + at(first));
    }

    private static String at(TraceEvent event) {
        return seconds(event.timeMicros());
    }

    /** {@code 0.304 s}. */
    static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.3f s", micros / 1_000_000.0);
    }

    int rowOf(long timeMicros) {
        return Collections.binarySearch(times, timeMicros);
    }

    /** The row below everything: the end of the run. */
    int lastRow() {
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

    /** Whether {@code other} is divided as this is. */
    boolean isDividedAs(Timeline other) {
        return sections.size() == other.sections.size();
    }

    /** The section with number {@code index}; its key is the number when {@code byNumber}. */
    long key(int index, boolean byNumber) {
        return byNumber ? index : sections.get(index).key();
    }
}

package io.github.fanoutlab.simulator.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The height of each row in diagrams side by side: sections of the same part of the runs begin at the same height. The page's
 * script does the same for the rows that a filter leaves.
 */
final class Alignment {

    /** Room for a section's title. */
    static final double HEAD = 76;

    /** Room after a section. */
    static final double AFTER = 36;

    /** Room above the first section. */
    static final double TOP = 6;

    private final boolean byNumber;
    private final List<double[]> ys = new ArrayList<>();
    private double bottom = TOP;

    /** @param runs the rows of each diagram */
    Alignment(List<Rows> runs) {
        int sections = runs.get(0).sections().size();
        byNumber = runs.stream().allMatch(rows -> rows.sections().size() == sections);
        TreeSet<Long> keys = new TreeSet<>();
        for (Rows rows : runs) {
            ys.add(new double[rows.heights().size()]);
            for (int section = 0; section < rows.sections().size(); section++) {
                keys.add(key(rows, section));
            }
        }
        keys.forEach(key -> bottom = place(runs, key) + AFTER);
    }

    private double place(List<Rows> runs, long key) {
        double deepest = bottom;
        for (int run = 0; run < runs.size(); run++) {
            Rows rows = runs.get(run);
            for (int section = 0; section < rows.sections().size(); section++) {
                if (key(rows, section) == key) {
                    deepest = Math.max(deepest, place(rows, section, ys.get(run)));
                }
            }
        }
        return deepest;
    }

    private double place(Rows rows, int section, double[] y) {
        double below = bottom + HEAD;
        int end = section + 1 < rows.sections().size()
                ? rows.sections().get(section + 1).firstRow()
                : y.length;
        int first = rows.sections().get(section).firstRow();
        for (int row = first; row < end; row++) {
            below += row == first ? 0 : rows.heights().get(row);
            y[row] = below;
        }
        return below;
    }

    /** The name of a section, the same in all diagrams for the same part of the runs. */
    long key(Rows rows, int section) {
        return byNumber ? section : rows.sections().get(section).key();
    }

    /** @param run the place of the diagram among those side by side */
    double y(int run, int row) {
        return ys.get(run)[row];
    }

    /** The height of all diagrams. */
    double height() {
        return bottom;
    }
}

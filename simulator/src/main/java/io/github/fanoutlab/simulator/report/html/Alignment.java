package io.github.fanoutlab.simulator.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where each row of diagrams side by side stands: sections of the same part of the runs begin at the same height. The page's
 * script does the same for the rows that a filter leaves.
 */
final class Alignment {

    /** Room for a section's title. */
    static final double HEAD = 34;

    private static final double AFTER_SECTION = 22;
    private static final double TOP = 4;

    private final boolean byNumber;
    private final List<double[]> ys = new ArrayList<>();
    private double bottom = TOP;

    Alignment(List<Panel> panels) {
        Timeline first = panels.get(0).timeline();
        byNumber = panels.stream().allMatch(panel -> panel.timeline().isDividedAs(first));
        TreeSet<Long> keys = new TreeSet<>();
        for (Panel panel : panels) {
            ys.add(new double[panel.timeline().heights().size()]);
            for (int section = 0; section < panel.timeline().sections().size(); section++) {
                keys.add(key(panel, section));
            }
        }
        keys.forEach(key -> bottom = place(panels, key) + AFTER_SECTION);
    }

    private double place(List<Panel> panels, long key) {
        double deepest = bottom;
        for (int panel = 0; panel < panels.size(); panel++) {
            Timeline timeline = panels.get(panel).timeline();
            for (int section = 0; section < timeline.sections().size(); section++) {
                if (key(panels.get(panel), section) == key) {
                    deepest = Math.max(deepest, place(timeline, section, ys.get(panel)));
                }
            }
        }
        return deepest;
    }

    private double place(Timeline timeline, int section, double[] y) {
        double below = bottom + HEAD;
        int end = section + 1 < timeline.sections().size()
                ? timeline.sections().get(section + 1).firstRow()
                : y.length;
        int first = timeline.sections().get(section).firstRow();
        for (int row = first; row < end; row++) {
            below += row == first ? 0 : timeline.heights().get(row);
            y[row] = below;
        }
        return below;
    }

    /** The name of a section, the same in all panels for the same part of the runs. */
    long key(Panel panel, int section) {
        return panel.timeline().key(section, byNumber);
    }

    double y(int panel, int row) {
        return ys.get(panel)[row];
    }

    /** The height of all diagrams. */
    double height() {
        return bottom;
    }
}

package io.github.fanoutlab.simulator.report;

/** The characters that tables are drawn with: those that the terminal can show. */
public enum Glyphs {
    UNICODE("✓", "✗", "│─┼├┤▶◀●○✗…"),
    ASCII("ok", "NO", "|-+||><*oX~");

    private final String passed;
    private final String failed;
    private final String strokes;

    Glyphs(String passed, String failed, String strokes) {
        this.passed = passed;
        this.failed = failed;
        this.strokes = strokes;
    }

    String mark(boolean holds) {
        return holds ? passed : failed;
    }

    /** A lane of a space-time table. */
    char lane() {
        return strokes.charAt(0);
    }

    char line() {
        return strokes.charAt(1);
    }

    /** A line that passes a lane. */
    char crossing() {
        return strokes.charAt(2);
    }

    /** Where a line leaves its lane. */
    char leaving(boolean right) {
        return strokes.charAt(right ? 3 : 4);
    }

    char head(boolean right) {
        return strokes.charAt(right ? 5 : 6);
    }

    /** An application emits, or is handed an event. */
    char application() {
        return strokes.charAt(7);
    }

    /** It ends here without any effect. */
    char dropped() {
        return strokes.charAt(8);
    }

    /** It did not arrive here. */
    char lost() {
        return strokes.charAt(9);
    }

    /** Something was left out. */
    char more() {
        return strokes.charAt(10);
    }
}

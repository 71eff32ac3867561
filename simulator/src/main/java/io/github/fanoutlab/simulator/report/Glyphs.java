package io.github.fanoutlab.simulator.report;

/** Which signs a terminal can show. */
public enum Glyphs {
    UNICODE("✓", "✗"),
    ASCII("ok", "NO");

    private final String passed;
    private final String failed;

    Glyphs(String passed, String failed) {
        this.passed = passed;
        this.failed = failed;
    }

    String mark(boolean holds) {
        return holds ? passed : failed;
    }
}

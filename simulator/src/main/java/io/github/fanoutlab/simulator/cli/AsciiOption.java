package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.report.Glyphs;
import picocli.CommandLine.Option;

/** {@code --ascii}, for commands that draw. */
final class AsciiOption {

    @Option(names = "--ascii", description = "Draw with ASCII characters only.")
    private boolean ascii;

    Glyphs glyphs() {
        return ascii ? Glyphs.ASCII : Glyphs.UNICODE;
    }
}

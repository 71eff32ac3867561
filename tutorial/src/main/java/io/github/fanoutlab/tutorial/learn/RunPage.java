package io.github.fanoutlab.tutorial.learn;

import io.github.fanoutlab.simulator.check.calm.CalmClaims;
import io.github.fanoutlab.simulator.check.faulty.FaultyClaims;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.report.html.HtmlReport;
import io.github.fanoutlab.simulator.report.html.ReportedRun;
import io.github.fanoutlab.simulator.stage.CalmRun;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of a run, as {@code run --html} writes it, for readers who want to look closer than at a table. */
final class RunPage {

    private static final String NAME = "run.html";
    private static final Pattern COMMAND = Pattern.compile("\\./fanout replay '([^']+)'");

    private RunPage() {}

    /** The page of the last attempt at {@code file}, if that has shown a run. */
    static Optional<Path> ofAttempt(Path file) {
        return Optional.of(file.resolveSibling(NAME)).filter(Files::isRegularFile);
    }

    /** Takes the page of the attempt before away. */
    static void forgetAttempt(Path file) throws IOException {
        Files.deleteIfExists(file.resolveSibling(NAME));
    }

    /**
     * Writes the page of an attempt at {@code file} beside it.
     *
     * @param picture what the attempt shows; under it stands the command that plays its run again, if it has one
     * @param adapter the reader's, as source
     */
    static void writeOfAttempt(Path file, String picture, String adapter) throws IOException {
        Matcher command = COMMAND.matcher(picture);
        if (command.find()) {
            RunString run = RunString.parse(command.group(1));
            write(OwnAdapter.playing(OwnAdapter.compiled(adapter), () -> played(run)), file.getParent());
        }
    }

    private static ReportedRun played(RunString run) {
        if (run.isAsDocumented()) {
            CalmRun calm = CalmRun.of(run);
            return ReportedRun.of(calm, CalmClaims.judge(calm.observation()));
        }
        return ReportedRun.of(FaultyClaims.judge(FaultyRun.of(run)));
    }

    /** Writes the page of {@code run} into {@code folder}, over the one of the run before. */
    static Path write(ReportedRun run, Path folder) {
        try {
            return Files.writeString(folder.resolve(NAME), HtmlReport.of(List.of(run)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the page of the run cannot be written into " + folder, e);
        }
    }

    /** Opens {@code page} in the reader's browser, if this machine has a desktop to show it on. */
    static void open(Path page) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean hasDesktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        try {
            if (system.startsWith("windows")) {
                start("rundll32", "url.dll,FileProtocolHandler", page.toUri().toString());
            } else if (system.startsWith("mac")) {
                start("open", page.toString());
            } else if (hasDesktop) {
                start("xdg-open", page.toString());
            }
        } catch (IOException noBrowser) {
            // Its address is on the screen.
        }
    }

    private static void start(String... command) throws IOException {
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

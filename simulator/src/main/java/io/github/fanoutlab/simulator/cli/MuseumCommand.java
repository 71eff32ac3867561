package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.museum.Exhibit;
import io.github.fanoutlab.simulator.museum.ExhibitRun;
import io.github.fanoutlab.simulator.museum.ExhibitVersion;
import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.report.MuseumGuide;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code museum}: historical defects, to be seen again. */
@Command(
        name = "museum",
        header = "Show defects that Socket.IO has or had over Redis.",
        description =
                "Each exhibit is played in versions with the defect and in versions without it. Without a NAME, lists the"
                        + " exhibits.")
final class MuseumCommand implements Callable<Integer> {

    private static final String ALL = "all";

    static final class Names extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Names() {
            super(Museum.exhibits().stream().map(Exhibit::name).toList());
            add(ALL);
        }
    }

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            completionCandidates = Names.class,
            description = "An exhibit, or all.")
    private String name;

    @Mixin
    private AsciiOption ascii;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            out.println("./fanout museum NAME shows an exhibit, ./fanout museum all shows all "
                    + Museum.exhibits().size() + ".");
            out.println(MuseumGuide.list(Museum.rooms()).stripTrailing());
            return 0;
        }
        boolean asExpected = true;
        for (Exhibit exhibit : chosen()) {
            asExpected &= show(exhibit, out);
        }
        return asExpected ? 0 : Fanout.FAILED;
    }

    private List<Exhibit> chosen() {
        return name.equals(ALL)
                ? Museum.exhibits()
                : List.of(Museum.named(name)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "there is no exhibit called '" + name + "'; the exhibits are "
                                        + String.join(", ", new Names()))));
    }

    private boolean show(Exhibit exhibit, PrintWriter out) {
        out.println(MuseumGuide.text(exhibit));
        boolean asExpected = true;
        for (ExhibitVersion version : exhibit.versions()) {
            ExhibitRun run = version.play().get();
            out.println(MuseumGuide.run(version, run, ascii.glyphs()));
            asExpected &= run.breaks() == version.breaks();
        }
        out.println();
        return asExpected;
    }
}

package io.github.fanoutlab.simulator.cli;

import io.github.fanoutlab.simulator.museum.Exhibit;
import io.github.fanoutlab.simulator.museum.Museum;
import io.github.fanoutlab.simulator.museum.Showing;
import io.github.fanoutlab.simulator.museum.Sighting;
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
        mixinStandardHelpOptions = true,
        description = {
            "Shows defects that Socket.IO had when it was scaled over Redis. Each exhibit runs in the versions that broke and"
                    + " in those that did not, and fails when one does not do what its label says.",
            "Without a name: lists the exhibits."
        })
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
            description = "${COMPLETION-CANDIDATES}")
    private String name;

    @Mixin
    private DrawingOption drawing;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            out.println("The museum of " + Museum.exhibits().size()
                    + " defects; ./fanout museum NAME shows one, ./fanout" + " museum all shows all:");
            out.println();
            out.println(MuseumGuide.list(Museum.exhibits()).stripTrailing());
            return 0;
        }
        boolean asLabelled = true;
        for (Exhibit exhibit : chosen()) {
            asLabelled &= show(exhibit, out);
        }
        return asLabelled ? 0 : Fanout.FAILED;
    }

    private List<Exhibit> chosen() {
        return name.equals(ALL)
                ? Museum.exhibits()
                : List.of(Museum.named(name)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "there is no exhibit called '" + name + "'; there are "
                                        + String.join(", ", new Names()))));
    }

    private boolean show(Exhibit exhibit, PrintWriter out) {
        out.println(MuseumGuide.placard(exhibit));
        boolean asLabelled = true;
        for (Showing showing : exhibit.showings()) {
            Sighting sighting = showing.play().get();
            out.println(MuseumGuide.showing(showing, sighting, drawing.glyphs()));
            asLabelled &= sighting.breaks() == showing.breaks();
        }
        out.println();
        return asLabelled;
    }
}

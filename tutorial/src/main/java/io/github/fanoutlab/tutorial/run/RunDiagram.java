package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.check.diagram.Diagram;
import io.github.fanoutlab.simulator.scenario.Observation;
import java.util.List;
import java.util.stream.Collectors;

/** The arrow diagram of a run, as the source document draws it. */
public final class RunDiagram {

    private RunDiagram() {}

    /** The diagrams of several runs of one scenario: one if all are equal, otherwise each under its generation. */
    public static String of(List<Observation> runs) {
        if (runs.stream().map(RunDiagram::of).distinct().count() == 1) {
            return of(runs.get(0));
        }
        return runs.stream()
                .map(run -> run.generation().title() + ":\n\n" + of(run))
                .collect(Collectors.joining("\n"));
    }

    /** The diagram of everything that was emitted, in the order of the document if it has a diagram. */
    public static String of(Observation seen) {
        String documented = seen.scenario().diagram();
        return documented.isBlank()
                ? Diagram.of(seen.flows()).text()
                : Diagram.parse(documented).verdict(seen.flows()).redrawn();
    }
}

package io.github.fanoutlab.tutorial.run;

import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Observation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.testbed.trace.Trace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a program of the cluster that the reader writes in place of ours. The reader's class is compiled into the package of the
 * program, together with the program, which calls it.
 *
 * @param className the reader's class
 * @param seams the changes that let the program call it, all in the same file
 */
public record ReaderProgram(String className, List<Mutant> seams) {

    /**
     * Plays {@code scenario} with {@code source} as the reader's class.
     *
     * @throws IllegalArgumentException if the program cannot call what the reader wrote
     */
    public Observation played(Path root, String source, Scenario scenario, Generation generation) {
        return simulator(root, source).run(scenario, generation, Runs.SEED);
    }

    /** The same; everything that happened. */
    public Trace traced(Path root, String source, Scenario scenario, Generation generation) {
        return simulator(root, source).trace(scenario, generation, Runs.SEED);
    }

    private PatchedSimulator simulator(Path root, String source) {
        Mutant first = seams.get(0);
        String program = first.changed(root);
        for (Mutant seam : seams.subList(1, seams.size())) {
            program = seam.changed(program);
        }
        String packageName = first.className().substring(0, first.className().lastIndexOf('.'));
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put(first.className(), program);
        // On the first line, so that the reader's lines keep their numbers.
        sources.put(packageName + "." + className, "package " + packageName + "; " + source);
        return new PatchedSimulator(sources);
    }

    /** A sentence about what the reader's class threw and where, after a space; empty if {@code failure} did not come from it. */
    public String thrown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String place = Compilation.placeIn(className + ".java", cause);
            if (!place.isEmpty()) {
                return " Your code threw " + Compilation.withoutPackages(cause.toString()) + place + ".";
            }
        }
        return "";
    }
}

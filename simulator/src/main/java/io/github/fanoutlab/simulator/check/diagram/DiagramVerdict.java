package io.github.fanoutlab.simulator.check.diagram;

import java.util.List;

/**
 * What a diagram says about a run.
 *
 * @param problems each missing, unexpected and doubled arrow in words; empty if the run satisfies the diagram
 * @param redrawn the diagram of the run. What the judging diagram also draws comes first and in its order, because a diagram
 *     does not say in which order the emits of different nodes happen
 */
public record DiagramVerdict(List<String> problems, String redrawn) {

    /** What to say if there is no problem. */
    public static final String SATISFIED = "every arrow happened, and nothing else was delivered";

    public DiagramVerdict {
        problems = List.copyOf(problems);
    }

    public boolean satisfied() {
        return problems.isEmpty();
    }

    /** {@link #SATISFIED}, or the problems, one in each line. */
    public String words() {
        return satisfied() ? SATISFIED : String.join("\n", problems);
    }
}

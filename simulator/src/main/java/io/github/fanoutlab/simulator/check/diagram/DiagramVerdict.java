package io.github.fanoutlab.simulator.check.diagram;

import java.util.List;

/**
 * What a diagram says about a run.
 *
 * @param problems each missing, unexpected and doubled arrow in words; empty when the run satisfies the diagram
 * @param redrawn the diagram of the run; what the judging diagram draws too comes first and in its order, because a diagram
 *     does not say in which order the emits of different nodes happen
 */
public record DiagramVerdict(List<String> problems, String redrawn) {

    /** What to say when there is no problem. */
    public static final String SATISFIED = "every arrow happened, and nothing else was delivered";

    public DiagramVerdict {
        problems = List.copyOf(problems);
    }

    public boolean satisfied() {
        return problems.isEmpty();
    }

    /** {@link #SATISFIED}, or the problems, a line each. */
    public String words() {
        return satisfied() ? SATISFIED : String.join("\n", problems);
    }
}

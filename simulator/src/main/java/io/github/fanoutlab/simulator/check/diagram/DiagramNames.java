package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Scenario;

/** The names of nodes in diagrams: {@code Master} for {@code master}, {@code Worker 1} for {@code W1}. */
final class DiagramNames {

    static final String MASTER = "Master";
    static final String WORKER = "Worker ";

    private DiagramNames() {}

    static String of(String node) {
        if (node.equals(Scenario.MASTER)) {
            return MASTER;
        }
        String id = Scenario.idOf(node);
        if (id.equals(node)) {
            throw new IllegalArgumentException(
                    "a diagram has a master and workers W1, W2 and so on; it cannot draw a node called " + node);
        }
        return WORKER + id;
    }

    static String nodeOf(String title) {
        return title.equals(MASTER)
                ? Scenario.MASTER
                : Scenario.workerOf(title.substring(WORKER.length()).strip());
    }
}

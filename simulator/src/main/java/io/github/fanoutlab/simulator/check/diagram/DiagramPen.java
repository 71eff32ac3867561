package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Draws diagrams as the source document does: clients on the left, nodes in the middle, Redis on the right. */
final class DiagramPen {

    private static final String NO_CLIENT = " ".repeat("Client <-- ".length());
    private static final int SHORTEST_TO_REDIS = 2;
    private static final int SHORTEST_FROM_REDIS = 10;

    private final int titleWidth;

    private DiagramPen(int titleWidth) {
        this.titleWidth = titleWidth;
    }

    /** Draws each flow of {@code sketches} as a diagram, with a blank line between two diagrams. */
    static String draw(List<Flow> sketches) {
        int widest = sketches.stream()
                .flatMap(flow -> rows(flow).stream())
                .mapToInt(row -> DiagramNames.of(row.node()).length())
                .max()
                .orElse(0);
        DiagramPen pen = new DiagramPen(Math.max(widest, "Worker 1".length()));
        return sketches.stream().map(pen::draw).collect(Collectors.joining("\n"));
    }

    private String draw(Flow flow) {
        return rows(flow).stream().map(row -> draw(flow, row) + '\n').collect(Collectors.joining());
    }

    private String draw(Flow flow, Flow.Hop row) {
        String title = DiagramNames.of(row.node());
        String longer = "-".repeat(titleWidth - title.length());
        String left = toClient(row.clients().size()) + title;
        if (row.viaRedis()) {
            return left + " <" + longer + "-".repeat(SHORTEST_FROM_REDIS) + '|';
        }
        return left + " emit" + (flow.published() ? ' ' + longer + "-".repeat(SHORTEST_TO_REDIS) + "> Redis" : "");
    }

    private static String toClient(int copies) {
        if (copies == 0) {
            return NO_CLIENT;
        }
        return copies == 1 ? "Client <-- " : "Client <== ";
    }

    /** The hops, and a row for the emitter even if it has no client. */
    private static List<Flow.Hop> rows(Flow flow) {
        List<Flow.Hop> rows = new ArrayList<>(flow.hops());
        if (rows.stream().allMatch(Flow.Hop::viaRedis)) {
            rows.add(new Flow.Hop(flow.emitter(), false, List.of()));
        }
        rows.sort(Flows.IN_ROWS);
        return rows;
    }
}

package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The arrow diagram of the source document, as an oracle: it can be read, drawn, and compared with a run.
 *
 * <pre>
 * Client &lt;-- Worker 1 emit --&gt; Redis        Worker 1 emits, to its clients and to Redis
 * Client &lt;-- Worker 2 &lt;----------|          Redis sends it to Worker 2, which has clients that must get it
 *            Worker 3 &lt;----------|          … and to Worker 3, which has none
 * Client &lt;== Worker 4 &lt;----------|          a client of Worker 4 gets several copies: only in a drawing of a defect
 *
 * Client &lt;-- Worker 4 emit                  the next diagram: an emit that stays local
 * </pre>
 *
 * <p>{@code Client} stands for all clients of that worker that must get the emit, each exactly once. A node with two rows
 * delivered the emit twice. An emitter with a row of the second kind delivered its own echo. Emits that look the same are drawn
 * once, in the order in which they first happened. A master that only subscribes is not drawn.
 *
 * <p>A diagram states a partial order, see {@link Arrow}. It says nothing about the order of its rows, or of two diagrams.
 */
public final class Diagram {

    /** The client in a flow that was read from a diagram; twice if the diagram says several copies. */
    public static final String CLIENT = "Client";

    private final List<Flow> flows;

    private Diagram(List<Flow> flows) {
        this.flows = List.copyOf(new LinkedHashSet<>(flows));
    }

    /**
     * Reads a diagram. The lengths of arrows and the order of rows do not matter.
     *
     * @throws DiagramSyntaxException if it is none, with the place
     */
    public static Diagram parse(String text) {
        return new Diagram(
                new DiagramParser(text).flows().stream().map(Diagram::sketch).toList());
    }

    /** Draws what happened. */
    public static Diagram of(List<Flow> flows) {
        return new Diagram(flows.stream().map(Diagram::sketch).toList());
    }

    /** The different flows, in order, with {@link #CLIENT} in place of the clients. */
    public List<Flow> flows() {
        return flows;
    }

    /** The drawing, as in the source document; each line ends with a line feed. */
    public String text() {
        return DiagramPen.draw(flows);
    }

    /** Compares the diagram with a run as {@link #verdict(List, List)} does, but takes {@code Client} for whoever got a copy. */
    public DiagramVerdict verdict(List<Flow> observed) {
        return verdict(observed, List.of());
    }

    /**
     * Compares the diagram with a run: every arrow must have happened and nothing else may have been delivered.
     *
     * @param observed the path of every emit of the run
     * @param due the paths that the scenario expects: they say who {@code Client} is
     */
    public DiagramVerdict verdict(List<Flow> observed, List<Flow> due) {
        List<String> problems = new DiagramJudge(flows, Flows.tidy(due)).judge(Flows.tidy(observed));
        return new DiagramVerdict(problems, inThisOrder(of(observed)).text());
    }

    /** {@code other}, with the flows that are also here first, in the order in which they are here. */
    private Diagram inThisOrder(Diagram other) {
        Set<Flow> ordered = new LinkedHashSet<>(flows);
        ordered.retainAll(other.flows);
        ordered.addAll(other.flows);
        return new Diagram(new ArrayList<>(ordered));
    }

    private static Flow sketch(Flow flow) {
        Flow tidy = Flows.tidy(flow);
        return new Flow(
                tidy.emitter(),
                tidy.published(),
                tidy.hops().stream()
                        .map(hop -> new Flow.Hop(hop.node(), hop.viaRedis(), sketch(hop.clients())))
                        .toList());
    }

    private static List<String> sketch(List<String> clients) {
        if (clients.isEmpty()) {
            return List.of();
        }
        boolean copies = new LinkedHashSet<>(clients).size() < clients.size();
        return copies ? List.of(CLIENT, CLIENT) : List.of(CLIENT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Diagram diagram && diagram.flows.equals(flows);
    }

    @Override
    public int hashCode() {
        return flows.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

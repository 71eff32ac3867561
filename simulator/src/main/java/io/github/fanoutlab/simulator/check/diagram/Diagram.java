package io.github.fanoutlab.simulator.check.diagram;

import io.github.fanoutlab.simulator.scenario.Flow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The source document's arrow diagram, as an oracle: it can be read, drawn, and held against a run.
 *
 * <pre>
 * Client &lt;-- Worker 1 emit --&gt; Redis        Worker 1 emits, to its clients and to Redis
 * Client &lt;-- Worker 2 &lt;----------|          Redis hands it to Worker 2, which has clients that are due
 *            Worker 3 &lt;----------|          … and to Worker 3, which has none
 * Client &lt;== Worker 4 &lt;----------|          a client of Worker 4 gets several copies: only in drawings of a fault
 *
 * Client &lt;-- Worker 4 emit                  the next diagram: an emit that stays local
 * </pre>
 *
 * <p>{@code Client} stands for whichever clients are due there, each exactly once per emit. A node that has two rows
 * carried the emit out twice; an emitter with a row of the second kind carried out its own echo. Emits that look the same
 * are drawn once, in the order in which they first happened. A master that only listens in is not drawn.
 *
 * <p>A diagram states a partial order, see {@link Arrow}: nothing about the rows among each other, nothing about one
 * diagram and the next.
 */
public final class Diagram {

    /** Who gets a copy, in a flow that was read from a diagram; twice when the diagram says several. */
    public static final String CLIENT = "Client";

    private final List<Flow> flows;

    private Diagram(List<Flow> flows) {
        this.flows = List.copyOf(new LinkedHashSet<>(flows));
    }

    /**
     * Reads a diagram. How long the arrows are, and how the rows are ordered, does not matter.
     *
     * @throws DiagramSyntaxException saying where it is not one
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

    /** As {@link #verdict(List, List)} when nobody says which clients are due: all who got a copy where one is drawn. */
    public DiagramVerdict verdict(List<Flow> observed) {
        return verdict(observed, List.of());
    }

    /**
     * Holds the diagram against a run: every arrow must have happened and nothing else may have been delivered.
     *
     * @param observed the way of every emit of the run
     * @param due the ways that the scenario expects: they say who {@code Client} is
     */
    public DiagramVerdict verdict(List<Flow> observed, List<Flow> due) {
        List<String> problems = new DiagramJudge(flows, Flows.tidy(due)).judge(Flows.tidy(observed));
        return new DiagramVerdict(problems, inThisOrder(of(observed)).text());
    }

    /** The same diagrams, those that are here too first and in the order in which they are here. */
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

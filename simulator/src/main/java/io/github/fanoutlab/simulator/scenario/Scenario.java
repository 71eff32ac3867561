package io.github.fanoutlab.simulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One scenario: who takes part, what happens, and the diagram that the source document draws of it.
 *
 * @param name as typed on the command line
 * @param question the question that the scenario answers
 * @param master what the master process is
 * @param workers the processes that listen, by name
 * @param clients who is connected, and where, when the first step begins
 * @param steps what happens, in order
 * @param perSecond events a second for each client, according to the source document; 0 if it gives no rate
 * @param diagram the arrow diagram of one emit, or of one for each emitter; see {@code check.diagram.Diagram}.
 *     Empty if the source document has none: then the scenario is played with faults only
 */
public record Scenario(
        String name,
        String question,
        MasterRole master,
        List<String> workers,
        List<ClientRole> clients,
        List<Step> steps,
        int perSecond,
        String diagram) {

    /** The master's name. */
    public static final String MASTER = "master";

    public Scenario {
        workers = List.copyOf(workers);
        clients = List.copyOf(clients);
        steps = List.copyOf(steps);
    }

    /** The same with other clients. */
    public Scenario withClients(List<ClientRole> others) {
        return new Scenario(name, question, master, workers, others, steps, perSecond, diagram);
    }

    /** The same with other steps. */
    public Scenario withSteps(List<Step> others) {
        return new Scenario(name, question, master, workers, clients, others, perSecond, diagram);
    }

    /** The worker that calls itself {@code id}: {@code W3} for {@code 3}. */
    public static String workerOf(String id) {
        return "W" + id;
    }

    /** {@code 3} of {@code W3}: what {@code cluster.worker.id} is in the source document. */
    public static String idOf(String worker) {
        return worker.startsWith("W") ? worker.substring(1) : worker;
    }

    /** Every process by name: the master first, if there is one, then the workers. */
    public List<String> nodes() {
        List<String> nodes = new ArrayList<>();
        if (master != MasterRole.NONE) {
            nodes.add(MASTER);
        }
        nodes.addAll(workers);
        return nodes;
    }

    /** Whether the source document says, with a diagram, what must come of it. */
    public boolean isDocumented() {
        return !diagram.isEmpty();
    }

    /** Whether something is emitted in {@code manner}. */
    public boolean emits(Broadcast.Manner manner) {
        return steps.stream()
                .anyMatch(step -> step instanceof Step.Emit emit
                                && emit.broadcast().manner() == manner
                        || step instanceof Step.Beat beat && beat.broadcast().manner() == manner);
    }

    /** The names of the clients that the servers refuse. */
    public List<String> banned() {
        return clients.stream()
                .filter(ClientRole::isBanned)
                .map(ClientRole::name)
                .toList();
    }

    /** The namespaces of clients and emits, without the default one. */
    public List<String> namespaces() {
        Stream<String> ofClients = clients.stream().map(ClientRole::namespace);
        Stream<String> ofEmits = steps.stream()
                .filter(Step.Emit.class::isInstance)
                .map(step -> ((Step.Emit) step).broadcast().namespace());
        return Stream.concat(ofClients, ofEmits)
                .filter(namespace -> !namespace.equals("/"))
                .distinct()
                .toList();
    }

    /** The nodes that emit. */
    public List<String> emitters() {
        return nodes().stream()
                .filter(node -> steps.stream()
                        .anyMatch(step -> step instanceof Step.Emit emit
                                ? emit.node().equals(node)
                                : step instanceof Step.Beat beat && beat.nodes().contains(node)))
                .toList();
    }

    /** For how many seconds nodes emit once a second. */
    public int beats() {
        return steps.stream()
                .filter(Step.Beat.class::isInstance)
                .mapToInt(step -> ((Step.Beat) step).times())
                .sum();
    }
}

package io.github.fanoutlab.simulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is kept of a scenario when a part of it is played. The part has the scenario's name. It also has the diagram and the
 * rate of the whole, which say nothing about the part.
 *
 * @param nodes the processes that are kept; there is no master without {@code master}. Connections to all others are left out,
 *     and so is what the others emit
 * @param clients the clients that are kept
 * @param steps the steps that are kept, by their place in the whole, from 1
 * @param beats the most beats of a node in one step
 */
public record Excerpt(List<String> nodes, List<String> clients, List<Integer> steps, int beats) {

    public Excerpt {
        nodes = List.copyOf(nodes);
        clients = List.copyOf(clients);
        steps = List.copyOf(steps);
    }

    /** Keeps everything. */
    public static Excerpt whole(Scenario scenario) {
        return new Excerpt(
                scenario.nodes(),
                scenario.clients().stream().map(ClientRole::name).toList(),
                IntStream.rangeClosed(1, scenario.steps().size()).boxed().toList(),
                longestBeat(scenario));
    }

    /** The excerpt that makes {@code part} of {@code whole}. */
    public static Excerpt of(Scenario part, Scenario whole) {
        Excerpt kept = whole(part);
        List<Integer> places = new ArrayList<>();
        for (int place = 1;
                place <= whole.steps().size() && places.size() < part.steps().size();
                place++) {
            Step next = part.steps().get(places.size());
            if (kept.part(whole.steps().get(place - 1)).equals(Optional.of(next))) {
                places.add(place);
            }
        }
        return kept.withSteps(places);
    }

    public Excerpt withNodes(List<String> others) {
        return new Excerpt(others, clients, steps, beats);
    }

    public Excerpt withClients(List<String> others) {
        return new Excerpt(nodes, others, steps, beats);
    }

    public Excerpt withSteps(List<Integer> others) {
        return new Excerpt(nodes, clients, others, beats);
    }

    public Excerpt withBeats(int most) {
        return new Excerpt(nodes, clients, steps, most);
    }

    /** The part of {@code whole} that this keeps. */
    public Scenario from(Scenario whole) {
        return new Scenario(
                whole.name(),
                whole.question(),
                nodes.contains(Scenario.MASTER) ? whole.master() : MasterRole.NONE,
                whole.workers().stream().filter(nodes::contains).toList(),
                whole.clients().stream()
                        .filter(client -> clients.contains(client.name()))
                        .map(this::part)
                        .filter(client -> !client.workers().isEmpty())
                        .toList(),
                IntStream.rangeClosed(1, whole.steps().size())
                        .filter(steps::contains)
                        .mapToObj(place -> part(whole.steps().get(place - 1)))
                        .flatMap(Optional::stream)
                        .toList(),
                whole.perSecond(),
                whole.diagram());
    }

    private ClientRole part(ClientRole client) {
        return client.at(client.workers().stream().filter(nodes::contains).toList());
    }

    /** Empty if no process that takes part in the step is kept. */
    private Optional<Step> part(Step step) {
        if (step instanceof Step.Beat beat) {
            List<String> there = beat.nodes().stream().filter(nodes::contains).toList();
            int times = Math.min(beats, beat.times());
            return there.isEmpty() || times == 0
                    ? Optional.empty()
                    : Optional.of(new Step.Beat(there, times, beat.numbered(), beat.broadcast()));
        }
        return Optional.of(step).filter(each -> nodes.contains(actor(each)));
    }

    private static String actor(Step step) {
        if (step instanceof Step.Emit emit) {
            return emit.node();
        }
        return step instanceof Step.Kill kill ? kill.worker() : ((Step.Fork) step).worker();
    }

    private static int longestBeat(Scenario scenario) {
        return scenario.steps().stream()
                .filter(Step.Beat.class::isInstance)
                .mapToInt(step -> ((Step.Beat) step).times())
                .max()
                .orElse(0);
    }
}

package io.github.fanoutlab.simulator.shrink;

import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.Excerpt;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Scenarios;
import io.github.fanoutlab.testbed.world.Balancing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The runs that are one step simpler than a run:
 *
 * <pre>
 * one fault fewer | no balancer | over WebSocket | one node, client or step fewer | fewer beats
 *                 | a fault without its duration, or with a shorter one
 *                 | a fault earlier, at a rounder time, or at an earlier number of its trigger
 * </pre>
 */
public final class Reductions {

    private static final List<Long> ROUND_MICROS = List.of(1_000_000L, 100_000L, 10_000L, 1_000L);

    private Reductions() {}

    /** All of them, the larger steps first. */
    public static List<RunString> of(RunString run) {
        List<RunString> simpler = new ArrayList<>();
        withoutOne(run.faults(), faults -> simpler.add(run.with(run.scenario(), faults)));
        addPlainerAccess(run, simpler);
        Scenario whole = wholeOf(run);
        Excerpt kept = Excerpt.of(run.scenario(), whole);
        List<Excerpt> parts = new ArrayList<>();
        withoutOne(kept.nodes(), nodes -> parts.add(kept.withNodes(nodes)));
        withoutOne(kept.clients(), clients -> parts.add(kept.withClients(clients)));
        withoutOne(kept.steps(), steps -> parts.add(kept.withSteps(steps)));
        new TreeSet<>(List.of(1, kept.beats() / 2, kept.beats() - 1))
                .subSet(1, Math.max(1, kept.beats()))
                .forEach(beats -> parts.add(kept.withBeats(beats)));
        parts.forEach(part -> part(run, part.from(whole)).ifPresent(simpler::add));
        for (int i = 0; i < run.faults().size(); i++) {
            for (Fault fault : simpler(run.faults().get(i))) {
                List<Fault> faults = new ArrayList<>(run.faults());
                faults.set(i, fault);
                simpler.add(run.with(run.scenario(), faults));
            }
        }
        return simpler;
    }

    private static void addPlainerAccess(RunString run, List<RunString> simpler) {
        Access access = run.access();
        Stream.of(new Access(access.transport(), Balancing.NONE), new Access(Transport.WEBSOCKET, access.balancing()))
                .filter(plainer -> !plainer.equals(access))
                .map(run::withAccess)
                .forEach(plainer -> part(plainer, plainer.scenario()).ifPresent(simpler::add));
    }

    /** The documented scenario that the run's scenario is an excerpt of; that itself if it is none. */
    static Scenario wholeOf(RunString run) {
        return Scenarios.named(run.scenario().name()).orElse(run.scenario());
    }

    /** The run of {@code part}, if that has nodes, clients, and a target for each fault. */
    static Optional<RunString> part(RunString run, Scenario part) {
        boolean playable = !part.nodes().isEmpty()
                && !part.clients().isEmpty()
                && run.faults().stream()
                        .allMatch(
                                fault -> fault.canHit(run.with(part, List.of()).exposed()));
        return playable ? Optional.of(run.with(part, run.faults())) : Optional.empty();
    }

    private static <T> void withoutOne(List<T> all, Consumer<List<T>> each) {
        for (int i = 0; i < all.size(); i++) {
            List<T> rest = new ArrayList<>(all);
            rest.remove(i);
            each.accept(rest);
        }
    }

    private static List<Fault> simpler(Fault fault) {
        List<Fault> simpler = new ArrayList<>();
        if (fault.forMicros() > 0 && !fault.kind().needsDuration()) {
            simpler.add(fault.lasting(0));
        }
        shorter(fault.forMicros()).filter(micros -> micros > 0).forEach(micros -> simpler.add(fault.lasting(micros)));
        shorter(fault.atMicros()).forEach(micros -> simpler.add(fault.at(micros)));
        if (!fault.isTimed()) {
            IntStream.of(1, fault.trigger().number() / 2, fault.trigger().number() - 1)
                    .filter(number -> number > 0 && number < fault.trigger().number())
                    .distinct()
                    .forEach(number ->
                            simpler.add(fault.waitingFor(fault.trigger().forTime(number))));
        }
        return simpler;
    }

    /** Shorter times, in rising order: none, half, and rounder ones. */
    private static LongStream shorter(long micros) {
        return LongStream.concat(
                        LongStream.of(0, micros / 2), ROUND_MICROS.stream().mapToLong(unit -> micros / unit * unit))
                .filter(shorter -> shorter < micros)
                .sorted()
                .distinct();
    }
}

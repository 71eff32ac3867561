package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.stage.FaultyScript;
import io.github.fanoutlab.testbed.trace.Kind;
import io.github.fanoutlab.testbed.trace.TraceEvent;
import io.github.fanoutlab.testbed.world.Interleaving;
import io.github.fanoutlab.testbed.world.Transition;
import io.github.fanoutlab.testbed.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario with real servers as a system to search. It begins at the moment of the first step, with every client connected:
 * the seed decides what happened before that. Then every emit can come at once, those of one node in their order. Each fault
 * can come at any time, once, and so can the deaths and forks in the scenario, those of one worker in their order. Time stands
 * still until everything has come: no timer fires, so nothing is tried again.
 */
public final class ScenarioPlay implements Play {

    private final RunString string;
    private final FaultyScript script;
    private final World world;
    private final Interleaving interleaving;
    private final Map<Transition, Fault> faults = new LinkedHashMap<>();

    /** Deaths and forks to come, by worker. */
    private final Map<String, Deque<Planned>> deaths = new LinkedHashMap<>();

    private FaultyRun run;

    private record Planned(Transition transition, Step step) {}

    /** Starts the processes, connects the clients, and plans the emits. */
    public ScenarioPlay(RunString string) {
        this.string = string;
        this.script = new FaultyScript(string);
        this.world = script.world();
        script.begin();
        this.interleaving = world.interleaving();
        script.planEmits();
        for (Fault fault : string.faults()) {
            String lane = isBetween(fault) ? "" : fault.node();
            faults.put(new Transition(lane, fault.kind().word() + ' ' + fault.target(), 1), fault);
        }
        string.scenario().steps().forEach(this::planDeath);
    }

    /** Whether it hits a connection, and not a process. */
    private static boolean isBetween(Fault fault) {
        return !fault.connection().isEmpty();
    }

    private void planDeath(Step step) {
        String worker =
                step instanceof Step.Kill kill ? kill.worker() : step instanceof Step.Fork fork ? fork.worker() : "";
        if (!worker.isEmpty()) {
            Deque<Planned> own = deaths.computeIfAbsent(worker, none -> new ArrayDeque<>());
            own.add(new Planned(new Transition(worker, "deaths and forks of " + worker, own.size() + 1), step));
        }
    }

    @Override
    public List<Transition> transitions() {
        List<Transition> transitions = new ArrayList<>(interleaving.transitions());
        deaths.values().stream()
                .filter(own -> !own.isEmpty())
                .forEach(own -> transitions.add(own.peek().transition()));
        transitions.addAll(faults.keySet());
        return transitions;
    }

    @Override
    public Taken take(Transition transition) {
        Fault fault = faults.remove(transition);
        if (fault != null) {
            return inject(transition, fault);
        }
        Deque<Planned> own = deaths.get(transition.lane());
        if (own != null && !own.isEmpty() && own.peek().transition().equals(transition)) {
            return play(own.remove());
        }
        int before = world.trace().size();
        List<Transition> planned = interleaving.take(transition);
        List<TraceEvent> happened =
                world.trace().events().subList(before, world.trace().size());
        return new ReadWriteSet(world).ofTurn(transition, happened, planned);
    }

    private Taken inject(Transition transition, Fault fault) {
        ReadWriteSet readWriteSet = new ReadWriteSet(world);
        if (fault.kind().endsProcess()) {
            readWriteSet.ends(fault.target());
        } else {
            readWriteSet.needs(fault.node());
        }
        List<String> cut = isBetween(fault) ? interleaving.tracks(fault.node(), fault.connection()) : List.of();
        List<Transition> planned = interleaving.watch(() -> script.inject(fault));
        return readWriteSet.ofEvent(transition, planned, cut);
    }

    private Taken play(Planned death) {
        String worker = death.transition().lane();
        ReadWriteSet readWriteSet = new ReadWriteSet(world);
        if (death.step() instanceof Step.Kill) {
            readWriteSet.ends(worker);
        } else {
            readWriteSet.starts(worker);
        }
        List<Transition> planned = interleaving.watch(() -> script.killOrFork(death.step()));
        return readWriteSet.ofEvent(death.transition(), planned, List.of());
    }

    /** The run, played to its end. */
    public FaultyRun run() {
        if (run == null) {
            run = script.end();
        }
        return run;
    }

    /** Who got what, in which order, until the probe. */
    @Override
    public String outcome() {
        Map<String, List<String>> got = new LinkedHashMap<>();
        for (ClientRole client : string.scenario().clients()) {
            client.workers().forEach(worker -> got.put(connection(client.name(), worker), new ArrayList<>()));
        }
        for (TraceEvent event : run().trace().events(Kind.DELIVERY)) {
            if (event.timeMicros() < run().probedMicros()) {
                Payload.in(event)
                        .ifPresent(payload -> got.computeIfAbsent(
                                        connection(event.lane(), event.peer()), unexpected -> new ArrayList<>())
                                .add(payload.toString()));
            }
        }
        List<String> words = new ArrayList<>();
        got.forEach((connection, payloads) ->
                words.add(connection + ' ' + (payloads.isEmpty() ? "nothing" : String.join(" ", payloads))));
        return String.join(", ", words);
    }

    private String connection(String client, String worker) {
        boolean one = string.scenario().clients().stream()
                .filter(role -> role.name().equals(client))
                .allMatch(role -> role.workers().size() == 1);
        return one ? client : client + '@' + worker;
    }
}

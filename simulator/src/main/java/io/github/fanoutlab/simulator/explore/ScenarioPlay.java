package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.stage.OpenStage;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import io.github.fanoutlab.simulator.world.Move;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario with real servers as a system to search: each of its faults is a move that can come at any time, once, and so are
 * the deaths and forks that it wants, those of one worker in their order.
 */
public final class ScenarioPlay implements Play {

    private final RunString string;
    private final OpenStage stage;
    private final Map<Move, Fault> faults = new LinkedHashMap<>();

    /** Deaths and forks to come, by worker. */
    private final Map<String, Deque<Planned>> deaths = new LinkedHashMap<>();

    private FaultyRun run;

    private record Planned(Move move, Step step) {}

    /** Boots, and connects the clients. */
    public ScenarioPlay(RunString string) {
        this.string = string;
        this.stage = new OpenStage(string);
        for (Fault fault : string.faults()) {
            String lane = isBetween(fault) ? "" : fault.node();
            faults.put(new Move(lane, fault.kind().word() + ' ' + fault.target(), 1), fault);
        }
        string.scenario().steps().forEach(this::planDeath);
    }

    /** Whether it happens to a connection, and not to a process. */
    private static boolean isBetween(Fault fault) {
        return !fault.connection().isEmpty();
    }

    private void planDeath(Step step) {
        String worker =
                step instanceof Step.Kill kill ? kill.worker() : step instanceof Step.Fork fork ? fork.worker() : "";
        if (!worker.isEmpty()) {
            Deque<Planned> own = deaths.computeIfAbsent(worker, none -> new ArrayDeque<>());
            own.add(new Planned(new Move(worker, "deaths and forks of " + worker, own.size() + 1), step));
        }
    }

    @Override
    public List<Move> moves() {
        List<Move> moves = new ArrayList<>(stage.moves());
        deaths.values().stream()
                .filter(own -> !own.isEmpty())
                .forEach(own -> moves.add(own.peek().move()));
        moves.addAll(faults.keySet());
        return moves;
    }

    @Override
    public Taken take(Move move) {
        Fault fault = faults.remove(move);
        if (fault != null) {
            return strike(move, fault);
        }
        Deque<Planned> own = deaths.get(move.lane());
        if (own != null && !own.isEmpty() && own.peek().move().equals(move)) {
            return play(own.remove());
        }
        List<Move> planned = stage.take(move);
        return new Footprint(stage).ofMove(move, planned);
    }

    private Taken strike(Move move, Fault fault) {
        Footprint footprint = new Footprint(stage);
        if (fault.kind().endsProcess()) {
            footprint.ends(fault.target());
        } else {
            footprint.needs(fault.node());
        }
        List<String> meddled = stage.tracks(fault);
        return footprint.ofEvent(move, stage.strike(fault), meddled);
    }

    private Taken play(Planned death) {
        String worker = death.move().lane();
        Footprint footprint = new Footprint(stage);
        if (death.step() instanceof Step.Kill) {
            footprint.ends(worker);
        } else {
            footprint.starts(worker);
        }
        return footprint.ofEvent(death.move(), stage.play(death.step()), List.of());
    }

    /** The run, played to its end. */
    public FaultyRun run() {
        if (run == null) {
            run = stage.end();
        }
        return run;
    }

    /** Who got what, in which order, until everybody emits once more. */
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

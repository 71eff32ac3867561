package io.github.fanoutlab.simulator.explore;

import io.github.fanoutlab.simulator.check.faulty.Payload;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.stage.FaultyRun;
import io.github.fanoutlab.simulator.stage.OpenStage;
import io.github.fanoutlab.simulator.trace.Kind;
import io.github.fanoutlab.simulator.trace.TraceEvent;
import io.github.fanoutlab.simulator.world.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A scenario with real servers as a system to search: each of its faults is a move that can come at any time, once. */
public final class ScenarioPlay implements Play {

    private final RunString string;
    private final OpenStage stage;
    private final Map<Move, Fault> pending = new LinkedHashMap<>();
    private final Map<Move, List<String>> cuts = new LinkedHashMap<>();
    private FaultyRun run;

    /** Boots, and connects the clients. */
    public ScenarioPlay(RunString string) {
        this.string = string;
        this.stage = new OpenStage(string);
        for (Fault fault : string.faults()) {
            boolean cut = fault.kind() == FaultKind.CUT;
            Move move = new Move(cut ? "" : fault.node(), fault.kind().word() + ' ' + fault.target(), 1);
            pending.put(move, fault);
            cuts.put(move, cut ? stage.tracks(fault) : List.of());
        }
    }

    @Override
    public List<Move> moves() {
        List<Move> moves = new ArrayList<>(stage.moves());
        moves.addAll(pending.keySet());
        return moves;
    }

    @Override
    public Taken take(Move move) {
        Fault fault = pending.remove(move);
        List<Move> planned = fault == null ? stage.take(move) : stage.strike(fault);
        Set<String> touched = new LinkedHashSet<>(cuts.getOrDefault(move, List.of()));
        touched.add(move.track());
        planned.forEach(next -> touched.add(next.track()));
        boolean usesOnlyItsConnection = fault == null && planned.isEmpty() && stage.wasReplyToPublish();
        return new Taken(
                usesOnlyItsConnection ? move.track() : move.lane(),
                planned,
                touched,
                fault != null && fault.kind() == FaultKind.CUT);
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

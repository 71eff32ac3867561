package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.mine.Compilation;
import io.github.fanoutlab.simulator.mine.OwnAdapter;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.Broadcast.Manner;
import io.github.fanoutlab.simulator.scenario.Holdings;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.simulator.scenario.Timetable;
import io.github.fanoutlab.testbed.world.World;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What happens in a run with faults, and when:
 *
 * <pre>
 * start and connect | steps and faults              | wait                  | probe, and time to arrive
 *                 begun                           healed                  probed
 * </pre>
 *
 * <p>{@link #play} goes by the clock. Whoever decides the order of things instead calls {@link #begin}, makes happen what it
 * wants to happen, and calls {@link #end}.
 */
public final class FaultyScript {

    /** What the script does happens on this lane of the trace. */
    public static final String LANE = "script";

    private static final Broadcast TO_ALL = Broadcast.data("");
    private static final long SECOND = 1_000_000;

    /** Recovery takes this, and as long again as things were broken, since the waits of 0.9's clients double. */
    private static final long RECOVERY_MICROS = 10 * SECOND;

    /**
     * A peer that is not told of a loss finds out by its heartbeat. 0.9's clients are the slowest, with 60 s; add time for one in
     * the middle of an upgrade.
     */
    private static final long HEARTBEAT_MICROS = 90 * SECOND;

    /** A node that was paused may emit its last beat this late. */
    private static final long LATE_MICROS = 400_000;

    private static final long ARRIVAL_MICROS = 2 * SECOND;

    private final RunString string;
    private final Scenario scenario;
    private final SimStage stage;
    private final World world;
    private final ReconnectingClients clients;
    private final FaultInjector injector;
    private final Map<String, Integer> emitted = new LinkedHashMap<>();
    private final Map<String, Broadcast> broadcasts = new LinkedHashMap<>();
    private final Map<String, Broadcast> beats = new LinkedHashMap<>();
    private final Map<String, Long> beatsUntil = new LinkedHashMap<>();
    private final Set<String> deadByScript = new LinkedHashSet<>();
    private long begunMicros;

    /** Nothing has happened yet. */
    public FaultyScript(RunString string) {
        this.string = string;
        this.scenario = string.played();
        this.stage = new SimStage(string);
        this.world = stage.world();
        this.clients = new ReconnectingClients(string, stage);
        this.injector = new FaultInjector(this, clients, world);
    }

    /** Where it all happens. */
    public World world() {
        return world;
    }

    /** Plays all of it, or as much as is played before an exception escapes from a server or a client. */
    FaultyRun play() {
        try {
            return playToEnd();
        } catch (RuntimeException escaped) {
            long now = world.nowMicros();
            return run(now, now, Map.of(), escaped + Compilation.placeIn(OwnAdapter.NAME + ".java", escaped));
        }
    }

    private FaultyRun run(long healedMicros, long probedMicros, Map<String, Holdings> holdings, String escaped) {
        return new FaultyRun(
                string,
                world.trace(),
                begunMicros,
                healedMicros,
                probedMicros,
                injector.injections(),
                broadcasts,
                holdings,
                escaped);
    }

    private FaultyRun playToEnd() {
        injector.watchTriggers(string.faults());
        begin();
        Timetable timetable = Timetable.of(scenario);
        timetable.entries().forEach(entry -> at(begunMicros + entry.atMicros(), () -> play(entry)));
        injector.planTimed(string.faults(), begunMicros);
        long faultsEndMicros = string.faults().stream()
                .mapToLong(fault -> fault.endMicros() + (fault.isTimed() ? 0 : timetable.endMicros()))
                .max()
                .orElse(0);
        return end(begunMicros + Math.max(timetable.endMicros(), faultsEndMicros));
    }

    /** Starts the processes and connects the clients. Clients that stay away are not waited for very long. */
    public void begin() {
        Access access = string.access();
        if (access.isBalanced()) {
            world.balance(Access.BALANCER, access.balancing(), scenario.workers());
        }
        if (string.fallsBackToPolling()) {
            world.letNoWebSocketThrough();
        }
        stage.startAll(scenario);
        world.runToQuiescence(world.nowMicros() + RECOVERY_MICROS);
        clients.connectAll();
        world.runUntil(clients::areAllConnected, world.nowMicros() + RECOVERY_MICROS + string.fallbackMicros());
        world.runToQuiescence(world.nowMicros() + RECOVERY_MICROS);
        begunMicros = world.nowMicros();
    }

    private void play(Timetable.Entry entry) {
        Step step = entry.step();
        if (step instanceof Step.Emit emit) {
            if (world.isAlive(emit.node())) {
                planEmit("emit", emit.node(), emit.broadcast());
            }
        } else if (step instanceof Step.Beat beat) {
            long until = begunMicros + entry.endMicros() - Timetable.PAUSE_MICROS + LATE_MICROS;
            for (String node : beat.nodes()) {
                beatsUntil.put(node, until);
                beats.put(node, beat.broadcast());
                if (world.isAlive(node)) {
                    beat(node);
                }
            }
        } else {
            killOrFork(step);
        }
    }

    private void beat(String node) {
        stage.everySecond(node, () -> {
            boolean goesOn = world.nowMicros() <= beatsUntil.get(node);
            if (goesOn) {
                emit(node, beats.get(node));
            }
            return goesOn;
        });
    }

    /** Plans for now all that the scenario's steps emit, each emit in a turn of its own. */
    public void planEmits() {
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Emit emit) {
                planEmit("emit", emit.node(), emit.broadcast());
            } else if (step instanceof Step.Beat beat) {
                for (int i = 0; i < beat.times(); i++) {
                    beat.nodes().forEach(node -> planEmit("emit", node, beat.broadcast()));
                }
            }
        }
    }

    private void planEmit(String action, String node, Broadcast broadcast) {
        stage.inTurnOf(node, action, () -> emit(node, broadcast));
    }

    /** Emits once, with a payload that no other emit of the run has. */
    private void emit(String node, Broadcast broadcast) {
        String number = Integer.toString(emitted.merge(node, 1, Integer::sum));
        String payload = node + "#0000".substring(0, 5 - number.length()) + number;
        Broadcast named = broadcast.saying(payload);
        if (!isForAll(broadcast)) {
            broadcasts.put(payload, named);
        }
        stage.emitNow(node, named);
    }

    private static boolean isForAll(Broadcast broadcast) {
        return broadcast.saying("").equals(TO_ALL);
    }

    /** Kills or forks the worker of {@code step}. */
    public void killOrFork(Step step) {
        if (step instanceof Step.Kill kill) {
            deadByScript.add(kill.worker());
            if (world.isAlive(kill.worker())) {
                endProcess(kill.worker(), () -> world.faults().kill(kill.worker()));
            }
        } else if (step instanceof Step.Fork fork) {
            deadByScript.remove(fork.worker());
            start(fork.worker());
        }
    }

    /** Injects {@code fault} now, whatever its time. */
    public void inject(Fault fault) {
        injector.inject(fault);
    }

    /** Ends the process of {@code node} by {@code end}. */
    void endProcess(String node, Runnable end) {
        stage.endProcess(node, end);
    }

    /** Starts {@code node} again, unless it is alive or the scenario wants it dead. It emits as long as its step lasts. */
    void start(String node) {
        if (!world.isAlive(node) && !deadByScript.contains(node)) {
            stage.start(node);
            if (beatsUntil.getOrDefault(node, 0L) > world.nowMicros()) {
                beat(node);
            }
        }
    }

    /** Heals everything now, waits, and probes. */
    public FaultyRun end() {
        return end(world.nowMicros());
    }

    private FaultyRun end(long healedMicros) {
        injector.healAt(healedMicros);
        at(healedMicros, this::heal);
        long sinceMicros = injector.injections().stream()
                .mapToLong(FaultyRun.Injection::atMicros)
                .reduce(begunMicros, Math::min);
        long probedMicros = healedMicros + recoveryMicros() + (healedMicros - sinceMicros);
        world.runUntil(planProbe(probedMicros));
        return run(healedMicros, probedMicros, stage.holdings(), "");
    }

    /**
     * Plans that every node emits once more, and that every emit with recipients of its own is made once more: a goodbye after all
     * others, since it disconnects clients.
     *
     * @return when all of it has had time to arrive
     */
    private long planProbe(long probedMicros) {
        scenario.nodes().forEach(node -> at(probedMicros, () -> planEmit("emit once more", node, TO_ALL)));
        long lastMicros = probedMicros;
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Emit emit && !isForAll(emit.broadcast())) {
                boolean isGoodbye = emit.broadcast().manner() == Manner.GOODBYE;
                lastMicros += isGoodbye ? RECOVERY_MICROS : 0;
                at(
                        isGoodbye ? lastMicros : probedMicros,
                        () -> planEmit("emit once more", emit.node(), emit.broadcast()));
            }
        }
        return lastMicros + (lastMicros > probedMicros ? RECOVERY_MICROS : ARRIVAL_MICROS);
    }

    private void heal() {
        injector.heal();
        deadByScript.clear();
        world.redis().start();
        scenario.nodes().forEach(this::start);
    }

    private long recoveryMicros() {
        boolean byHeartbeat = string.access().transport().polls()
                || string.faults().stream().anyMatch(fault -> fault.kind() == FaultKind.CRASH);
        return RECOVERY_MICROS + (byHeartbeat ? HEARTBEAT_MICROS : 0);
    }

    private void at(long micros, Runnable step) {
        world.at(micros, LANE, step);
    }
}

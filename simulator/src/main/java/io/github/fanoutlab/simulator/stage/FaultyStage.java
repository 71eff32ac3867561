package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.platform.EventLoop;
import io.github.fanoutlab.simulator.client.LabClient;
import io.github.fanoutlab.simulator.client.Transport;
import io.github.fanoutlab.simulator.fault.Access;
import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.FaultKind;
import io.github.fanoutlab.simulator.fault.RunString;
import io.github.fanoutlab.simulator.fault.Trigger;
import io.github.fanoutlab.simulator.fault.TriggerEvent;
import io.github.fanoutlab.simulator.program.Programs;
import io.github.fanoutlab.simulator.scenario.Broadcast;
import io.github.fanoutlab.simulator.scenario.ClientRole;
import io.github.fanoutlab.simulator.scenario.Generation;
import io.github.fanoutlab.simulator.scenario.Scenario;
import io.github.fanoutlab.simulator.scenario.Step;
import io.github.fanoutlab.testbed.trace.Trace;
import io.github.fanoutlab.testbed.world.Frontier;
import io.github.fanoutlab.testbed.world.SimNode;
import io.github.fanoutlab.testbed.world.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays one scenario by the clock while faults are injected. The programs are those of {@link SimStage}; the clients come back.
 *
 * <pre>
 * boot, connect | steps and faults              | wait                  | probe, and time to arrive
 *             begun                           healed                  probed
 * </pre>
 */
final class FaultyStage implements FaultInjector.Cast {

    static final String SCRIPT = "script";
    private static final Broadcast TO_ALL = Broadcast.data("");
    private static final long SECOND = 1_000_000;

    /** Everything is whole again after this, and as long again as things were broken: waits of 0.9's clients double. */
    static final long RECOVERY_MICROS = 10 * SECOND;

    /**
     * Who is not told that its peer is gone finds out by its heartbeat: 0.9's clients, the slowest, within 60 s. That can be a client in
     * the middle of an upgrade, too.
     */
    private static final long HEARTBEAT_MICROS = 90 * SECOND;

    /** A node that was held up may emit its last beat so much late. */
    private static final long LATE_MICROS = 400_000;

    private static final long ARRIVAL_MICROS = 2 * SECOND;

    private final RunString string;
    private final Scenario scenario;
    private final World world;
    private final SimStage stage;
    private final FaultInjector injector;
    private final Map<String, List<Line>> clients = new LinkedHashMap<>();
    private final Map<String, Integer> emitted = new LinkedHashMap<>();
    private final Map<String, Broadcast> broadcasts = new LinkedHashMap<>();
    private final Map<String, Broadcast> beats = new LinkedHashMap<>();
    private final Map<String, Long> beatsUntil = new LinkedHashMap<>();
    private final Set<String> deadByScript = new LinkedHashSet<>();
    private final List<FaultyRun.Injection> injections = new ArrayList<>();

    /** Faults that wait for their trigger, and who notices it. */
    private final List<Fault> waiting = new ArrayList<>();

    private final TriggerWatch triggerWatch = new TriggerWatch(this::injectAt);

    /** When all heals; unknown until the first step begins. */
    private long healedMicros = Long.MAX_VALUE;

    /** A client's program and whom it connects to; whenever it is connected, it asks to be in its rooms. */
    private static final class Line {

        private final LabClient client;
        private final URI worker;
        private final ClientRole role;
        private int joined;

        Line(LabClient client, URI worker, ClientRole role) {
            this.client = client;
            this.worker = worker;
            this.role = role;
            client.onConnect(this::join);
        }

        void connect() {
            client.connect(worker, role.namespace());
        }

        private void join() {
            joined = 0;
            role.rooms().forEach(room -> client.emitWithAck(answer -> joined++, "join", room));
        }

        boolean isThere() {
            return client.state() == LabClient.State.CONNECTED
                    && joined == role.rooms().size();
        }
    }

    FaultyStage(RunString string) {
        this.string = string;
        this.scenario = string.played();
        this.stage = new SimStage(string);
        this.world = stage.world();
        this.injector = new FaultInjector(world, this);
    }

    FaultyRun play() {
        string.faults().stream().filter(fault -> !fault.isTimed()).forEach(waiting::add);
        if (isToldEarly()) {
            world.onEvent(triggerWatch);
        }
        long begun = begin();
        Timetable steps = Timetable.of(scenario);
        steps.entries().forEach(entry -> at(begun + entry.atMicros(), () -> play(entry, begun)));
        string.faults().stream()
                .filter(Fault::isTimed)
                .forEach(fault -> at(begun + fault.atMicros(), () -> inject(fault)));
        long broken = string.faults().stream()
                .mapToLong(fault -> fault.endMicros() + (fault.isTimed() ? 0 : steps.endMicros()))
                .max()
                .orElse(0);
        return end(begun, begun + Math.max(steps.endMicros(), broken));
    }

    void inject(Fault fault) {
        injections.add(new FaultyRun.Injection(fault, world.nowMicros(), injector.inject(fault)));
    }

    /** Whether faults wait for what can happen before the first step. */
    private boolean isToldEarly() {
        return waiting.stream().anyMatch(fault -> fault.trigger().isEarly());
    }

    /** Boots and connects; returns when that was done, or, in spite of early faults or a balancer that is not sticky, long enough tried. */
    long begin() {
        Access access = string.access();
        if (access.isBalanced()) {
            world.balance(Access.BALANCER, access.balancing(), scenario.workers());
        }
        if (string.generation() == Generation.LEGACY && access.transport() == Transport.CHANGING) {
            world.letNoWebSocketThrough();
        }
        if (isToldEarly() || !access.isSticky()) {
            stage.startAll(scenario);
            world.runToQuiescence(world.nowMicros() + RECOVERY_MICROS);
            scenario.clients().forEach(this::connect);
            world.runUntil(this::allConnected, world.nowMicros() + RECOVERY_MICROS);
            world.runToQuiescence(world.nowMicros() + RECOVERY_MICROS);
        } else {
            stage.boot(scenario);
            scenario.clients().forEach(this::connect);
            stage.await("every client is connected", this::allConnected);
            stage.settle();
        }
        return world.nowMicros();
    }

    /** All heals at {@code healed}; then everything is probed. */
    FaultyRun end(long begun, long healed) {
        healedMicros = healed;
        at(healed, this::heal);

        long brokenSince = injections.stream()
                .mapToLong(FaultyRun.Injection::atMicros)
                .min()
                .orElse(begun);
        long probed = healed + recoveryMicros() + (healed - Math.min(begun, brokenSince));
        for (String node : scenario.nodes()) {
            at(probed, () -> stage.inTurnOf(node, "emit once more", () -> emit(node, TO_ALL)));
        }
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Emit emit && !isForAll(emit.broadcast())) {
                at(
                        probed,
                        () -> stage.inTurnOf(emit.node(), "emit once more", () -> emit(emit.node(), emit.broadcast())));
            }
        }
        world.runUntil(probed + ARRIVAL_MICROS);
        return new FaultyRun(string, world.trace(), begun, healed, probed, injections, broadcasts);
    }

    private long recoveryMicros() {
        boolean byHeartbeat = string.access().transport().polls()
                || string.faults().stream().anyMatch(fault -> fault.kind() == FaultKind.CRASH);
        return RECOVERY_MICROS + (byHeartbeat ? HEARTBEAT_MICROS : 0);
    }

    Trace trace() {
        return world.trace();
    }

    int lifeOf(String node) {
        return world.lives(node);
    }

    Frontier frontier() {
        return world.frontier();
    }

    /** Plans for now what {@code step} emits, however often; nothing for a death or a fork. */
    void planEmits(Step step) {
        if (step instanceof Step.Emit emit) {
            planEmit(emit.node(), emit.broadcast());
        } else if (step instanceof Step.Beat beat) {
            for (int i = 0; i < beat.times(); i++) {
                beat.nodes().forEach(node -> planEmit(node, beat.broadcast()));
            }
        }
    }

    private void planEmit(String node, Broadcast broadcast) {
        stage.inTurnOf(node, "emit", () -> emit(node, broadcast));
    }

    private void at(long micros, Runnable step) {
        world.at(micros, SCRIPT, step);
    }

    private void connect(ClientRole role) {
        SimNode node = world.node(role.name());
        List<Line> lines = clients.computeIfAbsent(role.name(), name -> new ArrayList<>());
        for (String worker : role.workers()) {
            stage.inTurnOf(role.name(), role.name() + " connects to " + worker, () -> {
                LabClient client = Programs.reconnectingClient(
                        string.generation(), string.access().transport(), node, node);
                Line line = new Line(client, SimStage.urlOf(worker), role);
                lines.add(line);
                line.connect();
            });
        }
    }

    private boolean allConnected() {
        return scenario.clients().stream().allMatch(role -> {
            List<Line> lines = clients.get(role.name());
            return lines.size() == role.workers().size() && lines.stream().allMatch(Line::isThere);
        });
    }

    private void play(Timetable.Entry entry, long begun) {
        Step step = entry.step();
        if (step instanceof Step.Emit emit) {
            inTurnOfLive(emit.node(), "emit", () -> emit(emit.node(), emit.broadcast()));
        } else if (step instanceof Step.Beat beat) {
            long until = begun + entry.endMicros() - Timetable.PAUSE_MICROS + LATE_MICROS;
            beat.nodes().forEach(node -> {
                beatsUntil.put(node, until);
                beats.put(node, beat.broadcast());
                beat(node);
            });
        } else {
            playNow(step);
        }
    }

    /** A death or a fork. */
    void playNow(Step step) {
        if (step instanceof Step.Kill kill) {
            deadByScript.add(kill.worker());
            if (world.isAlive(kill.worker())) {
                end(kill.worker(), () -> world.kill(kill.worker()));
            }
        } else if (step instanceof Step.Fork fork) {
            deadByScript.remove(fork.worker());
            start(fork.worker());
        }
    }

    private void inTurnOfLive(String node, String action, Runnable task) {
        if (world.isAlive(node)) {
            stage.inTurnOf(node, action, task);
        }
    }

    private void beat(String node) {
        inTurnOfLive(node, "setInterval", () -> {
            EventLoop.Timer[] timer = new EventLoop.Timer[1];
            timer[0] = world.node(node).loop().every(Step.Beat.PERIOD_MILLIS, () -> {
                if (world.nowMicros() > beatsUntil.get(node)) {
                    timer[0].cancel();
                } else {
                    emit(node, beats.get(node));
                }
            });
        });
    }

    /** Emits once, with a payload that tells this emit from all others. */
    private void emit(String node, Broadcast broadcast) {
        String number = Integer.toString(emitted.merge(node, 1, Integer::sum));
        String payload = node + "#0000".substring(0, 5 - number.length()) + number;
        Broadcast named = broadcast.saying(payload);
        if (!isForAll(broadcast)) {
            broadcasts.put(payload, named);
        }
        stage.emitNow(node, named);
        triggerWatch.reached(node, TriggerEvent.EMITTED);
    }

    /** The faults that waited for {@code trigger}, if they are over in time. */
    private void injectAt(Trigger trigger) {
        for (Fault fault : List.copyOf(waiting)) {
            boolean inTime = world.nowMicros() <= healedMicros - fault.endMicros();
            if (inTime && fault.trigger().equals(trigger)) {
                waiting.remove(fault);
                at(world.nowMicros() + fault.atMicros(), () -> inject(fault));
            }
        }
    }

    private static boolean isForAll(Broadcast broadcast) {
        return broadcast.saying("").equals(TO_ALL);
    }

    @Override
    public void end(String node, Runnable end) {
        stage.endProgram(node, end);
    }

    /** As it was started at first; if it is time to beat, it beats. */
    @Override
    public void start(String node) {
        if (!world.isAlive(node) && !deadByScript.contains(node)) {
            stage.start(node);
            if (beatsUntil.getOrDefault(node, 0L) > world.nowMicros()) {
                beat(node);
            }
        }
    }

    @Override
    public int leave(String client) {
        List<Line> lines = clients.getOrDefault(client, List.of());
        stage.inTurnOf(client, "leave", () -> lines.forEach(line -> line.client.disconnect()));
        return lines.size();
    }

    @Override
    public void comeBack(String client) {
        List<Line> lines = clients.getOrDefault(client, List.of());
        stage.inTurnOf(client, "come back", () -> lines.forEach(Line::connect));
    }

    private void heal() {
        waiting.forEach(fault -> injections.add(new FaultyRun.Injection(fault, healedMicros, 0)));
        waiting.clear();
        deadByScript.clear();
        world.redis().start();
        scenario.nodes().forEach(this::start);
    }
}

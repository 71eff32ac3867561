package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.simulator.fault.Trigger;
import io.github.fanoutlab.testbed.world.World;
import java.util.ArrayList;
import java.util.List;

/** Makes the faults of a run happen, each at its time or when its trigger comes, and notes what each one hit. */
final class FaultInjector {

    private static final long MICROS_PER_MILLI = 1_000;

    /** At a failover, the replica lacks the writes of the last second. */
    private static final long REPLICA_LAG_MICROS = 1_000_000;

    private final FaultyScript script;
    private final ReconnectingClients clients;
    private final World world;

    /** Faults that wait for their trigger. */
    private final List<Fault> waiting = new ArrayList<>();

    private final List<FaultyRun.Injection> injections = new ArrayList<>();

    /** When all heals; unknown until the first step begins. */
    private long healedMicros = Long.MAX_VALUE;

    /** What a fault does to connections; returns how many it hit. */
    private interface OnConnections {
        int hit(String node, String connection, long micros);
    }

    FaultInjector(FaultyScript script, ReconnectingClients clients, World world) {
        this.script = script;
        this.clients = clients;
        this.world = world;
    }

    /** Lets those of {@code faults} that have a trigger wait for it. */
    void watchTriggers(List<Fault> faults) {
        faults.stream().filter(fault -> !fault.isTimed()).forEach(waiting::add);
        if (!waiting.isEmpty()) {
            world.onEvent(new TriggerWatch(this::triggered));
        }
    }

    /** Plans those of {@code faults} that have a time, counted from {@code begunMicros}. */
    void planTimed(List<Fault> faults, long begunMicros) {
        faults.stream().filter(Fault::isTimed).forEach(fault -> plan(fault, begunMicros + fault.atMicros()));
    }

    private void plan(Fault fault, long micros) {
        world.at(micros, FaultyScript.LANE, () -> inject(fault));
    }

    /** Plans the faults that waited for {@code trigger}, if they are over before all heals. */
    private void triggered(Trigger trigger) {
        for (Fault fault : List.copyOf(waiting)) {
            boolean inTime = world.nowMicros() <= healedMicros - fault.endMicros();
            if (inTime && fault.trigger().equals(trigger)) {
                waiting.remove(fault);
                plan(fault, world.nowMicros() + fault.atMicros());
            }
        }
    }

    /** All will heal at {@code micros}. A fault that would last longer than that is not injected. */
    void healAt(long micros) {
        healedMicros = micros;
    }

    /** All heals now. Faults that still wait for their trigger are not injected. */
    void heal() {
        waiting.forEach(fault -> injections.add(new FaultyRun.Injection(fault, healedMicros, 0)));
        waiting.clear();
    }

    /** What was injected so far. */
    List<FaultyRun.Injection> injections() {
        return injections;
    }

    /** Injects {@code fault} now. */
    void inject(Fault fault) {
        injections.add(new FaultyRun.Injection(fault, world.nowMicros(), hits(fault)));
    }

    private int hits(Fault fault) {
        return switch (fault.kind()) {
            case KILL -> end(fault, () -> world.faults().kill(fault.target()));
            case CRASH -> end(fault, () -> world.faults().crash(fault.target()));
            case CUT -> hit(fault, world.faults()::cut);
            case STALL -> hit(fault, world.faults()::stall);
            case SILENCE -> hit(fault, world.faults()::silence);
            case LAG -> hit(fault, world.faults()::lag);
            case SLOW -> hit(fault, world.faults()::slow);
            case OVERFLOW -> hit(fault, world.faults()::overflow);
            case PAUSE -> pause(fault);
            case CLOCK -> setClockBack(fault);
            case RESTART -> restartRedis(fault);
            case FULL -> ifRedisRuns(() -> world.redis().full(fault.forMicros()));
            case FAILOVER -> ifRedisRuns(() -> world.redis().failover(fault.forMicros(), REPLICA_LAG_MICROS));
            case LEAVE -> leave(fault);
            case FIRST -> first(fault);
        };
    }

    private int hit(Fault fault, OnConnections effect) {
        return world.isAlive(fault.node()) ? effect.hit(fault.node(), fault.connection(), fault.forMicros()) : 0;
    }

    private int end(Fault fault, Runnable end) {
        boolean alive = world.isAlive(fault.target());
        if (alive) {
            script.endProcess(fault.target(), end);
        }
        if (fault.forMicros() > 0) {
            later(fault, () -> script.start(fault.target()));
        }
        return alive ? 1 : 0;
    }

    private int pause(Fault fault) {
        if (fault.target().equals(world.redis().name())) {
            return ifRedisRuns(() -> world.redis().pause(fault.forMicros()));
        }
        if (!world.isAlive(fault.target())) {
            return 0;
        }
        world.faults().pause(fault.target(), fault.forMicros());
        return 1;
    }

    private int setClockBack(Fault fault) {
        if (!world.isAlive(fault.target())) {
            return 0;
        }
        world.faults().setClockBack(fault.target(), fault.forMicros() / MICROS_PER_MILLI);
        return 1;
    }

    /** A Redis that is down starts, too, but only one that runs is hit. */
    private int restartRedis(Fault fault) {
        boolean runs = world.redis().isRunning();
        world.redis().restart(fault.forMicros());
        return runs ? 1 : 0;
    }

    private int ifRedisRuns(Runnable effect) {
        boolean runs = world.redis().isRunning();
        if (runs) {
            effect.run();
        }
        return runs ? 1 : 0;
    }

    private int leave(Fault fault) {
        later(fault, () -> clients.comeBack(fault.target()));
        return clients.leave(fault.target());
    }

    private int first(Fault fault) {
        boolean isThere =
                world.isAlive(fault.node()) || fault.node().equals(world.redis().name());
        return isThere ? world.faults().first(fault.node(), fault.connection()) : 0;
    }

    private void later(Fault fault, Runnable step) {
        world.after(fault.forMicros(), FaultyScript.LANE, "", step);
    }
}

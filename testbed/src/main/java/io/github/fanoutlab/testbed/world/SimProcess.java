package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.testbed.trace.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One life of a process: a node or a Redis. When it ends, its peers learn of it, and it never acts again. */
abstract class SimProcess {

    final World world;
    private final String name;
    private final int life;
    private final String lane;
    private final Track tasks;
    private final Set<Endpoint> endpoints = new LinkedHashSet<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean alive = true;
    private boolean crashed;
    private long pausedUntilMicros;

    /** {@code life} counts the lives of this name, from 1. */
    SimProcess(World world, String name, int life) {
        this.world = world;
        this.name = name;
        this.life = life;
        this.lane = Transition.laneOf(name, life);
        this.tasks = world.tracks().create(lane, name + " tasks");
    }

    /** The name of this life, which differs from that of other lives of the process: see {@link Transition#laneOf}. */
    final String lane() {
        return lane;
    }

    /** The track of tasks that the process leaves for a later turn. */
    final Track tasks() {
        return tasks;
    }

    /** The lane in the trace. */
    public final String name() {
        return name;
    }

    /** Whether this life goes on. */
    public final boolean isAlive() {
        return alive;
    }

    /** Handles one input as a turn; everything that is recorded meanwhile is an effect of {@code event}. */
    final void handle(long event, Runnable input) {
        world.handle(this, event, input);
    }

    /** Does what is left to do at the end of a turn, as an effect of the same event. */
    void endTurn() {}

    final void hold(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    final void forget(Endpoint endpoint) {
        endpoints.remove(endpoint);
    }

    final List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /** Which life of its name this is, from 1. */
    public final int life() {
        return life;
    }

    /** Ends this life because of {@code fault}: the system closes its connections, and nothing that was planned happens. */
    final void end(long fault, String how) {
        long death = recordDeath(fault, how);
        alive = false;
        endpoints().forEach(endpoint -> endpoint.close(death, name + " died"));
        pausedUntilMicros = 0;
        goOn();
    }

    final long recordDeath(long fault, String how) {
        return world.recordCaused(fault, name, Kind.NODE_DIED, "", "", "", how, life);
    }

    /** Ends this life, and nobody is told, because the machine is gone, too. What is sent to it gets nowhere. */
    final void crash() {
        alive = false;
        crashed = true;
        pausedUntilMicros = 0;
        goOn();
    }

    final boolean isCrashed() {
        return crashed;
    }

    /** {@code input} happens now, or as soon as the process is no longer paused, in the order of the calls. */
    final void whenAwake(Runnable input) {
        if (pausedUntilMicros > world.nowMicros() || !held.isEmpty()) {
            held.add(input);
        } else {
            input.run();
        }
    }

    /** The process has no turn until {@code untilMicros}. Its system still takes what arrives. */
    final void pauseUntil(long untilMicros) {
        pausedUntilMicros = Math.max(pausedUntilMicros, untilMicros);
        world.queue().plan(untilMicros, tasks, this::goOn);
    }

    private void goOn() {
        while (pausedUntilMicros <= world.nowMicros() && !held.isEmpty()) {
            held.poll().run();
        }
    }
}

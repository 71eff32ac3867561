package io.github.fanoutlab.simulator.stage;

import io.github.fanoutlab.simulator.fault.Fault;
import io.github.fanoutlab.testbed.world.World;

/** Makes faults happen, each at its time. */
final class FaultInjector {

    private static final long MICROS_PER_MILLI = 1_000;

    /** What a replica lacks at a failover: the last second. */
    private static final long REPLICA_LAG_MICROS = 1_000_000;

    /** Those who can be made to go and come. */
    interface Cast {

        /** Starts the node again, unless it lives or the scenario wants it dead. */
        void start(String node);

        /** The node's program ends, by the world's {@code end}. */
        void end(String node, Runnable end);

        /** The client leaves politely; returns how many connections it had. */
        int leave(String client);

        void comeBack(String client);
    }

    /** Something that a fault does to connections; returns how many it hit. */
    private interface Blow {
        int hit(String node, String connection, long micros);
    }

    private final World world;
    private final Cast cast;

    FaultInjector(World world, Cast cast) {
        this.world = world;
        this.cast = cast;
    }

    /** Strikes now; returns how many things were hit. */
    int inject(Fault fault) {
        return switch (fault.kind()) {
            case KILL -> end(fault, () -> world.kill(fault.target()));
            case CRASH -> end(fault, () -> world.crash(fault.target()));
            case CUT -> hit(fault, world::cut);
            case STALL -> hit(fault, world::stall);
            case SILENCE -> hit(fault, world::silence);
            case LAG -> hit(fault, world::lag);
            case SLOW -> hit(fault, world::slow);
            case OVERFLOW -> hit(fault, world::overflow);
            case PAUSE -> pause(fault);
            case CLOCK -> setClockBack(fault);
            case RESTART -> ifRedisRuns(() -> world.redis().restart(fault.forMicros()), true);
            case FULL -> ifRedisRuns(() -> world.redis().full(fault.forMicros()), false);
            case FAILOVER -> ifRedisRuns(() -> world.redis().failover(fault.forMicros(), REPLICA_LAG_MICROS), false);
            case LEAVE -> leave(fault);
        };
    }

    private int hit(Fault fault, Blow blow) {
        return world.isAlive(fault.node()) ? blow.hit(fault.node(), fault.connection(), fault.forMicros()) : 0;
    }

    private int end(Fault fault, Runnable end) {
        boolean alive = world.isAlive(fault.target());
        if (alive) {
            cast.end(fault.target(), end);
        }
        if (fault.forMicros() > 0) {
            later(fault, () -> cast.start(fault.target()));
        }
        return alive ? 1 : 0;
    }

    private int pause(Fault fault) {
        if (fault.target().equals(world.redis().name())) {
            return ifRedisRuns(() -> world.redis().pause(fault.forMicros()), false);
        }
        if (!world.isAlive(fault.target())) {
            return 0;
        }
        world.pause(fault.target(), fault.forMicros());
        return 1;
    }

    private int setClockBack(Fault fault) {
        if (!world.isAlive(fault.target())) {
            return 0;
        }
        world.setClockBack(fault.target(), fault.forMicros() / MICROS_PER_MILLI);
        return 1;
    }

    /** {@code always}: also when it does not run, which then is no hit. */
    private int ifRedisRuns(Runnable blow, boolean always) {
        boolean runs = world.redis().isRunning();
        if (runs || always) {
            blow.run();
        }
        return runs ? 1 : 0;
    }

    private int leave(Fault fault) {
        later(fault, () -> cast.comeBack(fault.target()));
        return cast.leave(fault.target());
    }

    private void later(Fault fault, Runnable step) {
        world.after(fault.forMicros(), FaultyStage.SCRIPT, "", step);
    }
}

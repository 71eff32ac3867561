package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.trace.Kind;

/** A Redis of the world. It can be stopped and started; after that it knows nothing of what it knew before. */
public final class SimRedis {

    private final World world;
    private final String host;
    private SimRedisProcess process;
    private int life;

    SimRedis(World world, String host) {
        this.world = world;
        this.host = host;
        start();
    }

    /** Its lane in the trace: its host name. */
    public String name() {
        return host;
    }

    /** Whether connections to it are accepted. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** What it knows, to look at; when it is stopped, what it knew at the end. */
    public RedisModel model() {
        return process.model();
    }

    /** Stops it at once. What it had sent still arrives, then every connection breaks. Harmless when stopped. */
    public void stop() {
        if (isRunning()) {
            long fault = world.record(host, Kind.FAULT, "", "", "stop", null, 1);
            process.end(fault, "stopped");
        }
    }

    /** Starts it, without keys and subscriptions. Harmless when running. */
    public void start() {
        if (process == null || !isRunning()) {
            life++;
            world.record(host, Kind.NODE_STARTED, "", "", "", null, life);
            process = new SimRedisProcess(world, host, life);
        }
    }

    /** Stops it now and starts it again after {@code downMicros}. */
    public void restart(long downMicros) {
        stop();
        world.after(downMicros, host, "start", this::start);
    }

    /**
     * Stops it now; {@code downMicros} later a replica takes its place. The replica lacks the keys that were written in the last
     * {@code lagMicros}, and all subscriptions, because a replica has none. Harmless when stopped.
     */
    public void failover(long downMicros, long lagMicros) {
        if (!isRunning()) {
            return;
        }
        SimRedisProcess before = process;
        long knownUntil = world.nowMicros() - lagMicros;
        stop();
        world.after(downMicros, host, "failover", () -> {
            if (!isRunning()) {
                start();
                process.inherit(before, knownUntil);
            }
        });
    }

    /** Accepts no new client for {@code micros}, as at {@code maxclients}. Harmless when stopped. */
    public void full(long micros) {
        if (isRunning()) {
            world.record(host, Kind.FAULT, "", "", "full", null, 1);
            process.fullUntil(world.nowMicros() + micros);
        }
    }

    /** Executes nothing for {@code micros}, then goes on where it was. Harmless when stopped. */
    public void pause(long micros) {
        if (isRunning()) {
            world.record(host, Kind.FAULT, "", "", "pause", null, 1);
            process.pauseUntil(world.nowMicros() + micros);
        }
    }

    /** The process that accepts connections, or null when it is stopped. */
    SimRedisProcess listener() {
        return isRunning() ? process : null;
    }
}

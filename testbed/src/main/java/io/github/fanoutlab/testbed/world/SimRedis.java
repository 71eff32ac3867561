package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.testbed.redis.RedisModel;
import io.github.fanoutlab.testbed.trace.Kind;

/** A Redis of the world: stopped and started at will, with nothing left of what it knew before. */
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

    /** What it knows, for looking at; of the last life when it is stopped. */
    public RedisModel model() {
        return process.model();
    }

    /** It ends at once: what it had sent still arrives, then every connection breaks. Harmless when stopped. */
    public void stop() {
        if (isRunning()) {
            long fault = world.record(host, Kind.FAULT, "", "", "stop", null, 1);
            process.end(fault, "stopped");
        }
    }

    /** It begins anew: no keys, no subscriptions. Harmless when running. */
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
     * It ends now, and {@code downMicros} later a replica takes its place that lacks what was written in the last {@code
     * lagMicros}: keys, and all subscriptions, as a replica has none. Harmless when stopped.
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

    /** Until {@code micros} from now it lets nobody new in: {@code maxclients}. Harmless when stopped. */
    public void full(long micros) {
        if (isRunning()) {
            world.record(host, Kind.FAULT, "", "", "full", null, 1);
            process.fullUntil(world.nowMicros() + micros);
        }
    }

    /** Until {@code micros} from now it carries nothing out; then it goes on where it was. Harmless when stopped. */
    public void pause(long micros) {
        if (isRunning()) {
            world.record(host, Kind.FAULT, "", "", "pause", null, 1);
            process.pauseUntil(world.nowMicros() + micros);
        }
    }

    /** Who accepts connections, or null. */
    SimRedisProcess listener() {
        return isRunning() ? process : null;
    }
}

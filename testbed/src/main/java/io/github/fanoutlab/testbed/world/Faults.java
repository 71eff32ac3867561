package io.github.fanoutlab.testbed.world;

import io.github.fanoutlab.testbed.trace.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can go wrong with the nodes of a world and with their connections. Each method does one fault, now, and records it.
 * Nothing here violates TCP: within one connection nothing is lost, doubled or overtaken while the connection lives. What can
 * go wrong with Redis, {@link SimRedis} does.
 *
 * <p>A node must live: a method that is given the name of no live node throws an {@link IllegalArgumentException}. A parameter
 * {@code which} selects connections of the node: by the name of a connection to Redis ({@code pub}), or by the lane at the other
 * side ({@code redis}, {@code C1}). A method that takes it returns how many open connections it hit. All times are in
 * microseconds.
 */
public final class Faults {

    private final World world;
    private final Map<String, Long> blockedUntil = new LinkedHashMap<>();
    private final Set<String> withoutPower = new LinkedHashSet<>();

    Faults(World world) {
        this.world = world;
    }

    /**
     * Kills a node at once. Its timers, inputs and state are gone, its system closes its connections, and what is on its way to
     * it is lost. What it had sent still arrives. A later {@link World#node} of that name is a new life.
     */
    public void kill(String name) {
        SimNode node = world.live(name);
        node.end(record(name, "kill", null, 1), "killed");
    }

    /**
     * The machine of a node loses its power. The node dies as with {@link #kill}, but nobody is told: what is sent to it gets
     * nowhere, and who dials it waits. After a later {@link World#node} of that name, whoever sends something on an old
     * connection learns that it is over.
     */
    public void crash(String name) {
        SimNode node = world.live(name);
        node.recordDeath(record(name, "crash", null, 1), "crashed");
        withoutPower.add(name);
        node.crash();
    }

    /**
     * Pauses a node's process for {@code micros} as the signal SIGSTOP does: it has no turn meanwhile. What arrives waits, and
     * timers that are due fire once when it goes on. Others notice only its silence.
     */
    public void pause(String name, long micros) {
        SimNode node = world.live(name);
        record(name, "pause", null, 1);
        node.pauseUntil(world.nowMicros() + micros);
    }

    /** Sets the wall clock of a node back by {@code millis} milliseconds. Timers do not care. */
    public void setClockBack(String name, long millis) {
        SimNode node = world.live(name);
        record(name, "clock", null, millis);
        node.setClockBack(millis);
    }

    /** Cuts connections. Both ends learn after their latency; what is on its way is lost. */
    public int cut(String name, String which) {
        List<Endpoint> hit = endpoints(name, which);
        long fault = record(name, "cut", which, hit.size());
        hit.forEach(endpoint -> endpoint.cut(fault));
        return hit.size();
    }

    /** Cuts connections as {@link #cut(String, String)} does, and refuses new ones in their place for {@code micros}. */
    public int cut(String name, String which, long micros) {
        blockedUntil.merge(name + '.' + which, world.nowMicros() + micros, Math::max);
        return cut(name, which);
    }

    /**
     * Lets connections die silently: nothing gets through any more, and nobody is told. After {@code micros} the systems of both
     * ends give them up, as TCP's keepalive does; an application's heartbeat may do so earlier.
     */
    public int silence(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        long fault = record(name, "silence", which, hit.size());
        hit.forEach(endpoint -> endpoint.silence(fault, world.nowMicros() + micros));
        return hit.size();
    }

    /**
     * Stalls connections: what is sent on them within the next {@code micros} arrives no earlier than at the end of that time, in
     * order. Nothing is lost.
     */
    public int stall(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        record(name, "stall", which, hit.size());
        hit.forEach(endpoint -> endpoint.stallUntil(world.nowMicros() + micros));
        return hit.size();
    }

    /**
     * Lets messages on connections take longer for {@code micros}: 100 ms on average, some much more. They arrive in order, as
     * always.
     */
    public int lag(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        record(name, "lag", which, hit.size());
        hit.forEach(endpoint -> endpoint.lagUntil(world.nowMicros() + micros));
        return hit.size();
    }

    /**
     * Lets the other end of connections read slowly for {@code micros}. What the node sends piles up, in order, until {@code
     * isWritable} says no. On a connection to Redis it is the node that reads slowly.
     */
    public int slow(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        record(name, "slow", which, hit.size());
        for (Endpoint endpoint : hit) {
            boolean toRedis = endpoint.peer().owner() instanceof SimRedisProcess;
            (toRedis ? endpoint : endpoint.peer()).slowUntil(world.nowMicros() + micros);
        }
        return hit.size();
    }

    /**
     * Lets the node read nothing on connections to Redis for {@code micros}. Then Redis, whose output buffers are full, ends them
     * ({@code client-output-buffer-limit}). What was in the buffers is lost.
     */
    public int overflow(String name, String which, long micros) {
        List<Endpoint> hit = endpoints(name, which);
        long fault = record(name, "overflow", which, hit.size());
        hit.forEach(endpoint -> endpoint.overflow(fault, world.nowMicros() + micros, SimRedisProcess.BUFFER_FULL));
        return hit.size();
    }

    /**
     * Decides whose turn it is: of all that is on its way anywhere, what is next on a connection of {@code receiver} arrives now. The
     * receiver is a live node or Redis, whose connections are called as the nodes call them ({@code W1.pub}), or by the node. Returns 0
     * if nothing is on its way there.
     */
    public int first(String receiver, String which) {
        boolean isRedis = receiver.equals(world.redis().name());
        SimProcess process = isRedis ? world.redis().listener() : world.live(receiver);
        List<String> tracks = process == null
                ? List.of()
                : endpoints(process, which).stream()
                        .map(endpoint -> endpoint.track().name())
                        .toList();
        Optional<Transition> next = world.queue().firstOnEachTrack().stream()
                .filter(transition -> tracks.contains(transition.track()))
                .findFirst();
        record(receiver, "first", which, next.isPresent() ? 1 : 0);
        next.ifPresent(transition -> world.queue().take(transition).run());
        return next.isPresent() ? 1 : 0;
    }

    /** The open connections of a live node that {@code which} selects. */
    List<Endpoint> endpoints(String name, String which) {
        return endpoints(world.live(name), which);
    }

    private static List<Endpoint> endpoints(SimProcess process, String which) {
        return process.endpoints().stream()
                .filter(endpoint -> endpoint.connection().equals(process.name() + '.' + which)
                        || endpoint.connection().equals(which)
                        || endpoint.peer().owner().name().equals(which))
                .toList();
    }

    private long record(String name, String fault, String which, long number) {
        return world.record(name, Kind.FAULT, "", "", fault, which, number);
    }

    /** Whether the machine of that name is without power. */
    boolean isWithoutPower(String name) {
        return withoutPower.contains(name);
    }

    /** The machine of that name has power again. */
    void restorePower(String name) {
        withoutPower.remove(name);
    }

    /** Whether new connections from {@code dialer} to {@code host}, or those called {@code connection}, are refused now. */
    boolean isBlocked(String dialer, String connection, String host) {
        return !blockedUntil.isEmpty()
                && (isBlocked(connection) || isBlocked(dialer + '.' + host) || isBlocked(host + '.' + dialer));
    }

    private boolean isBlocked(String connection) {
        return blockedUntil.getOrDefault(connection, 0L) > world.nowMicros();
    }
}

package io.github.fanoutlab.simulator.spacetime;

import java.util.List;

/**
 * One participant of a run: a client, a server, or Redis.
 *
 * @param name as in the trace: {@code C1}, {@code W2}, {@code redis}, {@code master}
 * @param connections the server's connections to Redis, as {@code pub}, {@code sub} and {@code client}; empty for all others
 * @param lives when it was alive, in order; one that is never started or killed lives for all of the run
 */
public record Lane(String name, Role role, List<String> connections, List<Life> lives) {

    /** A server with so many connections to Redis shows each of them: the three Redis clients of 0.9. */
    private static final int CONNECTIONS_OF_LEGACY = 3;

    /** What a participant is. */
    public enum Role {
        CLIENT,
        WORKER,
        REDIS,
        MASTER,
        /** Any other participant that the trace names. */
        OTHER
    }

    /**
     * From one start of a process to its death.
     *
     * @param untilMicros when it died; {@link Long#MAX_VALUE} when it is alive at the end of the run
     */
    public record Life(long fromMicros, long untilMicros) {}

    public Lane {
        connections = List.copyOf(connections);
        lives = List.copyOf(lives);
    }

    /** What people call it. */
    public String title() {
        return role == Role.REDIS ? "Redis" : name;
    }

    /** The connections that are drawn beside the lane: those of a server that has a Redis client for each purpose, as in 0.9. */
    public List<String> redisClients() {
        return connections.size() >= CONNECTIONS_OF_LEGACY ? connections : List.of();
    }

    /** Whether it is alive at that time. */
    public boolean lives(long timeMicros) {
        return lives.stream().anyMatch(life -> life.fromMicros() <= timeMicros && timeMicros < life.untilMicros());
    }
}

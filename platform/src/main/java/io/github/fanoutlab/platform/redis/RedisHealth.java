package io.github.fanoutlab.platform.redis;

import java.time.Instant;

/**
 * The state of a connection to Redis, at one moment.
 *
 * @param name its name, different from those of its server's other connections: {@code pub}, {@code sub}
 * @param address of its Redis, without user and password
 * @param up whether it is up
 * @param since when it came up or, if it is not up, when it was lost
 * @param lastError why it was last lost, or could not be made; null if that never happened
 * @param queued how many commands wait for it
 * @param queuedBytes how many bytes these take on the wire
 */
public record RedisHealth(
        String name, String address, boolean up, Instant since, String lastError, int queued, long queuedBytes) {}

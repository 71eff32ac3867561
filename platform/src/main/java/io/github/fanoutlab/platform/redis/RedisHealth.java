package io.github.fanoutlab.platform.redis;

import java.time.Instant;

/**
 * How a connection to Redis is, at one moment.
 *
 * @param name what tells it apart from others of its server: {@code pub}, {@code sub}
 * @param address of its Redis, without user and password
 * @param up whether it is up
 * @param since when it came up, or, if it is not up, since when it is away
 * @param lastError why it was lost or could not be made, the last time; null if that never happened
 * @param queued how many commands wait for it
 * @param queuedBytes how many bytes these take on the wire
 */
public record RedisHealth(
        String name, String address, boolean up, Instant since, String lastError, int queued, long queuedBytes) {}

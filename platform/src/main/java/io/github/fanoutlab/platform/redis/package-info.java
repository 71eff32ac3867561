/**
 * Redis as the servers see it, in order: {@link io.github.fanoutlab.platform.redis.RedisCommand} goes out and {@link
 * io.github.fanoutlab.platform.redis.RedisReply} comes in over a {@link io.github.fanoutlab.platform.redis.RedisConnection},
 * which reconnects when it is lost. Each time, it asks a {@link io.github.fanoutlab.platform.redis.RedisDialer}, which is the
 * port, for a new TCP connection. {@code real.jedis} and the virtual world implement it for one Redis; {@code cluster} and {@code
 * sentinel} implement it over several.
 *
 * <p>The tests that need a world or a Redis, those of {@code RedisConnection} among them, are in {@code testbed/}.
 */
package io.github.fanoutlab.platform.redis;

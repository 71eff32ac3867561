/**
 * Redis as a pure state machine. {@link io.github.fanoutlab.testbed.redis.RedisModel} is its door; generated commands compare it with
 * a real Redis.
 */
package io.github.fanoutlab.testbed.redis;

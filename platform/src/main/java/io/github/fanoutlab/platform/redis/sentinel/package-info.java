/**
 * Redis with Sentinel: a {@link io.github.fanoutlab.platform.redis.sentinel.SentinelDialer} makes links to the server that is the
 * master now. Each is a {@code SentinelLink}, a state machine.
 */
package io.github.fanoutlab.platform.redis.sentinel;

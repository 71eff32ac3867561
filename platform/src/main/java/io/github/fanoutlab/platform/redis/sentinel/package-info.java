/**
 * Redis with Sentinel: a {@link io.github.fanoutlab.platform.redis.sentinel.SentinelDialer} makes links to whichever server is the
 * master now. {@code SentinelLink} is one of them, as a state machine.
 */
package io.github.fanoutlab.platform.redis.sentinel;

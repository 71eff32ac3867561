/**
 * Redis as the servers see it: commands, replies, connections that come back after they were lost, and {@code
 * RedisModel}, the whole of Redis as a pure state machine.
 */
package io.github.fanoutlab.platform.redis;

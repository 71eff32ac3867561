/**
 * The adapter for servers that share one Redis, and the emitter that speaks to them without being one.
 *
 * <p>Wire, unless another {@link io.github.fanoutlab.adapter.redis.Dialect} is chosen: dialect V8, {@code @socket.io/redis-adapter} 8.3 and {@code @socket.io/redis-emitter} 5.1. Broadcasts are
 * MessagePack as {@code notepack.io} 3 writes it, requests and most responses are JSON. Redis keeps nothing: all is
 * PUBLISH, SUBSCRIBE, PSUBSCRIBE and PUBSUB NUMSUB.
 */
package io.github.fanoutlab.adapter.redis;

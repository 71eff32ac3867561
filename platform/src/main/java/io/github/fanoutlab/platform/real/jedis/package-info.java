/**
 * Redis through Jedis, in order: {@link io.github.fanoutlab.platform.real.jedis.JedisDialers} finds out what kind of address a URL is
 * ({@link io.github.fanoutlab.platform.real.jedis.RedisUrl}, {@code RedisTopologyUrl}); a {@code JedisDialer} dials one Redis; each
 * {@code JedisLink} is one connection with two threads, one that writes and one that reads; {@code RespConnection} is the TCP or TLS
 * connection itself.
 *
 * <p>Redis Cluster and Sentinel are made of several such links, by {@code platform.redis}, without a thread.
 */
package io.github.fanoutlab.platform.real.jedis;

/**
 * Redis through Jedis, in order: {@link io.github.fanoutlab.platform.real.jedis.JedisDialers} finds out what kind of address a URL is
 * ({@link io.github.fanoutlab.platform.real.jedis.RedisUrl}, {@code RedisTopologyUrl}); a {@code JedisDialer} dials one Redis; each
 * {@code JedisLink} is one connection, opened by a thread of its own and then read and written on the loop ({@link
 * io.github.fanoutlab.platform.real.jedis.SocketLoop}); {@code RespConnection} is the TCP connection itself, and {@code TlsPipes} what
 * TLS needs besides: two threads.
 *
 * <p>Redis Cluster and Sentinel are made of several such links, by {@code platform.redis}, without a thread.
 */
package io.github.fanoutlab.platform.real.jedis;

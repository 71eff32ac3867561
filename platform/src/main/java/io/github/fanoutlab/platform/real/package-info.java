/**
 * The real world. {@link io.github.fanoutlab.platform.real.RealNode} is its door: it joins the node's thread, {@link
 * io.github.fanoutlab.platform.real.RealLoop}, with an edge from each of the packages below.
 *
 * <ul>
 *   <li>{@code real.jetty}: HTTP and WebSocket, on Jetty
 *   <li>{@code real.jedis}: Redis, through Jedis
 *   <li>{@code real.log}: the log on standard error
 * </ul>
 *
 * <p>{@code real.metrics} is not one of them: it binds what a node counts to Micrometer.
 *
 * <p>Only here does {@code platform/} have threads. What a thread of Jetty learns, it hands to the loop. What a node sends, the loop
 * writes without waiting; it also reads from Redis. The edges know each other as little as they know Socket.IO.
 */
package io.github.fanoutlab.platform.real;

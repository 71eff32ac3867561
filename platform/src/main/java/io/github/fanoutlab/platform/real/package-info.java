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
 * <p>Only here does {@code platform/} have threads. A thread of Jetty passes what it learns to the loop. The loop writes what a
 * node sends, without waiting, and also reads from Redis. The edges do not know each other, and they do not know Socket.IO.
 */
package io.github.fanoutlab.platform.real;

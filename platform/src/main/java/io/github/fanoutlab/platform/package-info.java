/**
 * The base of both servers. Its door is {@link io.github.fanoutlab.platform.node.NodePorts}: everything that a node may ask of
 * the world. A node touches nothing else: no thread, no clock, no socket, no randomness of its own.
 *
 * <ul>
 *   <li>this package, {@code http} and {@code redis}: the ports, and the values that pass through them
 *   <li>{@code node}: all ports of one node together
 *   <li>{@code real}: the ports on Jetty, Jedis and a thread. The other implementation is the virtual world in {@code testbed/};
 *       the same server runs in both
 *   <li>{@code json}: JSON as JavaScript writes it, which is no port
 * </ul>
 */
package io.github.fanoutlab.platform;

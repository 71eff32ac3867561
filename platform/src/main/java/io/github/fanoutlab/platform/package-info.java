/**
 * The ports: everything a server node may ask of the world around it.
 *
 * <p>A node is handed one {@link io.github.fanoutlab.platform.node.NodePorts} and touches nothing else: no thread, no clock,
 * no socket, no randomness of its own. The real edges ({@code platform.real}) and the simulator each provide one, and the
 * same server runs on both.
 */
package io.github.fanoutlab.platform;

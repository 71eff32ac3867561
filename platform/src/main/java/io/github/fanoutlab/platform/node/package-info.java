/**
 * A node's whole world in one place: {@link io.github.fanoutlab.platform.node.NodePorts}. The real edges ({@code
 * platform.real}) and the simulator each provide one, and the same server runs on both.
 */
package io.github.fanoutlab.platform.node;

/** All ports of a node together: {@link io.github.fanoutlab.platform.node.NodePorts} is the door of the module. */
package io.github.fanoutlab.platform.node;

package io.github.fanoutlab.simulator.program;

import io.github.fanoutlab.platform.node.NodePorts;

/** The programs whose nodes speak one dialect; each method is as the one of {@link Programs} with that name. */
interface DialectPrograms {

    Program master(NodePorts ports, String redis);

    Program emitter(NodePorts ports, String redis);

    Program worker(NodePorts ports, String redis, String workerId);
}

package io.github.fanoutlab.simulator.cluster.control;

/**
 * A command on its way to a process.
 *
 * @param to the node's name; a master hands on what is for one of its workers
 * @param id comes back in the answer
 */
public record Request(String to, long id, Command command) {}

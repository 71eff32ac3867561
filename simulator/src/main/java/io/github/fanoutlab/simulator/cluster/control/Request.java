package io.github.fanoutlab.simulator.cluster.control;

/**
 * A command on its way to a process.
 *
 * @param to the node's name; a master forwards requests to its workers
 * @param id comes back in the response
 */
public record Request(String to, long id, Command command) {}

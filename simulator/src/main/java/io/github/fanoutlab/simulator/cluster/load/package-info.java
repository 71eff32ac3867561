/**
 * Servers under load, on loopback: what is measured is printed by {@code ./fanout limits}, and a test holds that it stays bounded.
 *
 * <p>{@link io.github.fanoutlab.simulator.cluster.load.Loads} has the loads, {@code LoadedServer} the servers, {@code RawWebSocket} a
 * client that misbehaves as it is told to.
 */
package io.github.fanoutlab.simulator.cluster.load;

/**
 * Servers under load, on loopback. {@code ./fanout limits} prints what is measured, and a test checks that it stays bounded.
 *
 * <p>{@link io.github.fanoutlab.simulator.cluster.load.Loads} has the loads, {@code LoadedServer} the servers, {@code
 * RawWebSocket} a client that misbehaves as it is told to.
 */
package io.github.fanoutlab.simulator.cluster.load;

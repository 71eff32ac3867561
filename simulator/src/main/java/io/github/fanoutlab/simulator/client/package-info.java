/**
 * Clients that speak the real protocols over the {@code Network} port: in the simulator against servers of the world, on a
 * real node against real ones. They know nothing of either.
 */
package io.github.fanoutlab.simulator.client;

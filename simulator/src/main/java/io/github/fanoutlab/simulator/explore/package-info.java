/**
 * Searches all orders in which the things of a small run can happen. {@link
 * io.github.fanoutlab.simulator.explore.Explorer} is the door.
 */
package io.github.fanoutlab.simulator.explore;

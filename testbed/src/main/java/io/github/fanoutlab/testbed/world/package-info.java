/**
 * The virtual world that servers and clients run in: time, randomness, TCP, Redis, processes that die.
 *
 * <p>{@link io.github.fanoutlab.testbed.world.World} is the door. Nothing here knows Socket.IO.
 */
package io.github.fanoutlab.testbed.world;

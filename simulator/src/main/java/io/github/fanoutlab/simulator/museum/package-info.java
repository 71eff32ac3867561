/**
 * The museum: defects that Socket.IO had when it was scaled over Redis, each as a short run of the servers that ship here.
 * {@link io.github.fanoutlab.simulator.museum.Museum} is the door.
 */
package io.github.fanoutlab.simulator.museum;

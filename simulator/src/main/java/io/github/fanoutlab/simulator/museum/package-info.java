/**
 * The museum: defects that Socket.IO had when it was scaled over Redis, each shown by a short run of the servers of this
 * repository. {@link io.github.fanoutlab.simulator.museum.Museum} lists them; each room is a class of its own.
 */
package io.github.fanoutlab.simulator.museum;

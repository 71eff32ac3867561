/**
 * The programs of the source document as processes: a master that forks workers, and workers that listen. Started by hand
 * they run until they are ended; started by a launcher they do what it says and end with it.
 */
package io.github.fanoutlab.simulator.cluster.process;

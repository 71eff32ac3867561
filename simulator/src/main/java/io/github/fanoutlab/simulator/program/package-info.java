/**
 * The programs of the source document, in both generations: a master that speaks and never listens, workers that greet
 * whoever connects, and a publisher that subscribes to nothing. The same programs run simulated and as real processes.
 */
package io.github.fanoutlab.simulator.program;

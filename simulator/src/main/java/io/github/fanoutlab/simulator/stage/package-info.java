/** The simulator as a stage: documented scenarios played in a world on virtual time. */
package io.github.fanoutlab.simulator.stage;

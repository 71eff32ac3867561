/**
 * Many runs, each with the faults that its seed draws: what failed, what clients missed and why, and which steps of the protocols
 * the faults met.
 */
package io.github.fanoutlab.simulator.check.campaign;

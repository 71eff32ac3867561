/**
 * Faults as data: what shall fail when, written in a run string or drawn from a seed. Nothing here makes anything fail; the
 * stage does.
 */
package io.github.fanoutlab.simulator.fault;

/**
 * The documented scenarios as data, the programs of the source document in both generations, and what a run lets one
 * observe. Nothing here knows in which world it runs.
 */
package io.github.fanoutlab.simulator.scenario;
